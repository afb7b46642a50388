"""Sheets for the printer. Each opens by the rule of the page it is the paper of."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from portal import audit, paper
from portal.http import SignedInRequest
from portal.models import School, Term
from supervision import papers, reports
from supervision.models import GroupVisit, Instrument, Programme, SupervisionSession, Turn
from supervision.views.programme import found as found_programme
from supervision.views.requests import found, rights


def answer(request: HttpRequest, sheet: paper.Sheet, *name: object) -> HttpResponse:
    """The sheet as a PDF of the size asked for, under a name one finds again."""
    size = paper.size_of(request.GET.get("kertas", ""))
    response = HttpResponse(paper.as_pdf(sheet, size), content_type="application/pdf")
    header = content_disposition_header(as_attachment=False, filename=paper.file_name(*name))
    response["Content-Disposition"] = header or "inline"
    return response


def turns_of(request: SignedInRequest, session: SupervisionSession) -> list[Turn]:
    rows = Turn.objects.visible_to(request.user).filter(session=session)
    return list(rows.select_related("author", "session__school"))


def reflected(turns: list[Turn]) -> bool:
    """Has the teacher's reflection opened the record? Paper waits for it as the screen does."""
    return any(turn.kind == Turn.Kind.REFLECTION for turn in turns)


def printed(request: SignedInRequest, session: SupervisionSession) -> None:
    """Remember who has taken the words of a record on paper."""
    reports.read_by(session, request.user)
    audit.record("session_print", session, by=request.user, subject=session.teacher)


def named(session: SupervisionSession, first: object) -> tuple[object, ...]:
    return (first, session.teacher.name, session.subject, session.planned_on.isoformat())


def session_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The record of a cycle."""
    session = found(request, pk)
    if "words.read" not in rights(request, session):
        raise Http404
    turns = turns_of(request, session)
    if not reflected(turns):
        return redirect("session-discuss", pk)
    printed(request, session)
    sheet = papers.record(session, turns, request.user, timezone.now())
    return answer(request, sheet, *named(session, "Supervisi"))


def session_papers(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Which sheets there are for this visit now."""
    session = found(request, pk)
    can = rights(request, session)
    if not {"agreement.read", "words.read"} & can:
        raise Http404
    context = {
        "session": session,
        "record": "words.read" in can and reflected(turns_of(request, session)),
        "rates": "notes.write" in can and bool(session.aspects),
    }
    return render(request, "supervision/session_papers.html", context)


def session_sheet(request: SignedInRequest, pk: UUID, sheet: str) -> HttpResponse:
    """A sheet of the talk before or after, or the blank form; ``?kosong=1`` to write by hand."""
    session = found(request, pk)
    if sheet not in SHEETS or "agreement.read" not in rights(request, session):
        raise Http404
    return SHEETS[sheet](request, session)


def before(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    blank = request.GET.get("kosong") == "1"
    sheet = papers.before(session, request.user, timezone.now(), blank=blank)
    audit.record("session_sheet_print", session, by=request.user, subject=session.teacher)
    return answer(request, sheet, *named(session, "Pra-observasi"))


def after(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    blank = request.GET.get("kosong") == "1"
    turns: list[Turn] = []
    if not blank:
        if "words.read" not in rights(request, session):
            raise Http404
        turns = turns_of(request, session)
        if not reflected(turns):
            return redirect("session-discuss", session.pk)
        printed(request, session)
    sheet = papers.after(session, turns, request.user, timezone.now(), blank=blank)
    return answer(request, sheet, *named(session, "Pasca-observasi"))


def form(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    address = request.build_absolute_uri(reverse("session-detail", args=[session.pk]))
    sheet = papers.session_form(session, request.user, timezone.now(), address=address)
    audit.record("session_sheet_print", session, by=request.user, subject=session.teacher)
    return answer(request, sheet, *named(session, "Lembar observasi"))


SHEETS = {"pra-observasi": before, "pasca-observasi": after, "observasi": form}


def instrument_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A blank form, under the letterhead of the reader's own school if he serves at one."""
    instrument = get_object_or_404(Instrument.objects.visible_to(request.user), pk=pk)
    own = [school for _role, school in request.user.scope.schools]
    school = School.objects.select_related("subdistrict").filter(pk__in=own).first()
    audit.record("instrument_print", instrument, by=request.user)
    sheet = papers.instrument_form(instrument, school, timezone.now())
    return answer(request, sheet, "Instrumen", instrument.name, f"v{instrument.version}")


def programme_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The yearly programme with its signature sheet."""
    row, everything = programme_of(request, pk)
    audit.record("programme_print", row, by=request.user)
    sheet = papers.programme(
        row, request.user, timezone.now(), numbers=everything, sees_all=everything
    )
    return answer(request, sheet, "Program supervisi", row.school.name, row.year)


def schedule_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The schedule of the semester asked for (1 or 2), else of the whole year."""
    row, everything = programme_of(request, pk)
    terms = Term.objects.filter(year=row.year).select_related("year")
    term = next((each for each in terms if str(each.number) == request.GET.get("semester")), None)
    audit.record("schedule_print", row, by=request.user)
    sheet = papers.schedule(
        row, term, request.user, timezone.now(), numbers=everything, sees_all=everything
    )
    return answer(request, sheet, "Jadwal supervisi", row.school.name, term or row.year)


def programme_of(request: SignedInRequest, pk: UUID) -> tuple[Programme, bool]:
    """The programme, and whether its reader sees all visits and may print signers' numbers."""
    row = found_programme(request, pk)
    return row, bool(getattr(row, "sees_all", False))


def group_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The common record of several teachers."""
    rows = GroupVisit.objects.visible_to(request.user)
    row = get_object_or_404(
        rows.select_related("school__subdistrict", "observer", "term__year").distinct(), pk=pk
    )
    audit.record("group_print", row, by=request.user)
    day = row.planned_on.isoformat()
    return answer(request, papers.group(row, timezone.now()), "Supervisi bersama", row.title, day)
