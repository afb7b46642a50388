"""Free words are kept as they can be read: composed, without NUL and without unseen signs."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest
from django import forms
from django.urls import reverse

import supervision.forms
from portal.fields import ManyField
from tests.factories import FollowUpFactory, SessionFactory, TurnFactory

NAMES = [module.name for module in pkgutil.iter_modules(supervision.forms.__path__)]
ODD, READ = "Murid\x00 be\u0301rani\u202e\r\nbertanya\u200b 👩‍🏫", "Murid bérani\nbertanya 👩‍🏫"
UNSEEN = "\u200b\u202e \x00"


def fields(module):
    for form in vars(module).values():
        if isinstance(form, type) and issubclass(form, forms.BaseForm):
            yield from ((form.__name__, *pair) for pair in form.base_fields.items())


@pytest.mark.parametrize("name", NAMES)
def test_every_field_for_words_reads_them_so(name):
    plain = [
        f"{form}.{key}"
        for form, key, field in fields(import_module(f"supervision.forms.{name}"))
        if type(field) is forms.CharField and not isinstance(field.widget, forms.PasswordInput)
    ]
    assert plain == []


@pytest.mark.parametrize("name", NAMES)
def test_every_field_for_several_rows_refuses_keys_that_no_row_can_have(name):
    plain = [
        f"{form}.{key}"
        for form, key, field in fields(import_module(f"supervision.forms.{name}"))
        if isinstance(field, forms.ModelMultipleChoiceField) and not isinstance(field, ManyField)
    ]
    assert plain == []


@pytest.mark.django_db
def test_a_helper_whom_no_number_can_name_is_refused_beside_the_field(as_user):
    session = SessionFactory(state="discussed")
    TurnFactory(session=session)
    sent = {"what": "Kartu tanya", "owner_kind": "teacher", "helpers": "9" * 20}
    answer = as_user(session.teacher).post(reverse("session-step", args=[session.pk]), sent)
    assert answer.status_code == 200
    assert "Kartu tanya" in answer.content.decode()
    assert not session.follow_ups.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "sent", "read"),
    [
        ("diskusi/tulis/", {"kind": "answer", "text": ODD}, lambda row: row.turns.last().text),
        ("refleksi/", {"change": ODD}, lambda row: row.reflections.get().answers["change"]),
        ("koreksi/", {"text": ODD}, lambda row: row.turns.last().text),
    ],
)
def test_odd_signs_are_dropped_and_the_words_stay(as_user, address, sent, read):
    session = SessionFactory(state="closed" if "koreksi" in address else "discussed")
    TurnFactory(session=session)
    FollowUpFactory(session=session)
    answer = as_user(session.teacher).post(f"/supervisi/{session.pk}/{address}", sent)
    assert answer.status_code == 302
    assert read(session) == READ


@pytest.mark.django_db
def test_words_that_nobody_can_see_are_none(as_user):
    session = SessionFactory(state="following_up")
    TurnFactory(session=session)
    step = FollowUpFactory(session=session)
    client = as_user(session.teacher)
    for address in (f"/supervisi/{session.pk}/refleksi/", reverse("step-prove", args=[step.pk])):
        assert client.post(address, {"text": UNSEEN}).status_code == 200
    step.refresh_from_db()
    assert (step.done_at, session.reflections.count()) == (None, 0)
