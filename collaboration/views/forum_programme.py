"""The yearly programme of a forum: read, made, written line by line, printed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import forum_programme as actions
from collaboration.forms.forum_programme import LineForm
from collaboration.meetings import year_page
from collaboration.models import Forum, ForumProgramme, PlannedLine
from collaboration.papers import year as papers
from collaboration.views.forum import readable
from portal import access, audit, paper, periods
from portal.http import SignedInRequest, form_id
from portal.models import SchoolYear
from supervision import content

COMING = 2  # school years one may plan: the running one and the next


def years_of(forum: Forum) -> list[SchoolYear]:
    """The running school year and the next, and those the forum has a programme of, in order."""
    today = periods.today(forum.place.zone)
    coming = SchoolYear.objects.filter(ends_on__gte=today).order_by("starts_on")[:COMING]
    rows = SchoolYear.objects.filter(
        Q(pk__in=[year.pk for year in coming]) | Q(forum_programmes__forum=forum)
    )
    return list(rows.distinct().order_by("starts_on"))


def chosen(request: SignedInRequest, forum: Forum, years: list[SchoolYear]) -> SchoolYear | None:
    """The year asked for by its first calendar year (``?tahun=2026``), else the running one."""
    asked = request.GET.get("tahun", "")
    today = periods.today(forum.place.zone)
    running = [year for year in years if year.ends_on >= today]
    named = next((year for year in years if str(year.starts_on.year) == asked), None)
    return named or (running[0] if running else next(reversed(years), None))


def programme_of(
    request: SignedInRequest, forum: Forum, year: SchoolYear | None
) -> ForumProgramme | None:
    rows = ForumProgramme.objects.visible_to(request.user).filter(forum=forum, year=year)
    found = rows.first()
    if found and year:
        found.forum, found.year = forum, year
    return found


def address(programme: ForumProgramme, line: PlannedLine | None = None) -> str:
    page = reverse("forum-programme", args=[programme.forum_id])
    mark = f"#baris-{line.pk}" if line else ""
    return f"{page}?tahun={programme.year.starts_on.year}{mark}"


def forum_programme(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The year by month; ``?status=`` those lines of which the same became."""
    forum = readable(request, pk)
    years = years_of(forum)
    year = chosen(request, forum, years)
    programme = programme_of(request, forum, year)
    rows = year_page.rows_of(programme, timezone.now()) if programme else []
    state = request.GET.get("status", "")
    shown = [row for row in rows if row.state == state] if state in year_page.BECAME else rows
    context = {
        "forum": forum,
        "year": year,
        "years": [each for each in years if each != year],
        "programme": programme,
        "counts": year_page.counts(rows),
        "state": year_page.BECAME[state][0] if state in year_page.BECAME else "",
        "months": year_page.by_month(shown),
        "can": access.allowed(request.user, "forum", forum),
        "readers": access.readers("forum_programme", programme),
    }
    return render(request, "collaboration/forum_programme.html", context)


@require_POST
def forum_programme_make(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make the programme of the year with a first proposal; a second tap finds the first."""
    forum = readable(request, pk)
    access.require("plan_year" in access.allowed(request.user, "forum", forum))
    year = chosen(request, forum, years_of(forum))
    if year is None:
        messages.error(request, _("There is no term yet. Ask the operator to enter one."))
        return redirect("forum-programme", pk)
    today = periods.today(forum.place.zone)
    programme = actions.make(forum, year, by=request.user, today=today)
    messages.success(request, _("A first proposal is there. Take what fits, leave out the rest."))
    return redirect(address(programme))


def writable(request: SignedInRequest, pk: UUID, line: UUID) -> PlannedLine:
    """A line of the forum that the reader may change; 403 for who may only read it."""
    forum = readable(request, pk)
    rows = PlannedLine.objects.visible_to(request.user).filter(programme__forum=forum)
    found = get_object_or_404(rows.select_related("programme__year", "activity"), pk=line)
    found.programme.forum = forum
    access.require("edit" in access.allowed(request.user, "forum_programme", found.programme))
    return found


def forum_line_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A line of one's own in the programme of the year asked for."""
    forum = readable(request, pk)
    programme = programme_of(request, forum, chosen(request, forum, years_of(forum)))
    access.require("plan_year" in access.allowed(request.user, "forum", forum))
    if programme is None:
        return redirect("forum-programme", pk)
    form = LineForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            line = actions.add(form_id(request), programme, by=request.user, **form.cleaned_data)
            return redirect(address(programme, line))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return written(request, form, programme, None)


def written(
    request: SignedInRequest,
    form: LineForm,
    programme: ForumProgramme,
    line: PlannedLine | None,
    *,
    base: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "programme": programme,
        "line": line,
        "base": base,
        "back": address(programme, line),
        "form_id": form_id(request),
        "readers": access.readers("forum_programme", programme),
    }
    return render(request, "collaboration/forum_line.html", context)


def put_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What was typed into a line that somebody removed meanwhile, ready to be added anew."""
    forum = readable(request, pk)
    access.require("plan_year" in access.allowed(request.user, "forum", forum))
    programme = programme_of(request, forum, chosen(request, forum, years_of(forum)))
    if programme is None:
        raise Http404
    form = LineForm(request.POST, programme=programme)
    words = _("Somebody has removed this line meanwhile. What you typed stands here; save it anew.")
    form.add_error(None, words)
    return written(request, form, programme, None)


def forum_line_edit(request: SignedInRequest, pk: UUID, line: UUID) -> HttpResponse:
    if request.method == "POST" and not PlannedLine.objects.filter(pk=line).exists():
        return put_back(request, pk)
    found = writable(request, pk, line)
    now = content.base_of(actions.said(found))
    base = request.POST.get("base", now)
    form = LineForm(request.POST or None, instance=found, programme=found.programme)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, by=request.user, base=base, **form.cleaned_data)
            return redirect(address(found.programme, found))
        except content.Stale as stale:
            base = form.show(stale)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return written(request, form, found.programme, found, base=base)


@require_POST
def forum_line_set(request: SignedInRequest, pk: UUID, line: UUID) -> HttpResponse:
    """One tap: take a line, leave it out, move it a month; an unknown word changes nothing."""
    found, act = writable(request, pk, line), request.POST.get("act", "")
    try:
        if act in ("take", "leave"):
            actions.decide(found, by=request.user, taken=act == "take")
        if act in ("earlier", "later"):
            actions.move(found, by=request.user, later=act == "later")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(address(found.programme, found))


def forum_line_remove(request: SignedInRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Ask, then take the line out for good."""
    found = writable(request, pk, line)
    if request.method == "POST":
        try:
            actions.remove(found, by=request.user, base=request.POST.get("base", ""))
            messages.success(request, _("The line is removed."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(address(found.programme))
    base = content.base_of(actions.said(found))
    context = {"line": found, "base": base, "back": address(found.programme, found)}
    return render(request, "collaboration/forum_line_remove.html", context)


def forum_programme_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The lines taken up, with the sheet of approval."""
    forum = readable(request, pk)
    programme = programme_of(request, forum, chosen(request, forum, years_of(forum)))
    if programme is None:
        return redirect("forum-programme", pk)
    may_sign = "edit" in access.allowed(request.user, "forum_programme", programme)
    sheet = papers.programme(programme, timezone.now(), numbers=may_sign)
    audit.record("forum_programme_print", forum, by=request.user)
    size = paper.size_of(request.GET.get("kertas", ""))
    response = HttpResponse(paper.as_pdf(sheet, size), content_type="application/pdf")
    name = paper.file_name("Program tahunan", forum.name, programme.year)
    header = content_disposition_header(as_attachment=False, filename=name)
    response["Content-Disposition"] = header or "inline"
    return response
