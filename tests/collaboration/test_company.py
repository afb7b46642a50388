import datetime as dt
import uuid

import pytest
import time_machine

from collaboration import company
from collaboration.models import FreeHour, Nudge, Offer
from portal.models import Term
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ForumFactory,
    InstrumentFactory,
    OfferFactory,
    PlanFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    WishFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
THEN = dt.datetime(2026, 3, 10, 3, 0, tzinfo=dt.UTC)  # in the closed term
INVITED = "belum tercatat modul bersama"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school():
    TermFactory()
    year = {"year__starts_on": dt.date(2025, 7, 14), "year__ends_on": dt.date(2026, 6, 27)}
    TermFactory(starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 6, 27), number=2, **year)
    return SchoolFactory()


def alone(user, school):
    term = company.beside(company.closed(NOW.date()), user, school).first()
    assert term.starts_on == dt.date(2026, 1, 5)
    return term.alone


def met(user, at=THEN, **more):
    activity = ActivityFactory(forum=None, school=SchoolFactory(), starts_at=at, **more)
    AttendanceFactory(activity=activity, user=user, came=True)


def found(user, school):
    return company.company(user, school, NOW.date())


def test_a_term_without_anything_together_is_seen_by_her_alone(school, as_user):
    teacher = appointed(Role.TEACHER, school=school)
    assert alone(teacher, school)
    client = as_user(teacher)
    page = client.get("/").content.decode()
    assert INVITED in page
    assert page.count("btn-primary") == 1
    client.post("/ajakan/nanti/")
    client.post("/ajakan/nanti/")
    assert Nudge.objects.count() == 1
    assert INVITED not in client.get("/").content.decode()
    assert INVITED not in as_user(principal_of(school)).get("/").content.decode()


@pytest.mark.parametrize("what", ["meeting", "plan", "visit as teacher", "visit as observer"])
def test_a_meeting_a_joint_plan_or_a_visit_is_enough(school, what):
    teacher = appointed(Role.TEACHER, school=school)
    if what == "meeting":
        met(teacher)
    elif what == "plan":
        plan = PlanFactory(school=school, author=teacher)
        plan.authorships.update(since=THEN)
        assert alone(teacher, school)  # written by herself
        other = appointed(Role.TEACHER, school=school)
        plan.authorships.create(user=other, since=THEN)
    else:
        side = what.rsplit(" ", maxsplit=1)[-1]
        SessionFactory(school=school, state="closed", planned_on=THEN.date(), **{side: teacher})
    assert not alone(teacher, school)


def test_other_terms_and_cancelled_meetings_do_not_count(school):
    teacher = appointed(Role.TEACHER, school=school)
    met(teacher, at=NOW - dt.timedelta(days=3))
    met(teacher, cancelled_at=NOW)
    assert alone(teacher, school)


def test_who_came_during_the_term_is_not_invited(school):
    teacher = appointed(Role.TEACHER, school=school)
    teacher.appointments.update(began_on=dt.date(2026, 2, 1))
    assert not alone(teacher, school)


def test_a_colleague_who_offers_what_she_asks_for_stands_first_and_no_rating_is_read(
    school, as_user
):
    teacher = appointed(Role.TEACHER, school=school)
    item = InstrumentFactory(aspect="teaching").indicators.first()
    wish = WishFactory(teacher=teacher, school=school)
    wish.indicators.add(item)
    skilled = appointed(Role.TEACHER, school=school, name="Aisyah")
    session = SessionFactory(school=school, teacher=skilled, state="closed")
    RatingFactory(session=session, indicator=item, level=4)
    OfferFactory(school=school, sentence="Saya bisa membantu hal lain")
    helps = OfferFactory(school=school, indicators=[item], sentence="Saya bisa membantu bertanya")
    first, second = found(teacher, school).fits
    assert (first.offer, first.shared) == (helps, [item.name])
    assert second.offer != helps
    page = as_user(teacher).get("/ajakan/").content.decode()
    assert "Saya bisa membantu bertanya" in page
    assert "Aisyah" not in page


def test_without_an_offer_a_coming_activity_fits(school):
    forum = ForumFactory(cluster=school.cluster)
    teacher = member(forum, appointed(Role.TEACHER, school=school))
    activity = ActivityFactory(forum=forum, starts_at=NOW + dt.timedelta(days=5))
    AttendanceFactory(activity=activity, user=teacher, came=False)
    assert [fit.activity for fit in found(teacher, school).fits] == [activity]


def free(user, *cells):
    for weekday, part in cells:
        FreeHour.objects.create(user=user, weekday=weekday, part=part)


def test_a_coming_activity_in_an_hour_of_her_own_stands_first(school, as_user):
    forum = ForumFactory(cluster=school.cluster)
    teacher = member(forum, appointed(Role.TEACHER, school=school))
    morning = dt.datetime(2026, 11, 26, 1, 0, tzinfo=dt.UTC)  # Thursday, 08.00 WIB
    for title, at in (("Pagi", morning), ("Siang", morning + dt.timedelta(hours=6, days=1))):
        activity = ActivityFactory(forum=forum, starts_at=at, title=title)
        AttendanceFactory(activity=activity, user=teacher, came=False)
    titles = [fit.activity.title for fit in found(teacher, school).fits]
    assert titles == ["Pagi", "Siang"]
    free(teacher, (4, "afternoon"))
    titles = [fit.activity.title for fit in found(teacher, school).fits]
    assert titles == ["Siang", "Pagi"]
    page = as_user(teacher).get("/ajakan/").content.decode()
    assert page.count("pada jam yang Anda tandai luang") == 1
    assert page.count('name="answer" value="coming">Saya ikut') == 2


def test_hours_of_colleagues_are_told_pooled_and_move_no_colleague(school, as_user):
    forum = ForumFactory(cluster=school.cluster)
    teacher = member(forum, appointed(Role.TEACHER, school=school))
    cells = {(2, "afternoon"), (3, "noon")}
    free(teacher, *cells)
    names = ("Aisyah", "Budi", "Citra", "Dewi", "Eko")
    others = [member(forum, appointed(Role.TEACHER, school=school, name=name)) for name in names]
    for user in others:
        OfferFactory(user=user, school=school)

    def seen():
        company_now = found(teacher, school)
        return [fit.offer.user.name for fit in company_now.fits], company_now.hour

    free(others[4], (2, "afternoon"))  # she alone could come: nothing tells it
    assert seen() == (["Aisyah", "Budi"], None)
    for user in others[:4]:
        free(user, (0, "morning"))  # five have marked, one is free when she is
    assert seen() == (["Aisyah", "Budi"], None)
    free(others[3], (2, "afternoon"))
    order, hour = seen()
    assert order == ["Aisyah", "Budi"]
    assert (hour.weekday, hour.part, len(hour.people)) == (2, "afternoon", 5)
    page = as_user(teacher).get("/ajakan/").content.decode()
    assert "2 dari 5 orang yang menandai jamnya luang" in page
    for user in others[:3]:
        free(user, (2, "afternoon"))  # all of them look like all but one
    page = as_user(teacher).get("/ajakan/").content.decode()
    assert "Hampir semua yang menandai jamnya luang." in page


@pytest.mark.parametrize("rows", [1, 5])
def test_the_invitation_costs_the_same_for_any_number_of_fits(
    school, as_user, django_assert_num_queries, rows
):
    forum = ForumFactory(cluster=school.cluster)
    teacher = member(forum, appointed(Role.TEACHER, school=school))
    free(teacher, (4, "afternoon"))
    item = InstrumentFactory(aspect="teaching").indicators.first()
    for _number in range(rows):
        activity = ActivityFactory(forum=forum, starts_at=NOW + dt.timedelta(days=5))
        AttendanceFactory(activity=activity, user=teacher, came=False)
        OfferFactory(school=school, indicators=[item])
    client = as_user(teacher)
    with django_assert_num_queries(12):
        assert client.get("/ajakan/").status_code == 200


def counted(school):
    return company.alone_at(school, Term.objects.get(number=2))


def test_the_principal_sees_how_many_only_in_a_group_that_is_large_enough(school, as_user):
    people = [appointed(Role.TEACHER, school=school) for _ in range(4)]
    assert counted(school) is None
    people.append(appointed(Role.TEACHER, school=school))
    told = [counted(school).number]
    for user in people:
        met(user)
        told.append(counted(school).number)
    assert told == [None, None, 3, 2, None, None]  # five, four, three, two, one, nobody
    page = as_user(principal_of(school)).get("/tawaran/").content.decode()
    assert "agar orang tidak bisa ditebak" in page


def offered(**more):
    return {"form_id": str(uuid.uuid4()), "sentence": "Saya bisa membantu bertanya", **more}


def test_an_offer_is_written_changed_and_taken_back(school, as_user):
    item = InstrumentFactory(aspect="teaching").indicators.first()
    teacher = appointed(Role.TEACHER, school=school)
    client, form = as_user(teacher), offered(grade="4", indicators=[item.pk])
    assert client.post("/tawaran/saya/", form).url == "/tawaran/"
    assert client.post("/tawaran/saya/", form).url == "/tawaran/"
    client.post("/tawaran/saya/", offered(sentence="Saya bisa membantu rubrik"))
    row = Offer.objects.get()
    assert (row.user, row.school, row.sentence) == (teacher, school, "Saya bisa membantu rubrik")
    colleague = as_user(appointed(Role.TEACHER, school=school))
    assert "Saya bisa membantu rubrik" in colleague.get("/tawaran/").content.decode()
    assert colleague.post(f"/tawaran/{row.pk}/tarik/").status_code == 403
    far = as_user(appointed(Role.TEACHER))
    assert "Saya bisa membantu rubrik" not in far.get("/tawaran/").content.decode()
    assert far.post(f"/tawaran/{row.pk}/tarik/").status_code == 404
    client.post(f"/tawaran/{row.pk}/tarik/")
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"sentence": " "}, {"grade": "9"}, {"indicators": ["x"]}, {"indicators": ["9" * 30]}]
)
def test_a_refused_offer_keeps_what_was_typed(school, as_user, wrong):
    client = as_user(appointed(Role.TEACHER, school=school))
    answer = client.post("/tawaran/saya/", offered(**wrong))
    assert answer.status_code == 200
    assert "Ada yang perlu dilengkapi" in answer.content.decode()
    assert not Offer.objects.exists()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_for_any_number_of_offers(
    school, as_user, django_assert_num_queries, rows
):
    item = InstrumentFactory(aspect="teaching").indicators.first()
    for _number in range(rows):
        OfferFactory(school=school, indicators=[item])
    client = as_user(appointed(Role.TEACHER, school=school))
    # Queries: session, user, appointments, number of rows, rows, their indicators, one's own,
    # where one may offer.
    with django_assert_num_queries(8):
        response = client.get("/tawaran/")
    assert len(response.context["page"]) == rows
