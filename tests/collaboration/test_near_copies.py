"""Whoever writes what another plan says is asked about the source; nobody else is."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from collaboration.models import OtherSource, PlanVersion
from collaboration.plans import likeness, near_copies
from collaboration.plans import texts as plan_texts
from portal.roles import Role
from tests.factories import PlanFactory, SchoolFactory, appointed

ASK = "Banyak bagian modul ini"
WORDS = [f"kata{number}" for number in range(400)]


def text(seed: int, length: int = 120) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def plan_of(words: str, *, days: int = 0, **values):
    plan = PlanFactory(made_at=timezone.now() - dt.timedelta(days=days), **values)
    PlanVersion.objects.filter(plan=plan).update(sections={"steps": words})
    plan_texts.keep(plan)
    return plan


@given(st.integers(0, 10_000), st.integers(0, 40))
def test_the_estimate_lies_near_the_share_of_runs_in_common(seed, changed):
    first = text(seed, 200).split()
    second = [*first[changed * 5 :], *text(seed + 1, changed * 5).split()]
    left, right = (
        {tuple(words[at : at + likeness.RUN]) for at in range(len(words) - likeness.RUN + 1)}
        for words in (first, second)
    )
    exact = len(left & right) / len(left | right)
    found = likeness.alike(likeness.signature(first), likeness.signature(second))
    assert abs(found - exact) < 0.35  # five standard errors of 48 numbers


def test_equal_texts_are_alike_and_short_ones_say_nothing():
    words = text(1).split()
    assert likeness.alike(likeness.signature(words), likeness.signature(words)) == 1.0
    assert likeness.signature(words[:20]) == ()
    assert likeness.alike((), likeness.signature(words)) == 0.0
    assert max(likeness.bands(likeness.signature(words))) < 2**63


@pytest.fixture
def pair(db):
    """An older plan, opened to everyone, and a younger one that says nearly the same."""
    older = plan_of(text(1), days=9, scope="everyone", title="Yang lebih dulu")
    younger = plan_of(text(1) + " dan sedikit tambahan", school=SchoolFactory())
    return older, younger


def test_the_author_alone_is_asked(as_user, pair):
    older, younger = pair
    younger.scope = "everyone"
    younger.save()
    author = younger.authors.get()
    page = as_user(author).get(f"/modul/{younger.pk}/bagikan/").content.decode()
    assert ASK in page
    assert older.title in page
    reader = as_user(appointed(Role.TEACHER))
    assert ASK not in reader.get(f"/modul/{younger.pk}/").content.decode()
    other = as_user(older.authors.get())
    assert ASK not in other.get(f"/modul/{older.pk}/bagikan/").content.decode()


def test_a_plan_she_may_not_read_is_never_mentioned(as_user, pair):
    older, younger = pair
    older.scope = "me"
    older.save()
    author = younger.authors.get()
    page = as_user(author).get(f"/modul/{younger.pk}/bagikan/").content.decode()
    assert ASK not in page
    assert older.title not in page
    answer = as_user(author).post(f"/modul/{younger.pk}/sumber/", {"sumber": str(older.pk)})
    assert answer.status_code == 404


def test_one_tap_names_the_source(as_user, pair):
    older, younger = pair
    client = as_user(younger.authors.get())
    for _time in range(2):
        client.post(f"/modul/{younger.pk}/sumber/", {"sumber": str(older.pk)})
    younger.refresh_from_db()
    assert younger.adapted_from.plan == older
    assert ASK not in client.get(f"/modul/{younger.pk}/bagikan/").content.decode()


def test_a_no_is_remembered(as_user, pair):
    older, younger = pair
    client = as_user(younger.authors.get())
    sent = {"sumber": str(older.pk), "jawab": "bukan"}
    for _time in range(2):
        client.post(f"/modul/{younger.pk}/sumber/", sent)
    assert OtherSource.objects.count() == 1
    younger.refresh_from_db()
    assert younger.adapted_from is None
    assert ASK not in client.get(f"/modul/{younger.pk}/bagikan/").content.decode()


def test_a_plan_does_not_come_from_its_own_copy(as_user, pair):
    older, younger = pair
    younger.adapted_from = older.versions.get()
    younger.scope = "everyone"
    younger.save()
    client = as_user(older.authors.get())
    answer = client.post(f"/modul/{older.pk}/sumber/", {"sumber": str(younger.pk)}, follow=True)
    older.refresh_from_db()
    assert older.adapted_from is None
    assert "justru berasal dari yang ini" in answer.content.decode()


@pytest.mark.parametrize("odd", ["", "x", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_an_odd_source_is_not_found(as_user, pair, odd):
    _older, younger = pair
    answer = as_user(younger.authors.get()).post(f"/modul/{younger.pk}/sumber/", {"sumber": odd})
    assert answer.status_code == 404


def test_other_texts_are_not_pointed_out(pair):
    _older, younger = pair
    PlanVersion.objects.filter(plan=younger).update(sections={"steps": text(2)})
    plan_texts.keep(younger)
    assert near_copies.likely_source(younger, younger.authors.get()) is None


def test_the_question_costs_the_same_for_any_number_of_likely_plans(
    pair, django_assert_num_queries
):
    older, younger = pair
    for number in range(4):
        plan_of(text(1), days=20 + number, scope="everyone")
    author = younger.authors.get()
    assert author.scope
    with django_assert_num_queries(3):
        assert near_copies.likely_source(younger, author) == older
