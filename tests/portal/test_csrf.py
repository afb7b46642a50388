import pytest
from django.test import Client

from portal.roles import Role
from tests.conftest import BACKEND
from tests.factories import SchoolFactory, appointed

pytestmark = pytest.mark.django_db
WORDS = "Murid berani bertanya sejak awal"


@pytest.fixture
def strict() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(appointed(Role.TEACHER, school=SchoolFactory()), backend=BACKEND)
    return client


def test_a_changed_token_keeps_the_text_and_asks_once_more(strict):
    answer = strict.post("/modul/baru/", {"title": WORDS, "csrfmiddlewaretoken": "x" * 32})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert WORDS in page
    assert "Kirim yang sudah" in page


def test_what_another_site_sends_is_refused_without_an_offer(strict):
    answer = strict.post("/modul/baru/", {"title": WORDS}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()
