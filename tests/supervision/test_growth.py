import csv
import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from portal.roles import Role
from supervision.mirrors import growth as mirror
from supervision.models import Indicator, Theme
from supervision.models.scale import WORDS_OF
from tests.factories import (
    FollowUpFactory,
    InstrumentFactory,
    RatingFactory,
    ReflectionFactory,
    SchoolFactory,
    SessionFactory,
    TurnFactory,
    appointed,
)

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2026, 3, 2), dt.date(2026, 8, 3), dt.date(2026, 11, 2)]


def visit(teacher, day, instrument, own, observer, state="closed"):
    """One visit with the levels of both sides, item by item."""
    session = SessionFactory(
        school=teacher.appointments.get().school,
        teacher=teacher,
        planned_on=day,
        state=state,
        instruments=[instrument],
    )
    for item, mine, his in zip(instrument.indicators.all(), own, observer, strict=True):
        RatingFactory(session=session, indicator=item, rater="self", level=mine)
        RatingFactory(session=session, indicator=item, rater="observer", level=his)
    return session


@pytest.fixture
def teacher():
    return appointed(Role.TEACHER, school=SchoolFactory(), name="Rina Wati", address="ibu")


def page(as_user, user, **query):
    return as_user(user).get(reverse("growth"), query)


def test_each_aspect_and_indicator_has_its_levels_by_visit(teacher):
    form = InstrumentFactory(items=2)
    visit(teacher, DAYS[0], form, [1, 2], [2, 2])
    visit(teacher, DAYS[1], form, [3, 4], [3, None])
    found = mirror.growth(teacher)
    (aspect,) = found.aspects
    assert [(m.own, m.observer) for m in aspect.whole.marks] == [(1.5, 2.0), (3.5, 3.0)]
    assert [trail.label for trail in aspect.items] == ["R01. Butir R01", "R02. Butir R02"]
    assert [(m.own, m.observer) for m in aspect.items[1].marks] == [(2.0, 2.0), (4.0, None)]
    assert (aspect.latest.lower, aspect.latest.same, aspect.latest.higher) == (0, 1, 0)
    assert (aspect.all.lower, aspect.all.same, aspect.all.higher) == (1, 2, 0)
    assert aspect.whole.breaks == []


def test_a_new_version_breaks_the_line_and_is_named(teacher, as_user):
    old = InstrumentFactory(key="satu", version=1, items=1)
    new = InstrumentFactory(key="satu", version=2, items=1)
    visit(teacher, DAYS[0], old, [2], [2])
    visit(teacher, DAYS[1], new, [3], [3])
    visit(teacher, DAYS[2], new, [3], [4])
    (aspect,) = mirror.growth(teacher).aspects
    assert aspect.whole.breaks == [1]
    assert len(aspect.items) == 1
    assert [len(run.split()) for run in aspect.whole.drawing.other.runs] == [2]
    words = page(as_user, teacher).content.decode()
    assert "formulir berganti menjadi Perencanaan, versi 2" in words


def test_drawing_and_table_hold_the_same_numbers(teacher, as_user):
    form = InstrumentFactory(items=2)
    visit(teacher, DAYS[0], form, [1, 2], [2, 3])
    words = page(as_user, teacher).content.decode()
    assert "◆ 2,5" in words
    assert "○ 1,5" in words
    assert re.search(r'<td class="num">1,5</td><td class="num">2,5</td>', words)


def test_self_and_observer_are_compared_in_words(teacher, as_user):
    form = InstrumentFactory(items=4)
    visit(teacher, DAYS[0], form, [1, 2, 3, 4], [2, 3, 3, 3])
    words = page(as_user, teacher).content.decode()
    assert "Ibu menilai 2 dari 4 butir lebih rendah daripada pengamat, 1 sama" in words


def test_what_is_not_released_is_not_there(teacher, as_user):
    form = InstrumentFactory(items=1)
    visit(teacher, DAYS[0], form, [4], [1], state="observed")
    assert mirror.growth(teacher).aspects == []
    words = page(as_user, teacher).content.decode()
    assert "Belum ada kunjungan yang selesai dibicarakan" in words
    assert '<svg class="chart"' not in words


def test_another_scale_is_a_table_and_never_drawn(teacher, as_user):
    form = InstrumentFactory(items=1)
    Indicator.objects.filter(instrument=form).update(scale="three")
    visit(teacher, DAYS[0], form, [2], [3])
    words = page(as_user, teacher).content.decode()
    assert "Jawaban dengan skala lain" in words
    assert '<svg class="chart"' not in words
    (other,) = mirror.growth(teacher).others
    assert (other.own, other.observer) == tuple(str(word) for _level, word in WORDS_OF["three"][1:])


def test_nobody_finds_another_persons_growth(teacher, as_user):
    form = InstrumentFactory(items=1)
    session = visit(teacher, DAYS[0], form, [2], [4])
    words = page(as_user, session.observer).content.decode()
    assert '<svg class="chart"' not in words
    assert "R01" not in words


def test_without_an_appointment_it_stays_shut(as_user, teacher):
    teacher.appointments.update(ended_on=dt.date(2021, 1, 1))
    for name in ("growth", "growth-xlsx", "growth-csv"):
        assert as_user(teacher).get(reverse(name)).status_code == 403


def test_own_private_reflections_count_and_are_marked(teacher, as_user):
    session = visit(teacher, DAYS[0], InstrumentFactory(items=1), [2], [2])
    ReflectionFactory(session=session, themes=["time", "pupils"], text="Hanya untuk saya")
    other = SessionFactory(teacher=teacher, school=session.school, state="closed")
    ReflectionFactory(session=other, themes=["time", "unknown"])
    assert mirror.themes(mirror.reflections(teacher)) == [
        (Theme.TIME.label, 2),
        (Theme.PUPILS.label, 1),
    ]
    words = page(as_user, teacher).content.decode()
    assert "Hanya untuk saya" in words
    assert "hanya untuk saya" in words


def test_done_steps_are_hers_alone(teacher, as_user):
    session = visit(teacher, DAYS[0], InstrumentFactory(items=1), [2], [2])
    done = {"done_at": session.closed_at, "proof": "Sudah saya coba"}
    FollowUpFactory(session=session, owner=teacher, **done)
    FollowUpFactory(session=session, owner=teacher)
    FollowUpFactory(session=session, owner=session.observer, owner_kind="principal", **done)
    words = page(as_user, teacher).content.decode()
    assert "1 dari 2 langkah sudah dilakukan" in words


@pytest.mark.parametrize("visits", [1, 5])
def test_queries_do_not_grow_with_visits(teacher, as_user, visits, django_assert_num_queries):
    form = InstrumentFactory(items=3)
    for number in range(visits):
        session = visit(teacher, DAYS[0] + dt.timedelta(number), form, [2, 3, 4], [1, 2, 3])
        ReflectionFactory(session=session)
        FollowUpFactory(session=session, owner=teacher)
    client = as_user(teacher)
    # session, user, appointments, right; ratings, reflections, steps
    with django_assert_num_queries(7):
        assert client.get(reverse("growth")).status_code == 200


EVIL = '=HYPERLINK("http://x")\x0b\ud7ff'


def everything(teacher):
    session = visit(teacher, DAYS[0], InstrumentFactory(items=2), [2, 3], [1, 4])
    session.ratings.filter(rater="self").update(evidence=EVIL)
    TurnFactory(session=session, text="+62 kata saya")
    TurnFactory(session=session, author=session.observer, kind="saw", text="Kata pengamat")
    ReflectionFactory(session=session, text="-1 pribadi", answers={"plan": "@besok"})
    FollowUpFactory(session=session, owner=teacher, what="\uff1dlangkah")
    return session


def test_the_workbook_holds_all_that_is_hers(teacher, as_user):
    everything(teacher)
    answer = as_user(teacher).get(reverse("growth-xlsx"))
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Level", "Langkah", "Percakapan", "Refleksi"]
    levels = book.get_sheet_by_name("Level").to_python()
    assert levels[0][:4] == ["Tanggal", "Aspek", "Formulir", "Kode"]
    assert levels[1][0] == DAYS[0]
    assert (levels[1][5], levels[1][8]) == (2, 1)
    assert levels[1][7].startswith("=HYPERLINK")
    talks = [row[3] for row in book.get_sheet_by_name("Percakapan").to_python()]
    assert talks == ["Kata-kata", "+62 kata saya"]
    assert "-1 pribadi" in book.get_sheet_by_name("Refleksi").to_python()[1]
    assert b"<f>" not in answer.content


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("nilai", "'=HYPERLINK"),
        ("langkah", "'\uff1dlangkah"),
        ("percakapan", "'+62 kata saya"),
        ("refleksi", "'-1 pribadi"),
    ],
)
def test_csv_is_as_indonesian_offices_read_it(teacher, as_user, kind, text):
    everything(teacher)
    answer = as_user(teacher).get(reverse("growth-csv"), {"tabel": kind})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    body = answer.content.decode("utf-8-sig")
    assert body.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=";"))
    assert rows[1][0] == "02-03-2026"
    assert any(cell.startswith(text) for cell in rows[1])
    assert len({len(row) for row in rows}) == 1


def test_an_unknown_table_is_not_found(teacher, as_user):
    client = as_user(teacher)
    assert client.get(reverse("growth-csv"), {"tabel": "\x00semua"}).status_code == 404


def test_ten_files_an_hour_are_the_most(teacher, as_user):
    client = as_user(teacher)
    for _number in range(10):
        assert client.get(reverse("growth-csv")).status_code == 200
    answer = client.get(reverse("growth-xlsx"), follow=True)
    assert answer.redirect_chain == [(reverse("growth"), 302)]
    assert "Paling banyak sepuluh berkas per jam" in answer.content.decode()


def test_home_leads_to_it(teacher, as_user):
    assert reverse("growth") in as_user(teacher).get("/").content.decode()
