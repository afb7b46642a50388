"""The impact page of an activity: what stands beside its numbers, and for whom."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from collaboration import estimates
from collaboration.models import Activity, PlanVersion
from portal.roles import Role
from tests.collaboration.test_effects import MET, Place, page
from tests.factories import (
    IntentionFactory,
    PlanFactory,
    PlanVersionFactory,
    TrialFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db


def test_words_plans_and_open_ends_stand_beside_the_numbers_for_those_who_may_read(as_user):
    place = Place()
    activity, came = place.activity, place.came[0][0]
    plan, old = PlanFactory(), PlanFactory(title="Belum disentuh")
    for row in (plan, old):
        row.scope = "forum"
        row.forum = place.forum
        row.save()
        activity.plans.add(row)
    days = [MET + dt.timedelta(days=day) for day in (-9, 12)]
    PlanVersion.objects.filter(plan__in=(plan, old)).update(made_at=days[0])
    PlanVersionFactory(plan=plan, author=came, number=9, made_at=days[1])
    trial = {"activity": activity, "user": came}
    TrialFactory(**trial, outcome="Murid mulai bertanya sendiri.", answered_at=days[1])
    IntentionFactory(activity=activity, teacher=came, written_by=came, intention="Kartu keluar")
    text = page(as_user(place.others[0][0]), activity)
    assert "<q>Murid mulai bertanya sendiri.</q>" in text
    assert came.name not in text
    assert "Kartu keluar" not in text
    text = page(as_user(came), activity)
    assert "1 versi baru sejak kegiatan" in text
    assert text.count("belum berubah sejak kegiatan") == 1
    assert "Kartu keluar" in text
    assert "data-print" in text
    officer = appointed(Role.OFFICER, region=place.came[0][1].subdistrict)
    text = page(as_user(officer), activity)
    assert "Murid mulai bertanya" not in text
    assert "Kartu keluar" not in text


def test_an_activity_of_one_school_is_told_that_it_can_conclude_nothing(as_user):
    place = Place(schools=1)
    school = place.came[0][1]
    Activity.objects.filter(pk=place.activity.pk).update(forum=None, school=school)
    place.moves(random.Random(7), 1)
    estimates.rebuild()
    text = page(as_user(principal_of(school)), place.activity)
    assert "Tidak bisa disimpulkan: guru dari satu sekolah" in text
    assert "dua sekolah atau lebih" not in text
