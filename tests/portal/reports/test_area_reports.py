"""Reports on a forum and on many schools, through their pages, for each who makes one."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from docx import Document

from collaboration import summaries as collaboration_summaries
from collaboration.models import Attendance
from portal import queue
from portal.models import AreaReport
from portal.reports import actions, work
from portal.reports.schools import COUNTS, pooled
from portal.roles import Role
from supervision import summaries
from supervision.models import PublishedFigure, SupervisionSession
from tests.factories import (
    ActivityFactory,
    AreaReportFactory,
    AttendanceFactory,
    ClusterFactory,
    FollowUpFactory,
    ForumFactory,
    RegionFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
)

pytestmark = pytest.mark.django_db
LIST, NEW = "/laporan-bersama/", "/laporan-bersama/baru/"


@pytest.fixture
def kraton():
    return RegionFactory(code="35.14.16", name="Kraton")


def schools(kraton, count=6, **more):
    """Each with a finished visit, a step, and one more visit that is only planned."""
    found = [SchoolFactory(subdistrict=kraton, name=f"SDN {n:02}", **more) for n in range(count)]
    for school in found:
        closed = SessionFactory(school=school, state="closed")
        FollowUpFactory(session=closed, done_at=timezone.now(), proof="Sudah dicoba")
        SessionFactory(school=school, teacher=appointed(school=school))
    summaries.rebuild()
    return found


def person(role, place):
    key = "cluster" if role == Role.CHAIR else "region"
    return appointed(role, **{key: place})


def ask(client, subject, period, capture, **more):
    with capture(execute=True):
        return client.post(NEW, {"subject": subject, "period": period, **more})


@pytest.fixture
def capture(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def assisted(kraton, capture, as_user, count=6):
    schools(kraton, count)
    client = as_user(person(Role.SUPERVISOR, kraton))
    answer = ask(client, f"assisted:{kraton.pk}", f"s{TermFactory().pk}", capture)
    return client, AreaReport.objects.get(), answer


def test_a_supervisor_asks_waits_and_reads_with_findings_and_their_n(kraton, capture, as_user):
    client, report, answer = assisted(kraton, capture, as_user)
    assert answer.headers["Location"] == f"{LIST}{report.pk}/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Dari 12 kunjungan yang direncanakan, 6 terlaksana" in page
    assert "6 dari 6 kunjungan berlanjut ke percakapan" in page
    assert "6 dari 6 langkah sudah selesai" in page
    assert "6 dari 6 sekolah sudah mencatat percakapan" in page
    assert "pengawas" in re.search(r'class="readers">.*?</p>', page, re.DOTALL)[0]
    assert report.made_by.call not in re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL)
    assert str(report) in re.sub(r"\s+", " ", client.get(LIST).content.decode())


def test_below_five_no_finding_stands_in_a_title(kraton, capture, as_user):
    client, report, _ = assisted(kraton, capture, as_user, count=4)
    page = client.get(f"{LIST}{report.pk}/").content.decode()
    assert "berlanjut ke percakapan</h3>" not in page
    assert ">Cakupan<" in page


def test_figures_equal_a_count_of_the_visits_themselves(kraton, capture, as_user):
    _, report, _ = assisted(kraton, capture, as_user)
    every = SupervisionSession.objects.exclude(state="cancelled")
    held = [row for row in every if row.is_held]
    told = report.figures["total"]
    assert (told["planned"], told["held"]) == (every.count(), len(held))
    assert told["closed"] == sum(row.state == "closed" for row in every)
    assert [row["name"] for row in report.figures["rows"]] == [f"SDN {n:02}" for n in range(6)]
    for row in report.figures["rows"]:
        own = [each for each in every if each.school.name == row["name"]]
        assert row["planned"] == len(own)


def test_levels_are_told_as_they_were_fixed_or_not_at_all(kraton, capture, as_user):
    PublishedFigure.objects.create(
        place=kraton.pk,
        term=TermFactory(),
        aspect="planning",
        teachers=8,
        schools=3,
        most=3,
        level_sum=24.0,
        fixed_on=dt.date(2026, 11, 1),
    )
    client, report, _ = assisted(kraton, capture, as_user)
    page = client.get(f"{LIST}{report.pk}/").content.decode()
    assert "rata-rata 3 dari 4 (8 guru di 3 sekolah)" in page
    assert page.count("belum dapat diceritakan") == 2


def test_the_chair_tells_a_year_of_the_forum(kraton, capture, as_user):
    cluster = ClusterFactory(subdistrict=kraton)
    forum, school = ForumFactory(cluster=cluster), SchoolFactory(cluster=cluster)
    chair, term = person(Role.CHAIR, cluster), TermFactory()
    teacher = appointed(school=school)
    for number in range(6):
        at = timezone.make_aware(dt.datetime(2026, 8, 3 + number, 9))
        held = ActivityFactory(forum=forum, host=chair, starts_at=at, minuted_at=at, minutes=90)
        AttendanceFactory(activity=held, user=teacher, school=school)
        AttendanceFactory(activity=held, user=appointed(school=school), came=number % 2 == 0)
    ActivityFactory(forum=forum, host=chair, starts_at=at)  # no minutes: not told
    collaboration_summaries.rebuild()
    client = as_user(chair)
    ask(client, f"kkg:{cluster.pk}", f"t{term.year_id}", capture)
    report = AreaReport.objects.get()
    came = Attendance.objects.filter(activity__minuted_at__isnull=False, came=True)
    assert report.figures["came"] == came.count() == 9
    assert report.figures["people"] == came.values("user").distinct().count() == 4
    page = client.get(f"{LIST}{report.pk}/").content.decode()
    assert "tercatat 6 kegiatan dengan notulen, seluruhnya 9 jam" in page
    assert "rata-rata 1,5 orang hadir setiap kegiatan (n = 6)" in page
    assert "kurang dari lima, sehingga tidak dirinci" in page
    sheet = client.get(f"{LIST}{report.pk}/cetak/").content.decode()
    assert sheet.count("<td>90</td>") == 6


def test_a_recap_names_schools_only_where_that_was_asked_for(kraton, capture, as_user):
    schools(kraton, 6)
    officer = person(Role.OFFICER, RegionFactory(code="35.14", name="Kabupaten Pasuruan"))
    client, period = as_user(officer), f"s{TermFactory().pk}"
    for kind, names in (("recap", False), ("recap_named", True)):
        ask(client, f"{kind}:35.14", period, capture)
        report = AreaReport.objects.get(kind=kind)
        assert ("SDN 03" in str(report.figures)) is names
        for address in ("", "cetak/"):
            page = client.get(f"{LIST}{report.pk}/{address}").content.decode()
            assert ("SDN 03" in page) is (names and bool(address))
        text = Document(io.BytesIO(client.get(f"{LIST}{report.pk}/berkas.docx").content))
        cells = [cell.text for table in text.tables for row in table.rows for cell in row.cells]
        assert ("SDN 03" in cells) is names


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"A": 6, "B": 7}, [("A", 6), ("B", 7)]),
        ({"A": 1, "B": 7, "C": 8}, [("C", 8), ("Kecamatan lain", 8)]),
        ({"A": 2, "B": 3, "C": 8}, [("C", 8), ("Kecamatan lain", 5)]),
        ({"A": 2}, [("Seluruh wilayah", 2)]),
        ({}, []),
    ],
)
def test_small_parts_of_an_area_stand_together(sizes, expected):
    counts = dict.fromkeys(COUNTS, 1)
    rows = [{"name": "x", "area": a, **counts} for a, n in sizes.items() for _ in range(n)]
    found = pooled(rows)
    assert [(row["name"], row["schools"]) for row in found] == expected
    assert sum(row["held"] for row in found) == sum(sizes.values())


def test_the_same_form_twice_and_the_same_report_are_one(kraton, capture, as_user):
    client, report, _ = assisted(kraton, capture, as_user)
    subject, period = f"assisted:{kraton.pk}", f"s{report.term_id}"
    for key in (report.pk, uuid.uuid4()):
        answer = ask(client, subject, period, capture, form_id=str(key))
        assert answer.headers["Location"] == f"{LIST}{report.pk}/"
    assert AreaReport.objects.count() == 1


def test_nothing_chosen_is_asked_about_beside_the_field(kraton, as_user):
    TermFactory()
    client = as_user(person(Role.SUPERVISOR, kraton))
    for data in ({}, {"subject": "recap:35.14.16", "period": "s999"}, {"subject": "²"}):
        answer = client.post(NEW, data)
        assert answer.status_code == 200
        assert answer.content.decode().count("invalid-feedback") >= 2
    assert not AreaReport.objects.exists()


@pytest.fixture
def waiting(kraton):
    """A report whose task has not begun: the queue holds it on the database."""
    schools(kraton, 2)
    user = person(Role.SUPERVISOR, kraton)
    return AreaReportFactory(
        region=kraton, made_by=user, ready_at=None, done=1, steps=4, figures={}
    )


def test_while_it_is_counted_the_page_says_how_far_and_refreshes(waiting, as_user):
    client = as_user(waiting.made_by)
    page = client.get(f"{LIST}{waiting.pk}/").content.decode()
    assert "25 persen" in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    told = client.get(f"{LIST}{waiting.pk}/kemajuan/").json()
    assert told == {"percent": 25, "ready": False}
    for name in ("cetak/", "cetak.pdf", "berkas.docx", "ubah/tujuan/"):
        assert client.get(f"{LIST}{waiting.pk}/{name}").status_code == 404
    assert client.post(f"{LIST}{waiting.pk}/sahkan/").status_code == 404


def test_called_off_it_says_by_whom_and_is_begun_anew_or_taken_away_in_one_tap(
    waiting, capture, as_user
):
    client = as_user(waiting.made_by)
    at = f"{LIST}{waiting.pk}/"
    for _twice in range(2):
        assert client.post(f"{at}batal/").headers["Location"] == at
    page = client.get(at).content.decode()
    assert f"{waiting.made_by.call} membatalkannya" in page
    assert f'action="{at}hitung-ulang/"' in page
    assert client.get(f"{at}kemajuan/").json()["ready"] is True
    assert client.get(f"{at}cetak/").status_code == 404
    assert "Terhenti" in client.get(LIST).content.decode()
    assert work.count.call(str(waiting.pk)) == "gone"
    with capture(execute=True):
        client.post(f"{at}hitung-ulang/")
    assert "Dari 4 kunjungan" in client.get(at).content.decode()
    assert client.post(f"{at}buang/").headers["Location"] == at  # it is ready: nothing is lost
    AreaReport.objects.update(ready_at=None, figures={})
    client.post(f"{at}batal/")
    assert client.post(f"{at}buang/").headers["Location"] == LIST
    assert not AreaReport.objects.exists()
    assert client.post(f"{at}buang/").status_code == 404


def test_a_counting_that_breaks_down_says_so_and_is_begun_anew_in_one_tap(
    waiting, capture, as_user
):
    client = as_user(waiting.made_by)
    at = f"{LIST}{waiting.pk}/"
    AreaReport.objects.update(ready_at=timezone.now(), figures={"of": "before"})

    def broken(execute, sql, *rest):
        if "FROM" in sql and "supervision_termsummary" in sql:
            raise DatabaseError("no more room")
        return execute(sql, *rest)

    with connection.execute_wrapper(broken), capture(execute=True):
        client.post(f"{at}hitung-ulang/")
    page = client.get(at).content.decode()
    assert "terhenti karena gangguan" in page
    assert "Pakai angka sebelumnya" in page
    client.post(f"{at}buang/")
    waiting.refresh_from_db()
    assert (waiting.figures, waiting.stopped_at) == ({"of": "before"}, None)
    with connection.execute_wrapper(broken), capture(execute=True):
        client.post(f"{at}hitung-ulang/")
    with capture(execute=True):
        client.post(f"{at}hitung-ulang/")
    assert "Dari 4 kunjungan" in client.get(at).content.decode()


def test_a_counting_that_never_came_into_the_queue_is_begun_anew(waiting, capture, as_user):
    client = as_user(waiting.made_by)
    at = f"{LIST}{waiting.pk}/"
    AreaReport.objects.update(made_at=timezone.now() - dt.timedelta(minutes=11))
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [str(waiting.pk)], "kwargs": {}},
        task_path=work.count.module_path,
        backend_name="default",
        status="READY",
        run_after=timezone.now(),
    )
    with capture(execute=True):
        client.post(f"{at}hitung-ulang/")
    assert client.get(f"{at}kemajuan/").json()["ready"] is False
    row.delete()
    assert client.get(f"{at}kemajuan/").json()["ready"] is True
    assert "Penghitungan belum berjalan" in client.get(at).content.decode()
    with capture(execute=True):
        client.post(f"{at}hitung-ulang/")
    assert "Dari 4 kunjungan" in client.get(at).content.decode()


def test_a_counting_given_up_by_the_queue_has_stopped_too(waiting, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [str(waiting.pk)], "kwargs": {}},
        task_path=work.count.module_path,
        backend_name="default",
        status="RUNNING",
        started_at=timezone.now() - dt.timedelta(hours=1),
        run_after=timezone.now(),
        worker_ids=["a", "b", "c"],
    )
    assert queue.recover(timezone.now()) == (0, 1)
    waiting.refresh_from_db()
    row.refresh_from_db()
    assert (row.status, waiting.stopped_by) == ("FAILED", None)
    assert waiting.stopped_at


def test_called_off_in_the_middle_the_next_step_notices(waiting):
    def when_counting(execute, sql, *rest):
        if "FROM" in sql and "supervision_termsummary" in sql:
            actions.cancel(waiting, by=waiting.made_by)
        return execute(sql, *rest)

    with connection.execute_wrapper(when_counting):
        assert work.count.call(str(waiting.pk)) == "cancelled"
    waiting.refresh_from_db()
    assert (waiting.figures, waiting.stopped_by) == ({}, waiting.made_by)


def test_the_counting_may_be_repeated(waiting):
    assert work.count.call(str(waiting.pk)) == "ready"
    waiting.refresh_from_db()
    first = waiting.figures
    assert work.count.call(str(waiting.pk)) == "gone"
    AreaReport.objects.update(ready_at=None)
    assert work.count.call(str(waiting.pk)) == "ready"
    waiting.refresh_from_db()
    assert waiting.figures == first
    assert (waiting.done, waiting.percent) == (waiting.steps, 100)


def test_counted_again_own_words_stay_and_calling_off_brings_the_old_figures_back(
    kraton, capture, as_user
):
    client, report, _ = assisted(kraton, capture, as_user)
    client.post(f"{LIST}{report.pk}/ubah/simpulan/", {"text": "Kata kami sendiri."})
    SessionFactory(school=SchoolFactory(subdistrict=kraton), state="closed")
    summaries.rebuild()
    client.post(f"{LIST}{report.pk}/hitung-ulang/")  # not committed: the task has not run
    assert "dihitung" in client.get(f"{LIST}{report.pk}/").content.decode()
    client.post(f"{LIST}{report.pk}/batal/")
    page = client.get(f"{LIST}{report.pk}/").content.decode()
    assert "Dari 12 kunjungan" in page
    with capture(execute=True):
        client.post(f"{LIST}{report.pk}/hitung-ulang/")
    page = client.get(f"{LIST}{report.pk}/").content.decode()
    assert "Dari 13 kunjungan" in page
    assert "Kata kami sendiri." in page


def test_two_editors_lose_no_word(kraton, capture, as_user):
    client, report, _ = assisted(kraton, capture, as_user)
    other = as_user(person(Role.SUPERVISOR, kraton))
    address = f"{LIST}{report.pk}/ubah/simpulan/"
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode())[1]
    other.post(address, {"text": "Kalimat pertama.", "seen": seen})
    page = client.post(address, {"text": "Kalimat kedua.", "seen": seen}).content.decode()
    assert "Kalimat pertama." in page
    assert "Kalimat kedua." in page
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    client.post(address, {"text": "Kalimat pertama. Kalimat kedua.", "seen": seen})
    report.refresh_from_db()
    assert report.texts == {"simpulan": "Kalimat pertama. Kalimat kedua."}
    client.post(f"{LIST}{report.pk}/pulihkan/simpulan/")
    report.refresh_from_db()
    assert report.texts == {}


def test_an_empty_section_is_refused_beside_the_field(kraton, capture, as_user):
    client, report, _ = assisted(kraton, capture, as_user)
    page = client.post(f"{LIST}{report.pk}/ubah/simpulan/", {"text": " "}).content.decode()
    assert "invalid-feedback" in page
    assert client.get(f"{LIST}{report.pk}/ubah/tidak-ada/").status_code == 404


def test_signed_it_changes_no_more(kraton, capture, as_user):
    client, report, _ = assisted(kraton, capture, as_user)
    before = client.get(f"{LIST}{report.pk}/cetak/").content.decode()
    client.post(f"{LIST}{report.pk}/sahkan/")
    report.refresh_from_db()
    at = report.signed_at
    assert at
    summaries_of_another_day = SessionFactory(state="closed", school__subdistrict=kraton)
    summaries.rebuild()
    for name in ("ubah/simpulan/", "pulihkan/simpulan/", "hitung-ulang/", "batal/"):
        answer = client.post(f"{LIST}{report.pk}/{name}", {"text": "Lain."})
        assert answer.status_code == 403, name
    client.post(f"{LIST}{report.pk}/sahkan/")
    report.refresh_from_db()
    assert report.signed_at == at
    page = client.get(f"{LIST}{report.pk}/").content.decode()
    assert "Ubah kalimat" not in page
    after = client.get(f"{LIST}{report.pk}/cetak/").content.decode()
    words = re.compile(r"<p>Dari .*?</p>")
    assert words.findall(after) == words.findall(before) != []
    assert summaries_of_another_day.school.name not in after


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.CHAIR, {"kkg"}),
        (Role.SUPERVISOR, {"assisted"}),
        (Role.OFFICER, {"recap", "recap_named"}),
        (Role.PRINCIPAL, set()),
        (Role.TEACHER, set()),
        (Role.COORDINATOR, set()),
        (Role.OPERATOR, set()),
    ],
)
def test_each_reads_the_kinds_of_his_own_place(kraton, as_user, role, opens):
    cluster = ClusterFactory(subdistrict=kraton)
    school = SchoolFactory(subdistrict=kraton, cluster=cluster)
    at_school = role in (Role.PRINCIPAL, Role.TEACHER, Role.COORDINATOR)
    place = cluster if role == Role.CHAIR else kraton
    client = as_user(appointed(role, school=school) if at_school else person(role, place))
    rows = {kind: AreaReportFactory(kind=kind, cluster=cluster) for kind in AreaReport.Kind.values}
    for kind, row in rows.items():
        status = client.get(f"{LIST}{row.pk}/kemajuan/").status_code
        assert status == (200 if kind in opens else 404), kind
    assert client.get(LIST).status_code == (200 if opens else 403)
    assert client.get(NEW).status_code == (200 if opens else 403)
    shown = client.get("/lainnya/").content.decode()
    assert (LIST in shown) is bool(opens)


def test_files_have_names_one_finds_again(kraton, capture, as_user):
    client, report, _ = assisted(kraton, capture, as_user)
    pdf = client.get(f"{LIST}{report.pk}/cetak.pdf?kertas=f4")
    assert pdf.content.startswith(b"%PDF")
    assert "Laporan sekolah binaan - Kraton" in pdf.headers["Content-Disposition"]
    docx = client.get(f"{LIST}{report.pk}/berkas.docx")
    text = Document(io.BytesIO(docx.content))
    headings = [p.text for p in text.paragraphs if p.style.name.startswith("Heading")]
    assert "BAB I PENDAHULUAN" in headings
    assert any("6 dari 6 langkah" in heading for heading in headings)
    assert text.core_properties.author == report.made_by.paper_name


@pytest.mark.parametrize("count", [1, 5])
def test_queries_do_not_grow_with_schools(
    kraton, capture, as_user, count, django_assert_num_queries
):
    client, report, _ = assisted(kraton, capture, as_user, count=count)
    # session, user, appointments, the report, whether each of its three rules holds
    with django_assert_num_queries(7):
        client.get(f"{LIST}{report.pk}/")


@pytest.mark.parametrize("count", [1, 5])
def test_queries_of_the_list_do_not_grow(kraton, as_user, count, django_assert_num_queries):
    user = person(Role.SUPERVISOR, kraton)
    for _ in range(count):
        AreaReportFactory(region=kraton, signed=True)
    client = as_user(user)
    # session, user, appointments, terms, regions one may report on, count, reports
    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.django_db(transaction=True)
def test_the_real_queue_counts_it_after_the_page_has_answered(kraton, as_user, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    schools(kraton, 1)
    client = as_user(person(Role.SUPERVISOR, kraton))
    client.post(NEW, {"subject": f"assisted:{kraton.pk}", "period": f"s{TermFactory().pk}"})
    report = AreaReport.objects.get()
    assert report.ready_at is None
    waiting = DBTaskResult.objects.get()
    assert waiting.args_kwargs["args"] == [str(report.pk)]
    call_command("work", once=True)
    report.refresh_from_db()
    assert report.ready_at
