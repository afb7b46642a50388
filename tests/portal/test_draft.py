from __future__ import annotations

import json

import pytest
from django.test import Client

from portal import drafts
from portal.models import Draft
from tests.factories import appointed

pytestmark = pytest.mark.django_db
FORM = "session-observe:3f0c5a5e-6a0e-4d5b-9a53-6a2f3c1f7d10"


def keep(client, payload, revision, form=FORM):
    sent = {"form": form, "payload": json.dumps(payload), "revision": revision}
    return client.post("/draf/", sent, headers={"accept": "application/json"})


def test_what_was_typed_is_found_again(as_user):
    client = as_user(appointed())
    assert client.get("/draf/", {"form": FORM}).status_code == 204
    assert keep(client, {"text": ["Salam"]}, 1).json()["revision"] == 1
    assert keep(client, {"text": ["Salam dan doa"]}, 2).json()["revision"] == 2
    found = client.get("/draf/", {"form": FORM}).json()
    assert (found["payload"], found["revision"]) == ({"text": ["Salam dan doa"]}, 2)


@pytest.mark.parametrize(
    "form",
    [
        "wish",
        "session-rate:7b0b8a8e-0000-4000-8000-000000000001:teaching:2",
        "report-edit:95141621:3:waktu_dan_tempat",
        "theme-edit:region:35.14.16",
    ],
)
def test_forms_of_every_depth_are_kept(as_user, form):
    client = as_user(appointed())
    sent = {"form": form, "payload": '{"text": ["Murid"]}', "revision": 1}
    assert client.post("/draf/", sent).status_code == 200
    assert client.get("/draf/", {"form": form}).json()["payload"] == {"text": ["Murid"]}


def test_a_page_that_is_behind_gets_the_other_text(as_user):
    client = as_user(appointed())
    keep(client, {"text": ["A"]}, 1)
    assert keep(client, {"text": ["A"]}, 1).status_code == 200  # the answer was lost
    refused = keep(client, {"text": ["B"]}, 1)
    assert refused.status_code == 409
    assert refused.json()["payload"] == {"text": ["A"]}
    assert Draft.objects.get().payload == {"text": ["A"]}


def test_a_draft_is_its_writers_alone(as_user):
    keep(as_user(appointed()), {"text": ["Rahasia"]}, 1)
    other = as_user(appointed())
    assert other.get("/draf/", {"form": FORM}).status_code == 204
    other.post("/draf/", {"form": FORM, "discard": "1"})
    assert Draft.objects.get().payload == {"text": ["Rahasia"]}


def test_a_sent_form_forgets_its_draft_and_those_of_its_parts(as_user):
    user = appointed()
    client = as_user(user)
    keep(client, {"a": ["1"]}, 1, FORM)
    keep(client, {"a": ["1"]}, 1, f"{FORM}:teaching")
    keep(client, {"a": ["1"]}, 1, "session-observe:4")
    drafts.discard(user, FORM)
    assert Draft.objects.get().form == "session-observe:4"


def test_an_ended_session_is_told_in_json_and_a_page_is_led_to_the_sign_in():
    assert keep(Client(), {"text": ["A"]}, 1).status_code == 401
    assert Client().get("/draf/").url.startswith("/masuk/")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"form": "../x"},
        {"form": FORM, "payload": "{", "revision": "1"},
        {"form": FORM, "payload": "[]", "revision": "1"},
        {"form": FORM, "payload": '{"a": "b"}', "revision": "1"},
        {"form": FORM, "payload": '{"a": ["\\u0000"]}', "revision": "1"},
        {"form": FORM, "payload": "[" * 90000, "revision": "1"},
        {"form": FORM, "payload": '{"a": ["' + "x" * 200_000 + '"]}', "revision": "1"},
        {"form": FORM, "payload": "{}", "revision": "-1"},
        {"form": FORM, "payload": "{}", "revision": "²"},
    ],
)
def test_what_is_no_draft_is_refused(as_user, sent):
    assert as_user(appointed()).post("/draf/", sent).status_code == 400
    assert not Draft.objects.exists()
