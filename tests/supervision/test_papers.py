"""Sheets of visits, programmes and terms: who gets them, and what stands on them."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import unquote

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal import paper
from portal.models import AuditEvent
from portal.roles import Role
from supervision import papers, teacher_rows
from supervision.models import Instrument
from tests.factories import (
    DelegateFactory,
    EvidenceNoteFactory,
    FollowUpFactory,
    GroupVisitFactory,
    InstrumentFactory,
    ProgrammeFactory,
    RatingFactory,
    ReflectionFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    TurnFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 2, 30, tzinfo=dt.UTC)
NIP = "198503122010012003"


def written(rows=2, **kwargs):
    """A closed cycle with ``rows`` of everything."""
    instrument = InstrumentFactory(items=rows)
    session = SessionFactory(state="closed", instruments=[instrument], **kwargs)
    TurnFactory(session=session)
    for item in instrument.indicators.all():
        RatingFactory(session=session, indicator=item, rater="self", level=2)
        RatingFactory(session=session, indicator=item, level=3, evidence="Tiga murid bertanya")
        EvidenceNoteFactory(session=session)
        FollowUpFactory(session=session, indicator=item)
    return session


def texts(sheet: paper.Sheet) -> str:
    """All words of a sheet, for finding what must and must not be on it."""
    return repr(paper.data_of(sheet, paper.Size.A4))


def record_of(session, reader):
    return papers.record(
        session, list(session.turns.select_related("session__school")), reader, NOW
    )


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def test_the_record_is_a_named_pdf_for_those_who_may_read_it_and_is_audited(as_user):
    session = written(teacher=appointed(name="Siti Aminah"))
    answer = get(as_user(session.observer), "session-pdf", session.pk)
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        "Supervisi - Siti Aminah - IPAS - 2026-11-26.pdf" in answer.headers["Content-Disposition"]
    )
    event = AuditEvent.objects.get(act="session_print")
    assert (event.actor, event.subject) == (session.observer, session.teacher)


def test_a_name_beyond_ascii_keeps_the_header_of_the_file_whole(as_user):
    session = written(teacher=appointed(name='Ni\u2019mah "É" Ayu'))
    header = get(as_user(session.teacher), "session-pdf", session.pk).headers["Content-Disposition"]
    assert "filename*=utf-8''" in header
    assert "Supervisi - Ni\u2019mah É Ayu" in unquote(header)


@pytest.mark.parametrize("kind", ["colleague", "coordinator", "elsewhere", "officer"])
def test_the_record_of_a_teacher_is_on_no_other_paper(as_user, kind):
    session = written()
    reader = {
        "colleague": lambda: appointed(Role.TEACHER, school=session.school),
        "coordinator": lambda: appointed(Role.COORDINATOR, school=session.school),
        "elsewhere": lambda: appointed(Role.PRINCIPAL),
        "officer": lambda: appointed(Role.OFFICER, region=session.school.subdistrict),
    }[kind]()
    client = as_user(reader)
    assert get(client, "session-pdf", session.pk).status_code == 404
    for sheet in ("pra-observasi", "pasca-observasi", "observasi"):
        assert get(client, "session-sheet", session.pk, sheet).status_code == 404
    assert not AuditEvent.objects.filter(actor=reader).exists()


def test_the_record_waits_for_the_teachers_reflection(as_user):
    session = SessionFactory(state="discussed")
    answer = get(as_user(session.observer), "session-pdf", session.pk)
    assert answer.headers["Location"] == reverse("session-discuss", args=[session.pk])


def test_the_record_has_both_sides_level_words_evidence_and_steps():
    session = written()
    told = texts(record_of(session, session.teacher))
    for words in ("Mantap (3)", "Berkembang (2)", "Tiga murid bertanya", "Mencoba kartu bertanya"):
        assert words in told
    assert "menandatangani berarti" in told.casefold()


def test_a_private_reflection_is_on_nobodys_paper_a_shared_one_is():
    session = written()
    row = ReflectionFactory(
        session=session, text="Kenari rahasia", answers={"change": "Kenari dua"}
    )
    for reader in (session.teacher, session.observer):
        assert "Kenari" not in texts(record_of(session, reader))
    row.shared_at = timezone.now()
    row.save()
    assert "Kenari dua" in texts(record_of(session, session.observer))


def test_a_number_stands_only_where_there_is_one():
    session = written(teacher=appointed(name="Siti", title_after="S.Pd.", nip=NIP))
    signed = record_of(session, session.observer).blocks[-1]
    assert (signed.left.name, signed.left.nip) == ("Siti, S.Pd.", NIP)
    assert signed.right.nip == ""
    assert signed.below == []
    assert signed.place_and_day.startswith("Kraton, ")


def test_the_principal_has_seen_what_somebody_else_observed():
    school = SchoolFactory()
    head = principal_of(school)
    supervisor = appointed(Role.SUPERVISOR, region=school.subdistrict)
    session = written(school=school, observer=supervisor)
    (below,) = record_of(session, supervisor).blocks[-1].below
    assert (below.name, below.role) == (head.paper_name, "Mengetahui,\nKepala Sekolah")


def test_the_supervisor_named_nearest_to_the_school_signs():
    school = SchoolFactory()
    appointed(Role.SUPERVISOR, region=school.subdistrict)
    near = appointed(Role.SUPERVISOR, cluster=school.cluster, name="Nurul")
    appointed(Role.SUPERVISOR, cluster=SchoolFactory().cluster)
    programme = ProgrammeFactory(school=school)
    sheet = papers.programme(programme, near, NOW, numbers=False, sees_all=True)
    signed = next(row for row in sheet.blocks if isinstance(row, paper.Signatures))
    assert signed.left.name == "Nurul"


def test_before_the_release_a_sheet_has_only_the_readers_own_number():
    session = SessionFactory(state="prepared", teacher=appointed(nip=NIP))
    own = papers.before(session, session.teacher, NOW, blank=False).blocks[-1]
    other = papers.before(session, session.observer, NOW, blank=False).blocks[-1]
    assert (own.left.nip, other.left.nip) == (NIP, "")


def test_the_sheet_before_tells_the_focus_and_a_blank_one_leaves_room():
    session = SessionFactory(state="prepared", agreement="Murid berani bertanya")
    table = papers.before(session, session.teacher, NOW, blank=False).blocks[1]
    blank = papers.before(session, session.teacher, NOW, blank=True).blocks[1]
    assert "Murid berani bertanya" in [row[1] for row in table.rows]
    assert {row[1] for row in blank.rows} == {""}
    assert blank.height > 0


def test_the_sheet_after_needs_the_released_words_unless_it_is_blank(as_user):
    session = SessionFactory(state="prepared")
    client = as_user(session.observer)
    assert get(client, "session-sheet", session.pk, "pasca-observasi").status_code == 404
    answer = get(client, "session-sheet", session.pk, "pasca-observasi", kosong=1, kertas="f4")
    assert answer.content.startswith(b"%PDF-")


def form_of(session):
    return papers.session_form(session, session.observer, NOW, address="https://contoh.id/x/")


def test_the_blank_form_is_the_twin_of_the_screen(as_user):
    session = SessionFactory(state="prepared", instruments=[InstrumentFactory(items=3)])
    client = as_user(session.observer)
    screen = get(client, "session-rate", session.pk, "planning").content.decode()
    shown = list(dict.fromkeys(re.findall(r"R0\d", screen)))
    tables = [row for row in form_of(session).blocks if isinstance(row, paper.Table)]
    printed = list(tables[1].rows)
    assert [row[0] for row in printed] == shown == ["R01", "R02", "R03"]
    assert printed[0][2] == paper.Boxes(["1", "2", "3", "4", "BT"])
    assert all(row == ["", "", ""] for row in tables[0].rows)


def test_aspects_stand_in_the_order_of_the_cycle_however_they_were_chosen():
    forms = [InstrumentFactory(items=1, aspect=name) for name in ("evaluation", "planning")]
    session = SessionFactory(state="prepared", instruments=forms)
    tables = [row for row in form_of(session).blocks if isinstance(row, paper.Table)]
    assert [table.rows[0][0] for table in tables[1:]] == ["R01", "E01"]


def test_the_square_on_the_blank_form_leads_to_the_visit_on_this_host(as_user, monkeypatch):
    session = SessionFactory(state="prepared")
    expected = f"http://testserver{reverse('session-detail', args=[session.pk])}"
    asked = papers.session_form(session, session.observer, NOW, address=expected).blocks[1]
    assert asked == paper.square(expected, text=asked.text, alt=asked.alt)
    assert (
        get(as_user(session.observer), "session-sheet", session.pk, "observasi").status_code == 200
    )


def test_an_item_that_does_not_apply_to_the_class_is_not_on_the_form():
    instrument = InstrumentFactory(items=2)
    instrument.indicators.filter(code="R02").update(applies_to=",pjok,")
    session = SessionFactory(state="prepared", instruments=[instrument], subject="IPAS")
    assert "R01" in texts(form_of(session))
    assert "R02" not in texts(form_of(session))


@pytest.mark.parametrize("scale", ["three", "part", "behaviour", "five", "yes_no", "words"])
def test_every_scale_has_its_boxes_or_its_lines(scale):
    instrument = InstrumentFactory(items=2)
    instrument.indicators.update(scale=scale)
    found = papers.instrument_form(Instrument.objects.get(), None, NOW)
    assert paper.as_pdf(found, standards=["ua-1"]).startswith(b"%PDF-")


def test_the_page_of_sheets_offers_what_is_there_now(as_user):
    session = SessionFactory(state="prepared", instruments=[InstrumentFactory()])
    page = get(as_user(session.observer), "session-papers", session.pk).content.decode()
    assert "Isi tingkat dari kertas" in page
    assert reverse("session-pdf", args=[session.pk]) not in page
    closed = written()
    page = get(as_user(closed.teacher), "session-papers", closed.pk).content.decode()
    assert reverse("session-pdf", args=[closed.pk]) in page
    assert "Isi tingkat dari kertas" not in page


def planned(**kwargs):
    school = SchoolFactory()
    programme = ProgrammeFactory(school=school, year=TermFactory().year, techniques=["observation"])
    for day in (24, 26):
        SessionFactory(school=school, planned_on=dt.date(2026, 11, day), **kwargs)
    return programme


def test_the_programme_has_its_signature_sheet_chapters_team_and_schedule():
    programme = planned()
    DelegateFactory(programme=programme, decree="800/12/2026")
    head = principal_of(programme.school)
    sheet = papers.programme(programme, head, NOW, numbers=True, sees_all=True)
    told = texts(sheet)
    for words in ("BAB I PENDAHULUAN", "BAB IV TINDAK LANJUT", "800/12/2026", "24 November 2026"):
        assert words in told
    assert paper.as_pdf(sheet, standards=["ua-1"]).startswith(b"%PDF-")


def test_a_colleague_gets_the_programme_without_numbers_and_with_own_visits_only(as_user):
    programme = planned()
    head = principal_of(programme.school)
    head.nip = NIP
    head.save()
    colleague = appointed(Role.TEACHER, school=programme.school)
    mine = papers.programme(programme, colleague, NOW, numbers=False, sees_all=False)
    assert NIP not in texts(mine)
    assert "24 November 2026" not in texts(mine)
    assert "hanya kunjungan Anda sendiri" in texts(mine)
    assert get(as_user(colleague), "programme-pdf", programme.pk).status_code == 200
    assert get(as_user(appointed()), "programme-pdf", programme.pk).status_code == 404


def test_the_schedule_is_of_the_semester_asked_for(as_user):
    programme = planned()
    client = as_user(principal_of(programme.school))
    answer = get(client, "programme-schedule-pdf", programme.pk, semester=1)
    assert "Semester 1 (Ganjil).pdf" in answer.headers["Content-Disposition"]
    odd = get(client, "programme-schedule-pdf", programme.pk, semester="\u00b2")
    assert odd.content.startswith(b"%PDF-")


def test_the_common_record_of_a_group_has_names_and_no_talk(as_user):
    group = GroupVisitFactory(notes="Kami melihat murid bertanya")
    session = SessionFactory(school=group.school, together=group, state="following_up")
    TurnFactory(session=session, text="Kenari percakapan")
    told = texts(papers.group(group, NOW))
    assert session.teacher.name in told
    assert "Kami melihat murid bertanya" in told
    assert "Kenari" not in told
    assert get(as_user(session.teacher), "group-pdf", group.pk).content.startswith(b"%PDF-")
    assert get(as_user(appointed()), "group-pdf", group.pk).status_code == 404


def recap_of(teachers, *, named):
    school, term = SchoolFactory(), TermFactory()
    instrument = InstrumentFactory()
    for _ in range(teachers):
        session = SessionFactory(school=school, state="closed", instruments=[instrument])
        RatingFactory(session=session, indicator=instrument.indicators.first(), level=3)
    head = principal_of(school)
    rows = teacher_rows.of_school(head, school, term, NOW.date())
    return papers.recap(school, term, rows, head, NOW, named=named), rows


def test_the_recap_without_names_has_codes_and_nothing_that_tells_who():
    sheet, rows = recap_of(5, named=False)
    told = texts(sheet)
    assert "Mantap (3): 1" in told
    assert re.findall(r"G0\d", told) == ["G01", "G02", "G03", "G04", "G05"]
    for row in rows:
        assert row.teacher.name not in told
    assert "IPAS" not in told


def test_the_recap_without_names_hides_the_levels_of_a_small_group():
    told = texts(recap_of(4, named=False)[0])
    assert "Mantap" not in told
    assert "disembunyikan" in told
    assert "Mantap (3): 1" in texts(recap_of(4, named=True)[0])


def test_the_order_of_codes_tells_nothing_and_stays_the_same():
    _sheet, rows = recap_of(8, named=False)
    school, term = rows[0].teacher.appointments.get().school, TermFactory()
    once = [row.teacher.name for _code, row in papers.coded(rows, school, term)]
    again = [row.teacher.name for _code, row in papers.coded(rows[::-1], school, term)]
    assert once == again
    assert once != sorted(once)


@pytest.mark.parametrize("name", ["recap-pdf", "recap-xlsx", "recap-steps-pdf", "recap-steps-xlsx"])
def test_the_recap_is_for_principal_and_supervisor_alone(as_user, name):
    school = SchoolFactory()
    TermFactory()
    assert get(as_user(principal_of(school)), name).status_code == 200
    supervisor = appointed(Role.SUPERVISOR, region=school.subdistrict)
    assert get(as_user(supervisor), name, sekolah=school.npsn).status_code == 200
    for role in (Role.TEACHER, Role.COORDINATOR):
        assert get(as_user(appointed(role, school=school)), name).status_code == 404
    other = principal_of(SchoolFactory())
    assert get(as_user(other), name, sekolah=school.npsn).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_queries_of_a_printed_record_do_not_grow_with_it(as_user, rows, django_assert_num_queries):
    session = written(rows)
    client = as_user(session.teacher)
    # session, user, appointments, the talk with all rights, turns, regency, notes, ratings,
    # indicators, steps, reflections, principal; nine for the audit's chain and its savepoints
    with django_assert_num_queries(21):
        get(client, "session-pdf", session.pk)


@time_machine.travel(NOW, tick=False)
def test_paper_tells_when_it_was_printed_by_the_clock_of_the_school():
    session = written()
    assert record_of(session, session.teacher).foot == "Dicetak 26 November 2026, 09.30 WIB"


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("recap-pdf", 23),
        ("recap-steps-pdf", 20),
        ("programme-pdf", 21),
        ("programme-schedule-pdf", 19),
    ],
)
def test_queries_of_a_schools_papers_do_not_grow(
    as_user, rows, name, queries, django_assert_num_queries
):
    school = SchoolFactory()
    programme = ProgrammeFactory(school=school, year=TermFactory().year)
    instrument = InstrumentFactory()
    for _ in range(rows):
        session = SessionFactory(school=school, state="following_up", instruments=[instrument])
        FollowUpFactory(session=session, indicator=instrument.indicators.first())
        RatingFactory(session=session, indicator=instrument.indicators.first())
    client = as_user(principal_of(school))
    args = [programme.pk] if name.startswith("programme") else []
    # session, user, appointments, the place with what one may do there, term; its rows and
    # counts; regency, principal, supervisors; nine for the audit's chain
    with django_assert_num_queries(queries):
        assert get(client, name, *args).status_code == 200
