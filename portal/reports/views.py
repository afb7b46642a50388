"""Reports about a forum or many schools: asked for, waited for, read, edited, signed, printed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal import access, audit, drafts, paper
from portal import periods as clock
from portal.http import SignedInRequest, form_id
from portal.models import AreaReport
from portal.paper.document import TYPE, as_docx
from portal.reports import actions, papers, work
from portal.reports.forms import AskForm
from portal.reports.proposals import PASSAGE, concluded
from portal.reports.words import chapters, first_texts, parts, titles
from supervision.views.section import section_edit

PAGE = 20


def found(request: SignedInRequest, pk: UUID) -> AreaReport:
    """The report with ``may_edit``, or 404."""
    places = ("cluster__subdistrict", "region", "term__year", "year", "made_by")
    people = ("changed_by", "signed_by", "stopped_by")
    rows = AreaReport.objects.visible_to(request.user).select_related(*places, *people)
    rows = rows.annotate(may_edit=access.where(request.user, "area_report", "edit"))
    return get_object_or_404(rows, pk=pk)


def ready(request: SignedInRequest, pk: UUID) -> AreaReport:
    row = found(request, pk)
    if row.ready_at is None:
        raise Http404
    return row


def texts_of(report: AreaReport) -> dict[str, str]:
    """Every section: as edited, else the first wording; of a signed one as it was signed."""
    known = parts(report)
    return {
        **first_texts(report),
        **{key: text for key, text in report.texts.items() if key in known},
    }


def area_report_list(request: SignedInRequest) -> HttpResponse:
    """Reports one may read, newest first. 403 for whoever may neither read nor make any."""
    form = AskForm(user=request.user, today=clock.today("Asia/Jakarta"))
    if not form.subjects:
        raise PermissionDenied
    rows = AreaReport.objects.visible_to(request.user).for_list()
    context = {"page": Paginator(rows, PAGE).get_page(request.GET.get("hal"))}
    return render(request, "reports/area_report_list.html", context)


def area_report_new(request: SignedInRequest) -> HttpResponse:
    today = clock.today("Asia/Jakarta")
    sent = request.POST if request.method == "POST" else None
    form = AskForm(sent, user=request.user, today=today)
    if not form.subjects:
        raise PermissionDenied
    key = form_id(request)
    if request.method == "POST" and form.is_valid():
        kind, place = form.subjects[form.cleaned_data["subject"]]
        period = form.periods[form.cleaned_data["period"]]
        row = actions.ask(key, kind, place, period, by=request.user)
        return redirect("area-report-detail", row.pk)
    return render(request, "reports/area_report_new.html", {"form": form, "form_id": key})


def area_report_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The report by section; while it is counted, how far that is; once stopped, what happened."""
    report = found(request, pk)
    readers = access.readers("area_report", report)
    if report.ready_at is None:
        lost = work.is_lost(report, timezone.now())
        context = {"report": report, "readers": readers, "lost": lost}
        page = "wait" if report.is_counting and not lost else "stopped"
        return render(request, f"reports/area_report_{page}.html", context)
    texts, named = texts_of(report), titles(report)
    told = [
        (chapter, [(key, named[key], texts[key], key in report.texts) for key in sections])
        for chapter, sections in chapters(report).items()
    ]
    context = {"report": report, "chapters": told, "readers": readers}
    return render(request, "reports/area_report_detail.html", context)


@require_GET
def area_report_progress(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far the counting is, for the script that waits; ready also where it was stopped."""
    report = found(request, pk)
    ready = not report.is_counting or work.is_lost(report, timezone.now())
    return JsonResponse({"percent": report.percent, "ready": ready})


def area_report_edit(request: SignedInRequest, pk: UUID, passage: str) -> HttpResponse:
    report = changing(request, pk)
    if passage not in parts(report) or report.ready_at is None:
        raise Http404
    first = first_texts(report)[passage]

    def write(text: str, seen: str) -> None:
        actions.write(report, passage, text, by=request.user, seen=seen, first=first)

    return section_edit(
        request,
        "reports/area_report_edit.html",
        write=write,
        title=parts(report)[passage].title,
        text=report.texts.get(passage, first),
        draft=f"area-report-edit:{pk}:{passage}",
        back=reverse("area-report-detail", args=[pk]),
        report=report,
        part=passage,
        edited=passage in report.texts,
        concluded=concluded(request.user, report) if passage == PASSAGE else [],
    )


def changing(request: SignedInRequest, pk: UUID) -> AreaReport:
    """The report if the person may change it; 403 where it is only to be read."""
    report = found(request, pk)
    access.require(report.may_edit)  # type: ignore[attr-defined]
    return report


@require_POST
def area_report_restore(request: SignedInRequest, pk: UUID, passage: str) -> HttpResponse:
    report = changing(request, pk)
    if passage not in parts(report):
        raise Http404
    actions.restore(report, passage, by=request.user)
    drafts.discard(request.user, f"area-report-edit:{pk}:{passage}")
    messages.success(request, _("The first wording is back."))
    return redirect("area-report-detail", pk)


@require_POST
def area_report_recount(request: SignedInRequest, pk: UUID) -> HttpResponse:
    actions.recount(changing(request, pk), by=request.user)
    return redirect("area-report-detail", pk)


@require_POST
def area_report_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Stop the counting. Pressing twice is harmless."""
    report = changing(request, pk)
    actions.cancel(report, by=request.user)
    if report.is_counting and report.figures:
        messages.success(request, _("The counting is called off; the figures of before stay."))
    return redirect("area-report-detail", pk)


@require_POST
def area_report_discard(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give up what was stopped."""
    if actions.discard(changing(request, pk), by=request.user):
        return redirect("area-report-detail", pk)
    messages.success(request, _("The report is taken away; nothing of it is kept."))
    return redirect("area-report-list")


@require_POST
def area_report_sign(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Freeze it. Pressing twice is harmless: it is signed, and stays as it was."""
    report = found(request, pk)
    if report.signed_at is None:
        access.require(report.may_edit)  # type: ignore[attr-defined]
        if report.ready_at is None:
            raise Http404
        actions.sign(report, texts_of(report), by=request.user)
        messages.success(request, _("The report is signed and no longer changes."))
    return redirect("area-report-detail", pk)


def sheet_of(request: SignedInRequest, pk: UUID) -> tuple[AreaReport, paper.Sheet]:
    report = ready(request, pk)
    audit.record("area_report_print", report, by=request.user)
    return report, papers.sheet(report, texts_of(report), request.user, timezone.now())


def file(report: AreaReport, content: bytes, kind: str, ending: str) -> HttpResponse:
    name = paper.file_name(report.get_kind_display(), report.place, report.period, ending=ending)
    response = HttpResponse(content, content_type=kind)
    header = content_disposition_header(as_attachment=ending == "docx", filename=name)
    response["Content-Disposition"] = header or "inline"
    return response


def area_report_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    report, sheet = sheet_of(request, pk)
    size = paper.size_of(request.GET.get("kertas", ""))
    return file(report, paper.as_pdf(sheet, size), "application/pdf", "pdf")


def area_report_docx(request: SignedInRequest, pk: UUID) -> HttpResponse:
    report, sheet = sheet_of(request, pk)
    author = request.user.paper_name
    return file(report, as_docx(sheet, author=author, now=timezone.now()), TYPE, "docx")


def area_report_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same sheet as a page, for the browser's own printing."""
    report, sheet = sheet_of(request, pk)
    context = {"sheet": sheet, "report": report}
    return render(request, "reports/area_report_print.html", context)
