"""Methods in plans and visits, what colleagues take over, and variety over terms."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from collaboration import variety
from collaboration.models import MethodExchange, PlanText, TaughtPlan
from portal.models import Notification
from portal.roles import Role
from supervision import methods
from supervision.models import Method, MethodSeen
from tests.factories import (
    ActivityFactory,
    ExchangeFactory,
    ForumFactory,
    MethodFactory,
    MethodSeenFactory,
    PlanFactory,
    PlanMethodFactory,
    SchoolFactory,
    SessionFactory,
    TurnFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db


def test_the_portals_vocabulary_loads_twice_without_harm():
    assert methods.load() == methods.load() == Method.objects.count()
    assert Method.objects.count() >= 25
    for method in Method.objects.all():
        assert {*method.name} == {*method.about} == {"id", "en"}
        assert method.about["id"].endswith(".")


def test_an_author_ticks_methods_and_colleagues_find_the_plan_by_them(as_user):
    plan, method = PlanFactory(scope="everyone"), MethodFactory()
    client = as_user(plan.authors.get())
    client.post(f"/modul/{plan.pk}/metode/", {"methods": [method.pk]})
    client.post(f"/modul/{plan.pk}/metode/", {"methods": [method.pk]})
    assert "tutor" in PlanText.objects.get(plan=plan).about.split()
    assert "Tutor sebaya" in client.get(f"/modul/{plan.pk}/").content.decode()
    client.post(f"/modul/{plan.pk}/metode/", {})
    assert not plan.plan_methods.exists()
    assert "tutor" not in PlanText.objects.get(plan=plan).about.split()


def test_a_reader_of_a_plan_does_not_tick_its_methods(as_user):
    plan = PlanFactory(scope="everyone")
    answer = as_user(appointed(Role.TEACHER)).post(f"/modul/{plan.pk}/metode/", {})
    assert answer.status_code == 403


def test_an_unknown_method_is_refused_beside_the_boxes(as_user):
    plan = PlanFactory()
    answer = as_user(plan.authors.get()).post(
        f"/modul/{plan.pk}/metode/", {"methods": ["tidak-ada", "\x00"]}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["methods"]


def test_the_observer_ticks_methods_and_nobody_sees_them_before_the_release(as_user):
    session = SessionFactory(state="prepared")
    method = MethodFactory()
    path = f"/supervisi/{session.pk}/metode/"
    client = as_user(session.observer)
    assert client.get(path).status_code == 200
    assert client.post(path, {"methods": [method.pk]}).status_code == 302
    assert "Tutor sebaya" in client.get(f"/supervisi/{session.pk}/periksa/").content.decode()
    assert as_user(session.teacher).get(path).status_code == 404
    assert as_user(session.teacher).get(f"{path}terlihat/").status_code == 404
    assert not MethodSeen.objects.visible_to(session.teacher).exists()
    session.state, session.released_at = "discussed", timezone.now()
    session.save()
    assert MethodSeen.objects.visible_to(session.teacher).count() == 1
    TurnFactory(session=session, author=session.teacher)
    client = as_user(session.teacher)
    for page in ("diskusi", "catatan", "cetak"):
        assert f"{path}terlihat/" in client.get(f"/supervisi/{session.pk}/{page}/").content.decode()
    assert "Tutor sebaya" in client.get(f"{path}terlihat/").content.decode()
    stranger = appointed(Role.TEACHER, school=session.school)
    assert as_user(stranger).get(f"{path}terlihat/").status_code == 404


def test_methods_stay_as_they_were_shared(as_user):
    session = SessionFactory(state="discussed")
    answer = as_user(session.observer).post(
        f"/supervisi/{session.pk}/metode/", {"methods": [MethodFactory().pk]}
    )
    assert answer.status_code == 403
    assert not MethodSeen.objects.exists()


def test_what_was_taken_over_is_written_once_and_the_lender_thanked(as_user):
    writer = appointed(Role.TEACHER)
    school = writer.appointments.get().school
    lender = appointed(Role.TEACHER, school=school)
    sent = {
        "form_id": str(uuid4()),
        "method": MethodFactory().pk,
        "lender": lender.pk,
        "grade": "4",
        "tried_on": timezone.localdate().strftime("%d/%m/%Y"),
        "happened": "Anak-anak saling menjelaskan.",
    }
    client = as_user(writer)
    for _time in range(2):
        answer = client.post("/metode/dicoba/baru/", sent)
        assert answer.status_code == 302
    row = MethodExchange.objects.get()
    assert Notification.objects.get(kind="method_borrowed").to == lender
    page = as_user(lender).get("/pemberitahuan/").content.decode()
    assert f"/metode/dicoba/{row.pk}/" in page
    assert as_user(lender).get(f"/metode/dicoba/{row.pk}/").status_code == 200
    assert "Anak-anak" in as_user(lender).get("/metode/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tried_on", "31/12/2099"),
        ("tried_on", "kemarin dulu"),
        ("happened", "  "),
        ("method", "tidak-ada"),
        ("lender", "999999"),
        ("grade", "7"),
    ],
)
def test_a_wrong_field_is_refused_and_the_words_stay(as_user, field, value):
    writer = appointed(Role.TEACHER)
    sent = {
        "method": MethodFactory().pk,
        "grade": "4",
        "tried_on": timezone.localdate().strftime("%d/%m/%Y"),
        "happened": "Kata-kata yang tidak boleh hilang",
        field: value,
    }
    answer = as_user(writer).post("/metode/dicoba/baru/", sent)
    assert answer.status_code == 200
    assert [*answer.context["form"].errors] == [field]
    if field != "happened":
        assert "Kata-kata yang tidak boleh hilang" in answer.content.decode()
    assert not MethodExchange.objects.exists()


def test_an_exchange_is_read_as_the_plan_it_hangs_on(as_user):
    plan = PlanFactory(scope="school")
    row = ExchangeFactory(plan=plan, school=SchoolFactory(), writer=appointed(Role.TEACHER))
    near = appointed(Role.TEACHER, school=plan.school)
    far = appointed(Role.TEACHER, school=row.school)
    assert as_user(near).get(f"/metode/dicoba/{row.pk}/").status_code == 200
    assert as_user(far).get(f"/metode/dicoba/{row.pk}/").status_code == 404
    log = f"/metode/dicoba/?modul={plan.pk}"
    assert log in as_user(near).get(f"/modul/{plan.pk}/").content.decode()
    assert row.happened in as_user(near).get(log).content.decode()
    assert row.happened not in as_user(far).get(log).content.decode()
    plan.scope = "me"
    plan.save()
    assert as_user(near).get(f"/metode/dicoba/{row.pk}/").status_code == 404
    assert as_user(row.writer).get(f"/metode/dicoba/{row.pk}/").status_code == 200


def test_an_exchange_stands_beside_its_activity(as_user):
    forum = ForumFactory()
    user = member(forum)
    activity = ActivityFactory(forum=forum, host=user)
    row = ExchangeFactory(activity=activity, writer=user)
    address = f"/metode/dicoba/?kegiatan={activity.pk}"
    assert address in as_user(user).get(f"/kegiatan/{activity.pk}/").content.decode()
    ExchangeFactory(writer=user)
    page = as_user(user).get(address)
    assert [*page.context["page"]] == [row]
    assert row.happened in page.content.decode()
    link = as_user(user).get(f"/metode/dicoba/baru/?kegiatan={activity.pk}")
    assert link.context["activity"] == activity


def test_a_foreign_plan_in_the_address_is_left_out(as_user):
    hidden = PlanFactory()
    answer = as_user(appointed(Role.TEACHER)).get(f"/metode/dicoba/baru/?modul={hidden.pk}")
    assert answer.context["plan"] is None
    assert hidden.title not in answer.content.decode()


def test_only_the_writer_changes_an_exchange(as_user):
    row = ExchangeFactory()
    colleague = appointed(Role.TEACHER, school=row.school)
    path = f"/metode/dicoba/{row.pk}/ubah/"
    assert as_user(colleague).get(path).status_code == 403
    sent = {
        "method": row.method_id,
        "grade": "5",
        "tried_on": row.tried_on.strftime("%d/%m/%Y"),
        "happened": "Sekarang lebih baik",
    }
    assert as_user(row.writer).post(path, sent).status_code == 302
    row.refresh_from_db()
    assert (row.grade, row.happened) == (5, "Sekarang lebih baik")


def lesson(teacher, method, **values):
    session = SessionFactory(
        teacher=teacher, school=teacher.appointments.get().school, state="closed", **values
    )
    MethodSeenFactory(session=session, method=method)
    return session


def test_own_variety_counts_lessons_once_from_visits_and_plans(as_user):
    teacher = appointed(Role.TEACHER)
    seen, planned = MethodFactory(), MethodFactory(key="jigsaw", name={"id": "Jigsaw"})
    session = lesson(teacher, seen)
    lesson(teacher, seen, term=session.term)
    plan = PlanFactory(author=teacher, school=session.school)
    PlanMethodFactory(plan=plan, method=planned)
    PlanMethodFactory(plan=plan, method=seen)
    TaughtPlan.objects.create(
        session=session,
        version=plan.versions.get(),
        attached_by=teacher,
        attached_at=timezone.now(),
    )
    MethodSeenFactory(
        session=SessionFactory(teacher=teacher, school=session.school, state="observed"),
        method=planned,
    )
    (term,) = variety.own(teacher)
    assert term.used == [("Tutor sebaya", 2), ("Jigsaw", 1)]
    assert term.of == 2
    assert sum(mark.is_used for mark in term.marks) == 2
    page = as_user(teacher).get("/metode/").content.decode()
    assert "Jigsaw" in page


@pytest.mark.parametrize(("teachers", "shown"), [(4, False), (5, True)])
def test_a_schools_variety_is_silent_below_five_teachers(as_user, teachers, shown):
    school, method = SchoolFactory(), MethodFactory()
    people = [appointed(Role.TEACHER, school=school) for _number in range(teachers)]
    first = lesson(people[0], method)
    for teacher in people[1:]:
        lesson(teacher, method, term=first.term)
    answer = as_user(people[0]).get(f"/metode/sekolah/{school.npsn}/")
    page = answer.content.decode()
    assert [row.used for row in answer.context["terms"]] == [[(str(method), 5)]] * shown
    assert answer.context["hidden"] == (not shown)
    assert people[1].name not in page


def test_another_schools_variety_is_not_found(as_user):
    school = SchoolFactory()
    answer = as_user(appointed(Role.TEACHER)).get(f"/metode/sekolah/{school.npsn}/")
    assert answer.status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_pages_of_methods_cost_the_same_for_any_number_of_rows(
    as_user, django_assert_num_queries, rows
):
    teacher = appointed(Role.TEACHER)
    school = teacher.appointments.get().school
    first = lesson(teacher, MethodFactory())
    for number in range(rows):
        lesson(teacher, MethodFactory(key=f"cara-{number}"), term=first.term)
        ExchangeFactory(writer=teacher, school=school, tried_on=dt.date(2026, 1, 1))
    client = as_user(teacher)
    for path, queries in (
        ("/metode/", 12),
        ("/metode/daftar/", 4),
        ("/metode/dicoba/", 6),
        (f"/metode/sekolah/{school.npsn}/", 9),
    ):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
