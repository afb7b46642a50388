import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from collaboration.models import Activity, ForumProgramme, PlannedLine
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ClusterFactory,
    ForumFactory,
    ForumProgrammeFactory,
    HolidayFactory,
    InstrumentFactory,
    PlannedLineFactory,
    RatingFactory,
    SchoolFactory,
    SchoolYearFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db


def running():
    """A school year from two months ago to nine months ahead, however the calendar stands."""
    today = timezone.localdate()
    return SchoolYearFactory(
        starts_on=today - dt.timedelta(days=60), ends_on=today + dt.timedelta(days=280)
    )


@pytest.fixture
def kkg():
    """A KKG whose chair serves at no school; a meeting last year that comes again next month."""
    forum = ForumFactory(cluster=ClusterFactory())
    chair = appointed(Role.CHAIR, cluster=forum.cluster)
    ahead = timezone.now() + dt.timedelta(days=40)
    ActivityFactory(
        forum=forum,
        title="Asesmen awal yang ringan",
        starts_at=ahead.replace(year=ahead.year - 1, day=9),
        aspects=("evaluation",),
    )
    return forum, chair


def weak(forum, year):
    """Five members seen low on one indicator of a standard form half a year ago."""
    term = TermFactory(year=year)
    form = InstrumentFactory(aspect="teaching", items=1)
    item = form.indicators.get()
    for _each in range(5):
        user = member(forum)
        session = SessionFactory(
            teacher=user,
            school=user.appointments.get().school,
            state="closed",
            term=term,
            instruments=[form],
            planned_on=timezone.localdate() - dt.timedelta(days=150),
        )
        RatingFactory(session=session, indicator=item, rater="observer", level=1)
    return item


def at(forum, more=""):
    return f"/kkg/{forum.pk}/program/{more}"


def test_the_first_proposal_comes_from_last_year_and_from_needs_without_a_name(as_user, kkg):
    forum, chair = kkg
    year = running()
    item = weak(forum, year)
    client = as_user(chair)
    empty = client.get(at(forum)).content.decode()
    assert "Susun usulan pertama" in empty
    assert empty.count("btn-primary") == 1
    for _again in range(2):
        assert client.post(at(forum, "susun/")).status_code == 302
    programme = ForumProgramme.objects.get(forum=forum, year=year)
    last, need = programme.lines.order_by("source")
    assert (last.topic, last.aspect, last.taken) == ("Asesmen awal yang ringan", "evaluation", None)
    assert last.earlier == Activity.objects.get()
    assert last.month == (timezone.localdate() + dt.timedelta(days=40)).replace(day=1)
    assert (need.topic, need.indicator, need.group) == (item.name, item, 5)
    page = client.get(at(forum)).content.decode()
    assert "Dari kegiatan tahun lalu" in page
    assert "Dari kebutuhan bersama" in page
    for row in forum.memberships.select_related("user"):
        assert row.user.name not in page


def test_a_planned_line_becomes_a_meeting_and_shows_what_became_of_it(as_user, kkg):
    forum, chair = kkg
    month = (timezone.localdate() + dt.timedelta(days=32)).replace(day=1)
    host = SchoolFactory(name="SDN Ampel", cluster=forum.cluster)
    programme = ForumProgrammeFactory(forum=forum, year=running())
    line = PlannedLineFactory(
        programme=programme,
        month=month,
        topic="Kartu tanya",
        aspect="teaching",
        host=host,
        taken=None,
    )
    client, own = as_user(chair), at(forum, f"{line.pk}/pilih/")
    assert "Undang untuk ini" not in client.get(at(forum)).content.decode()
    client.post(own, {"act": "take"})
    page = client.get(at(forum)).content.decode()
    call = f"/kkg/{forum.pk}/undang/?jenis=meeting&rencana={line.pk}"
    assert call.replace("&", "&amp;") in page
    form = client.get(call).context["form"]
    assert form["title"].value() == "Kartu tanya"
    assert (form["place"].value(), form["aspects"].value()) == ("SDN Ampel", ["teaching"])
    day = form["day"].initial or form.initial["day"]
    assert (day.year, day.month) == (month.year, month.month)
    sent = {
        "kind": "meeting",
        "form_id": str(uuid.uuid4()),
        "rencana": str(line.pk),
        "title": "Kartu tanya",
        "day": f"{day:%d/%m/%Y}",
        "time": "13.00",
        "minutes": "120",
        "aspects": ["teaching"],
    }
    for _again in range(2):
        assert client.post(f"/kkg/{forum.pk}/undang/", sent).status_code == 302
    line.refresh_from_db()
    activity = line.activity
    assert activity.title == "Kartu tanya"
    counted = client.get(at(forum)).context["counts"]
    assert [(row.state, row.lines) for row in counted] == [("called", 1)]
    listed = client.get(at(forum), {"status": "called"}).content.decode()
    assert f"/kegiatan/{activity.pk}/" in listed
    for act in ("leave", "later"):
        client.post(own, {"act": act})
    assert PlannedLine.objects.get().month == month
    Activity.objects.filter(pk=activity.pk).update(starts_at=timezone.now() - dt.timedelta(days=1))
    assert "terlaksana" in client.get(at(forum)).content.decode()
    Activity.objects.filter(pk=activity.pk).update(cancelled_at=timezone.now())
    assert call.replace("&", "&amp;") in client.get(at(forum)).content.decode()
    again = client.post(f"/kkg/{forum.pk}/undang/", sent | {"form_id": str(uuid.uuid4())})
    assert again.status_code == 302
    assert PlannedLine.objects.get().activity != activity


def test_lines_are_added_changed_moved_left_out_and_removed(as_user, kkg):
    forum, chair = kkg
    year, client = running(), as_user(chair)
    client.post(at(forum, "susun/"))
    PlannedLine.objects.all().delete()
    month = (timezone.localdate() + dt.timedelta(days=32)).replace(day=1)
    sent = {"form_id": str(uuid.uuid4()), "month": month.isoformat(), "kind": "workshop"}
    refused = client.post(at(forum, "baris/"), sent | {"note": "Bawa laptop"})
    assert "Bawa laptop" in refused.content.decode()
    for _again in range(2):
        done = client.post(at(forum, "baris/"), sent | {"topic": "Membuat soal"})
        assert done.status_code == 302
    line = PlannedLine.objects.get()
    assert (line.programme.year, line.taken, line.source) == (year, True, "added")
    own = at(forum, f"{line.pk}/")
    client.post(f"{own}ubah/", sent | {"topic": "Membuat soal cerita", "kind": "meeting"})
    client.post(f"{own}pilih/", {"act": "later"})
    client.post(f"{own}pilih/", {"act": "leave"})
    line.refresh_from_db()
    later = (month + dt.timedelta(days=31)).replace(day=1)
    assert (line.topic, line.kind, line.month, line.taken) == (
        "Membuat soal cerita",
        "meeting",
        later,
        False,
    )
    for _more in range(14):
        client.post(f"{own}pilih/", {"act": "later"})
    line.refresh_from_db()
    assert line.month == year.ends_on.replace(day=1)
    assert client.get(f"{own}hapus/").status_code == 200
    assert PlannedLine.objects.count() == 1
    client.post(f"{own}hapus/")
    assert not PlannedLine.objects.exists()


def test_two_officers_who_change_a_line_at_once_lose_nothing(as_user, kkg):
    forum, chair = kkg
    programme = ForumProgrammeFactory(forum=forum, year=running())
    line = PlannedLineFactory(programme=programme, topic="Kartu tanya", note="")
    own, client = at(forum, f"{line.pk}/ubah/"), as_user(chair)
    base = re.search('name="base" value="([^"]+)"', client.get(own).content.decode())[1]
    sent = {"month": line.month.isoformat(), "kind": line.kind, "topic": line.topic, "base": base}

    client.post(own, sent | {"note": "Bawa laptop"})
    assert client.post(own, sent | {"topic": "Kartu tanya jawab"}).status_code == 302
    line.refresh_from_db()
    assert (line.topic, line.note) == ("Kartu tanya jawab", "Bawa laptop")

    refused = client.post(own, sent | {"topic": "Kartu soal", "note": "Bawa laptop"})
    shown = refused.content.decode()
    assert refused.status_code == 200
    assert "“Kartu tanya jawab”" in shown
    assert 'value="Kartu soal"' in shown
    line.refresh_from_db()
    assert line.topic == "Kartu tanya jawab"
    again = {"topic": "Kartu soal", "note": "Bawa laptop", "base": refused.context["base"]}
    assert client.post(own, sent | again).status_code == 302
    line.refresh_from_db()
    assert (line.topic, line.note) == ("Kartu soal", "Bawa laptop")


def test_removing_and_changing_a_line_at_once_lose_nothing(as_user, kkg):
    forum, chair = kkg
    line = PlannedLineFactory(programme=ForumProgrammeFactory(forum=forum, year=running()))
    own, client = at(forum, f"{line.pk}/"), as_user(chair)
    seen = client.get(f"{own}hapus/").context["base"]
    sent = {"month": line.month.isoformat(), "kind": line.kind, "topic": "Kartu soal"}
    client.post(f"{own}ubah/", sent)
    client.post(f"{own}hapus/", {"base": seen})
    assert PlannedLine.objects.get().topic == "Kartu soal"
    client.post(f"{own}hapus/", {"base": client.get(f"{own}hapus/").context["base"]})
    assert not PlannedLine.objects.exists()

    kept = client.post(f"{own}ubah/", sent | {"note": "Bawa laptop"})
    page = kept.content.decode()
    assert "Bawa laptop" in page
    assert f'action="{at(forum, "baris/")}?tahun=' in page
    assert as_user(member(forum)).post(f"{own}ubah/", sent).status_code == 403
    assert as_user(appointed(Role.TEACHER)).post(f"{own}ubah/", sent).status_code == 404
    again = sent | {"note": "Bawa laptop", "form_id": kept.context["form_id"]}
    assert client.post(at(forum, "baris/"), again).status_code == 302
    assert PlannedLine.objects.get().note == "Bawa laptop"


def test_the_day_proposed_for_a_line_is_one_with_lessons_and_without_a_visit(as_user, kkg):
    forum, chair = kkg
    year = running()
    month = (timezone.localdate() + dt.timedelta(days=32)).replace(day=1)
    second = month + dt.timedelta(days=7 + (2 - month.weekday()) % 7)
    line = PlannedLineFactory(
        programme=ForumProgrammeFactory(forum=forum, year=year), month=month, taken=True
    )
    Activity.objects.all().delete()
    call, client = f"/kkg/{forum.pk}/undang/?jenis=meeting&rencana={line.pk}", as_user(chair)

    def proposed():
        answer = client.get(call)
        return answer.context["form"].initial.get("day"), answer.content.decode()

    if second.day <= 7:
        second += dt.timedelta(days=7)
    assert proposed()[0] == second
    HolidayFactory(starts_on=second, ends_on=second)
    assert proposed()[0] == second + dt.timedelta(days=7)
    for _five in range(5):
        member(forum)
    user = member(forum)
    SessionFactory(
        teacher=user,
        school=user.appointments.get().school,
        planned_on=second + dt.timedelta(days=7),
    )
    day, text = proposed()
    assert day.weekday() == 2
    assert day not in (second, second + dt.timedelta(days=7))
    assert "Tidak ada kunjungan" in text
    ends = month - dt.timedelta(days=1)
    TermFactory(year=year, starts_on=year.starts_on, ends_on=ends)
    begins = month + dt.timedelta(days=20)
    TermFactory(year=year, number=2, starts_on=begins, ends_on=year.ends_on)
    assert proposed()[0] >= begins


def test_an_activity_names_the_line_it_serves_to_who_may_read_the_programme(as_user, kkg):
    forum, _chair = kkg
    activity = ActivityFactory(forum=forum)
    line = PlannedLineFactory(
        programme=ForumProgrammeFactory(forum=forum, year=running()),
        activity=activity,
        topic="Kartu tanya",
        taken=True,
    )
    page = as_user(member(forum)).get(f"/kegiatan/{activity.pk}/").content.decode()
    year = line.programme.year.starts_on.year
    assert f'href="{at(forum)}?tahun={year}#baris-{line.pk}"' in page
    guest = AttendanceFactory(activity=activity, user=appointed(Role.TEACHER)).user
    assert "Kartu tanya" not in as_user(guest).get(f"/kegiatan/{activity.pk}/").content.decode()


def test_members_read_and_print_it_and_change_nothing(as_user, kkg):
    forum, chair = kkg
    programme = ForumProgrammeFactory(forum=forum, year=running())
    line = PlannedLineFactory(programme=programme, topic="Kartu tanya")
    reader, stranger = as_user(member(forum)), as_user(appointed(Role.TEACHER))
    page = reader.get(at(forum)).content.decode()
    assert "Kartu tanya" in page
    assert "Tambah baris" not in page
    printed = reader.get(at(forum, "pdf/"))
    assert printed.content.startswith(b"%PDF")
    for more in (f"{line.pk}/ubah/", f"{line.pk}/hapus/", "baris/"):
        assert reader.get(at(forum, more)).status_code == 403
        assert stranger.get(at(forum, more)).status_code == 404
    assert reader.post(at(forum, f"{line.pk}/pilih/"), {"act": "leave"}).status_code == 403
    assert stranger.get(at(forum, "pdf/")).status_code == 404
    other = PlannedLineFactory(programme__year=programme.year)
    assert as_user(chair).get(at(forum, f"{other.pk}/ubah/")).status_code == 404


@pytest.mark.parametrize("value", ["²", "-1", "9" * 30, "%00", "<script>", ""])
def test_odd_values_still_give_the_page(as_user, kkg, value):
    forum, chair = kkg
    line = PlannedLineFactory(programme=ForumProgrammeFactory(forum=forum, year=running()))
    client = as_user(chair)
    assert client.get(at(forum), {"tahun": value, "status": value}).status_code == 200
    asked = {"jenis": "meeting", "rencana": value}
    assert client.get(f"/kkg/{forum.pk}/undang/", asked).status_code == 200
    assert client.post(at(forum, f"{line.pk}/pilih/"), {"act": value}).status_code == 302
    typed = {"month": value, "kind": value, "topic": "Judul", "host": value, "indicator": value}
    assert client.post(at(forum, "baris/"), typed).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_lines(
    as_user, django_assert_num_queries, kkg, rows
):
    forum, chair = kkg
    programme = ForumProgrammeFactory(forum=forum, year=running())
    for number in range(rows):
        PlannedLineFactory(
            programme=programme,
            topic=f"Topik {number}",
            activity=ActivityFactory(forum=forum),
            earlier=ActivityFactory(forum=forum),
            host=SchoolFactory(),
        )
    client = as_user(chair)
    client.get(at(forum))
    # Session, user, appointments; forum, years 2, programme, lines; rights, readers 2.
    with django_assert_num_queries(11):
        assert client.get(at(forum)).status_code == 200
