"""A school's yearly programme: the list, the document, its chapters, its delegates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access, drafts, periods
from portal.http import SignedInRequest
from portal.models import School, SchoolYear, Term
from supervision.actions import programme as actions
from supervision.forms.programme import CHAPTERS, ChapterForm, DelegateForm
from supervision.models import Delegate, Programme, State, SupervisionSession, Technique

PAGE = 20


def this_year(zone: str = "Asia/Jakarta") -> SchoolYear | None:
    """The school year that today belongs to, if the operator has entered one."""
    term = Term.objects.select_related("year").on(periods.today(zone))
    return term.year if term else None


def found(request: SignedInRequest, pk: UUID) -> Programme:
    """The programme if the reader may see it, with ``may_edit``, ``may_write``, ``sees_all``."""
    user = request.user
    rows = Programme.objects.visible_to(user).select_related("school", "year")
    return get_object_or_404(
        rows.annotate(
            may_edit=access.where(user, "programme", "edit"),
            may_write=access.where(user, "school", "write_programme", "school__"),
            sees_all=access.where(user, "school", "read_process", "school__"),
        ),
        pk=pk,
    )


def programme_list(request: SignedInRequest) -> HttpResponse:
    """Programmes one may read, newest year first; and schools that have none yet this year."""
    user, year = request.user, this_year()
    rows = Programme.objects.visible_to(user).select_related("school", "year")
    rows = rows.order_by("-year__starts_on", "school__name", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    without = School.objects.where_one_may(user, "write_programme").exclude(programmes__year=year)
    context = {"page": page, "year": year, "without": without.order_by("name") if year else []}
    return render(request, "supervision/programme_list.html", context)


@require_POST
def school_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the programme of this school year; a second tap finds the first."""
    school = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    access.require(
        School.objects.where_one_may(request.user, "write_programme").filter(pk=pk).exists()
    )
    year = this_year(school.zone)
    if year is None:
        messages.error(request, _("There is no term yet. Ask the operator to enter one."))
        return redirect("programme-list")
    programme = actions.make(school, year, by=request.user)
    messages.success(request, _("The programme is ready to read. Change what does not fit yet."))
    return redirect("programme-detail", programme.pk)


def programme_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    programme = found(request, pk)
    context = {
        "programme": programme,
        "aim": programme.purpose.split("\n")[0],
        "titles": {key.replace("-", "_"): part.title for key, part in CHAPTERS.items()},
        "techniques": [row.label for row in Technique if row.value in programme.techniques],
        "delegates": programme.delegates.select_related("user"),
        "terms": terms_with_visits(request, programme),
        "today": periods.today(programme.school.zone),
        "readers": access.readers("programme"),
    }
    return render(request, "supervision/programme_detail.html", context)


def terms_with_visits(request: SignedInRequest, programme: Programme) -> list[tuple[Term, int]]:
    """The semesters of the year, each with how many visits the reader sees in it."""
    rows = SupervisionSession.objects.visible_to(request.user).filter(school=programme.school)
    rows = rows.filter(term__year=programme.year).exclude(state=State.CANCELLED).order_by()
    visits = dict(rows.values_list("term").annotate(n=Count("pk", distinct=True)))
    terms = Term.objects.filter(year=programme.year).select_related("year").order_by("number")
    return [(term, visits.get(term.pk, 0)) for term in terms]


def programme_edit(request: SignedInRequest, pk: UUID, chapter: str) -> HttpResponse:
    """One chapter. What somebody else saved meanwhile stands beside what was typed."""
    programme = found(request, pk)
    if chapter not in CHAPTERS:
        raise Http404
    access.require(programme.may_edit)  # type: ignore[attr-defined]
    part = CHAPTERS[chapter]
    form = ChapterForm(request.POST or None, chapter=part, programme=programme)
    other: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("seen", "")
            actions.write(programme, form.cleaned_data, by=request.user, seen=seen)
        except actions.Changed as changed:
            programme = changed.programme
            other = [(str(form[name].label), told(programme, name)) for name in part.fields]
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            drafts.discard(request.user, f"programme-edit:{pk}:{chapter}")
            messages.success(request, _("The chapter is saved."))
            return redirect("programme-detail", pk)
    context = {
        "programme": programme,
        "chapter": part,
        "key": chapter,
        "form": form,
        "other": other,
        "seen": actions.mark(programme, part.fields),
    }
    return render(request, "supervision/programme_edit.html", context)


def told(programme: Programme, name: str) -> str:
    """A field as it stands, in words."""
    value = getattr(programme, name)
    if name == "techniques":
        return ", ".join(str(row.label) for row in Technique if row.value in value)
    return str(value)


def programme_close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ends the editing, with what follows from it on a page of its own."""
    programme = found(request, pk)
    if programme.closed_at:
        return redirect("programme-detail", pk)
    access.require(programme.may_edit)  # type: ignore[attr-defined]
    if request.method == "POST":
        actions.close(programme, by=request.user)
        messages.success(request, _("The programme is closed. It can be read and printed."))
        return redirect("programme-detail", pk)
    delegates = programme.delegates.on(periods.today(programme.school.zone))
    context = {"programme": programme, "delegates": delegates.select_related("user")}
    return render(request, "supervision/programme_close.html", context)


@require_POST
def programme_reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    programme = found(request, pk)
    access.require(programme.may_write)  # type: ignore[attr-defined]
    actions.reopen(programme, by=request.user)
    return redirect("programme-detail", pk)


def programme_delegate(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Name a senior teacher or coordinator who may observe."""
    programme = found(request, pk)
    access.require(programme.may_edit)  # type: ignore[attr-defined]
    today = periods.today(programme.school.zone)
    form = DelegateForm(request.POST or None, programme=programme, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.delegate(programme, by=request.user, **form.cleaned_data)
            text = _("%(who)s may observe at the school from now on and has been told.")
            if row.began_on > today:
                text = _("%(who)s is a delegate from the first day on and has been told.")
            messages.success(request, text % {"who": row.user.call})
            return redirect("programme-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"programme": programme, "form": form}
    return render(request, "supervision/programme_delegate.html", context)


def delegate_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a delegation, from the next request on."""
    programmes = Programme.objects.visible_to(request.user)
    rows = Delegate.objects.select_related("programme__school", "user")
    row = get_object_or_404(rows, pk=pk, programme__in=programmes)
    access.require("edit" in access.allowed(request.user, "programme", row.programme))
    if request.method == "POST":
        today = periods.today(row.programme.school.zone)
        actions.end_delegation(row, by=request.user, on=today)
        text = _("%(who)s may not observe any more and has been told.")
        messages.success(request, text % {"who": row.user.call})
        return redirect("programme-detail", row.programme_id)
    open_visits = SupervisionSession.objects.visible_to(request.user).open()
    context = {
        "row": row,
        "visits": open_visits.filter(observer=row.user, school=row.programme.school)
        .select_related("teacher")
        .order_by("planned_on")[:20],
    }
    return render(request, "supervision/delegate_end.html", context)
