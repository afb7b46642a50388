from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts import codes, invitations
from portal.models import Invitation
from portal.roles import Role
from tests.factories import UserFactory, appointed

pytestmark = pytest.mark.django_db
SENTENCE = "Kata sandi ini cukup panjang"


def test_code_is_kept_only_as_digest_and_works_once() -> None:
    person = UserFactory()
    code = codes.issue(person, by=UserFactory())
    assert codes.tidy(code) not in str(list(Invitation.objects.values()))
    assert codes.use(code.lower(), SENTENCE) == person
    assert codes.find(code) is None


def test_new_code_withdraws_the_old_one() -> None:
    person, operator = UserFactory(), UserFactory()
    old, new = (codes.issue(person, by=operator) for _number in range(2))
    assert codes.find(old) is None
    assert codes.find(new) is not None


def test_trying_codes_in_links_is_limited_like_typing_them(client: Client) -> None:
    cache.clear()
    code = codes.issue(UserFactory(), by=UserFactory())
    for _number in range(invitations.TRIES_AN_HOUR):
        client.get(reverse("invitation-code", args=["ABCDEFGHJK"]))
    assert client.get(reverse("invitation-code", args=[code])).status_code == 429


@pytest.mark.parametrize("value", ["²", "9" * 30, "-1", "x"])
def test_sheet_ignores_what_is_no_person(client: Client, value: str) -> None:
    principal = appointed(Role.PRINCIPAL)
    client.force_login(principal)
    response = client.post(reverse("invitation-sheet"), {"person": [value]})
    assert response.status_code == 302
    assert not Invitation.objects.exists()
