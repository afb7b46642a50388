"""A person says whether her records may be used in research, and which of her texts."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from portal.models import AuditEvent, QuoteConsent, ResearchConsent
from portal.research.actions import consent
from portal.research.wordings import CURRENT, wording
from portal.roles import Role
from tests.factories import (
    ExchangeFactory,
    ResearchConsentFactory,
    SchoolFactory,
    SessionFactory,
    TurnFactory,
    UserFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
PAGE, TEXTS = "/penelitian/", "/penelitian/teks/"


def answers(user):
    rows = ResearchConsent.objects.filter(user=user).order_by("number")
    return [(row.number, row.given, row.wording) for row in rows]


def test_permission_is_asked_given_once_withdrawn_and_kept_as_a_history(as_user):
    teacher = appointed()
    client, first = as_user(teacher), str(uuid.uuid4())
    page = client.get(PAGE).content.decode()
    for title, text in wording().parts:
        assert title in page
        assert text in page
    assert answers(teacher) == []
    for _twice in range(2):
        client.post(PAGE, {"answer": "give", "form_id": first})
    client.post(PAGE, {"answer": "give"})
    assert answers(teacher) == [(1, True, CURRENT)]
    for _twice in range(2):
        client.post(PAGE, {"answer": "withdraw"})
    client.post(PAGE, {"answer": "give", "form_id": first})  # the Back key: an old form
    assert answers(teacher) == [(1, True, CURRENT), (2, False, CURRENT)]
    assert consent.standing(teacher) is None
    said = AuditEvent.objects.filter(actor=teacher, act__startswith="research_consent")
    assert sorted(said.values_list("act", flat=True)) == [
        "research_consent_give",
        "research_consent_withdraw",
    ]
    assert "pernyataan, versi 1" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"answer": "mungkin"}).status_code == 302
    assert len(answers(teacher)) == 2


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.SUPERVISOR, Role.OFFICER, Role.OPERATOR])
def test_nobody_above_sees_an_answer(role):
    school = SchoolFactory()
    row = ResearchConsentFactory(user=appointed(school=school))
    at = {"school": school} if role == Role.PRINCIPAL else {"region": school.subdistrict}
    above = appointed(role, **at)
    assert list(ResearchConsent.objects.visible_to(above)) == []
    assert list(ResearchConsent.objects.visible_to(row.user)) == [row]


def test_who_has_left_may_withdraw_but_not_give(as_user):
    left = ResearchConsentFactory(user=UserFactory()).user
    client = as_user(left)
    assert client.post(PAGE, {"answer": "withdraw"}).status_code == 302
    assert client.post(PAGE, {"answer": "give"}).status_code == 403
    assert answers(left) == [(1, True, 1), (2, False, 1)]


def test_a_permission_ends_after_two_years_or_with_a_new_statement():
    now = timezone.now()
    old = ResearchConsentFactory(at=now - dt.timedelta(days=731))
    fresh = ResearchConsentFactory(at=now - dt.timedelta(days=729))
    counts = ResearchConsent.objects.that_count(now, CURRENT)
    assert list(counts) == [fresh]
    assert not ResearchConsent.objects.that_count(now, CURRENT + 1).exists()
    consent.say(uuid.uuid4(), by=old.user, given=True)
    assert set(ResearchConsent.objects.that_count(timezone.now(), CURRENT)) == {
        fresh,
        ResearchConsent.objects.get(user=old.user, number=2),
    }


def test_each_text_of_ones_own_is_permitted_apart_and_only_as_it_stands(as_user):
    session = SessionFactory(state="closed")
    teacher, head = session.teacher, principal_of(session.school)
    mine = TurnFactory(session=session, author=teacher, text="Kelas lebih tenang sekarang.")
    theirs = TurnFactory(session=session, author=session.observer, text="Saya melihat diskusi.")
    client = as_user(teacher)
    page = client.get(TEXTS).content.decode()
    assert mine.text in page
    assert theirs.text not in page
    form = {"answer": "give", "form_id": str(uuid.uuid4())}
    for _twice in range(2):
        client.post(f"{TEXTS}turn/{mine.pk}/", form)
    assert client.post(f"{TEXTS}turn/{theirs.pk}/", form).status_code == 404
    assert client.post(f"{TEXTS}lain/{mine.pk}/", form).status_code == 404
    (row,) = QuoteConsent.objects.all()
    assert (row.key, row.given, row.user) == (f"turn:{mine.pk}", True, teacher)
    assert not QuoteConsent.objects.visible_to(head).exists()
    assert "Boleh dikutip" in client.get(TEXTS).content.decode()
    type(mine).objects.filter(pk=mine.pk).update(text="Kelas lebih tenang, tetapi belum semua.")
    assert "Berubah sejak Anda izinkan" in client.get(TEXTS).content.decode()
    client.post(f"{TEXTS}turn/{mine.pk}/", {"answer": "give"})
    client.post(f"{TEXTS}turn/{mine.pk}/", {"answer": "withdraw"})
    assert [row.given for row in QuoteConsent.objects.order_by("number")] == [True, True, False]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_pages_cost_the_same_for_any_number_of_rows(as_user, rows, django_assert_num_queries):
    teacher = appointed()
    school = teacher.appointments.get().school
    for number in range(1, rows + 1):
        ResearchConsentFactory(user=teacher, number=number)
        ExchangeFactory(writer=teacher, school=school, happened=f"Cara {number} dicoba.")
    client = as_user(teacher)
    with django_assert_num_queries(7):  # session, user, appointments, answer, right, 2 history
        client.get(PAGE)
    with django_assert_num_queries(7):  # session, user, appointments, 2 texts, words, answer
        page = client.get(f"{TEXTS}?jenis=exchange")
    assert len(page.context["texts"]) == rows
