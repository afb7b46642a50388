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
from tests.conftest import BACKEND
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


def gone(user: User, **headers: str) -> tuple[Client, str]:
    """A browser in which ``user`` has signed out beside an open form; with the form's token."""
    client = Client(enforce_csrf_checks=True, headers=headers)
    client.force_login(user, backend=BACKEND)
    page = client.get("/modul/baru/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    del client.cookies["sessionid"]
    return client, token[1]


def test_words_sent_without_any_session_come_back_to_their_writer(teacher: User) -> None:
    client, token = gone(teacher)
    key = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
    sent = {"csrfmiddlewaretoken": token, "title": "Kalimat yang panjang", "form_id": key}
    ended = client.post("/modul/baru/?asal=1", sent)
    page = ended.content.decode()
    assert ended.status_code == 403
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    token_now = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert sealed
    assert token_now
    fields = {"csrfmiddlewaretoken": token_now[1], "sealed": sealed[1]}
    other = appointed(Role.TEACHER)
    other.set_password(SECRET)
    other.save()
    for person, seen in ((other, False), (teacher, True)):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies["csrftoken"] = client.cookies["csrftoken"].value
        answer = browser.post(
            reverse("resume"), fields | {"login": person.username, "password": SECRET}
        )
        assert ("Kalimat yang panjang" in answer.content.decode()) is seen
    assert 'action="/modul/baru/?asal=1"' in answer.content.decode()
    assert f'<p class="words">{key}' not in answer.content.decode()


def test_a_form_of_before_another_person_signed_in_is_never_kept_for_her(teacher: User) -> None:
    client, token = gone(teacher)
    other = appointed(Role.TEACHER)
    other.set_password(SECRET)
    other.save()
    page = client.get(reverse("sign-in")).content.decode()
    fresh = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert fresh
    credentials = {"login": other.username, "password": SECRET, "csrfmiddlewaretoken": fresh[1]}
    assert client.post(reverse("sign-in"), credentials).status_code == 302
    del client.cookies["sessionid"]
    answer = client.post(
        "/modul/baru/", {"csrfmiddlewaretoken": token, "title": "Kalimat yang panjang"}
    )
    assert answer.status_code == 403
    assert "Kalimat" not in answer.content.decode()
    assert 'name="sealed"' not in answer.content.decode()


def test_a_browser_that_knows_no_writer_is_led_to_the_sign_in(teacher: User) -> None:
    client, token = gone(teacher)
    client.cookies["writer"] = f"{teacher.pk}:forged"
    sent = {"csrfmiddlewaretoken": token, "title": "Kalimat yang panjang"}
    assert client.post("/modul/baru/", sent).headers["Location"].startswith("/masuk/")


def test_an_address_that_is_only_pressed_leads_a_reader_to_its_page(
    client: Client, teacher: User
) -> None:
    client.force_login(teacher)
    key, html = "6f9619ff-8b86-d011-b42d-00cf4fc964ff", {"accept": "text/html,*/*"}
    for pressed, page in (
        (f"/jejak/{key}/setujui/", f"/jejak/{key}/"),
        (reverse("resume"), "/masuk/"),
    ):
        assert client.get(pressed, headers=html).headers["Location"] == page
        assert client.get(pressed).status_code == 405
