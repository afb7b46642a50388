from __future__ import annotations

import re
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts.middleware import BEGUN, DAY_SECONDS, IDLE_SECONDS, MARK
from portal.models import User
from portal.roles import Role
from tests.factories import appointed

pytestmark = pytest.mark.django_db
SECRET = "pohon mangga depan kelas"


@pytest.fixture
def teacher() -> User:
    cache.clear()
    user = appointed(Role.TEACHER)
    user.set_password(SECRET)
    user.save()
    return user


def ended(client: Client, user: User, mark: str, seconds: int) -> str:
    """Let the session of ``user`` end while she sends a form; gives the sealed text."""
    client.force_login(user)
    client.get(reverse("settings"))
    session = client.session
    session[mark] = int(time.time()) - seconds - 5
    session.save()
    page = client.post(reverse("settings"), {"name": "Kalimat yang panjang"})
    assert page.status_code == 403
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.content.decode())
    assert sealed
    return sealed[1]


@pytest.mark.parametrize(("mark", "seconds"), [(MARK, IDLE_SECONDS), (BEGUN, DAY_SECONDS)])
def test_same_person_finds_the_typed_text_again(
    client: Client, teacher: User, mark: str, seconds: int
) -> None:
    sealed = ended(client, teacher, mark, seconds)
    sent = {"sealed": sealed, "login": teacher.username, "password": SECRET}
    assert "Kalimat yang panjang" in client.post(reverse("resume"), sent).content.decode()


def test_another_person_never_sees_it(client: Client, teacher: User) -> None:
    sealed = ended(client, teacher, MARK, IDLE_SECONDS)
    client.force_login(appointed(Role.TEACHER))
    response = client.post(reverse("resume"), {"sealed": sealed})
    assert response.status_code == 302
    assert "Kalimat" not in response.content.decode()


def test_guessing_passwords_here_is_limited_like_at_the_front_door(
    client: Client, teacher: User
) -> None:
    sealed = ended(client, teacher, MARK, IDLE_SECONDS)
    sent = {"sealed": sealed, "login": teacher.username, "password": "salah"}
    for _number in range(40):
        client.post(reverse("resume"), sent)
    client.post(reverse("resume"), {**sent, "password": SECRET})
    assert "_auth_user_id" not in client.session
