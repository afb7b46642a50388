"""The term report of a school: read, edited section by section, printed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access, audit, drafts, paper, periods
from portal.http import SignedInRequest
from portal.models import School, Term
from portal.paper.document import TYPE, as_docx
from supervision import papers
from supervision.actions import report as actions
from supervision.forms.report import RenewForm
from supervision.models import TermReport
from supervision.report_figures import Figures, figures
from supervision.report_words import CHAPTERS, PARTS, first_texts
from supervision.views.paper import answer
from supervision.views.section import section_edit

PAGE = 20
RECENT = 6  # terms offered, newest first


@dataclass(frozen=True, slots=True)
class Whole:
    """A report as it stands: the edited sections over the first wording of all."""

    school: School
    term: Term
    figures: Figures
    first: dict[str, str]
    edited: dict[str, str]
    may_write: bool
    saved: TermReport | None
    versions: list[TermReport]

    @property
    def texts(self) -> dict[str, str]:
        return {**self.first, **self.edited}

    @property
    def is_signed(self) -> bool:
        return self.saved is not None and self.saved.signed_at is not None

    @property
    def is_newest(self) -> bool:
        return self.saved is None or self.saved is self.versions[0]

    @property
    def may_change(self) -> bool:
        return self.may_write and not self.is_signed

    @property
    def may_renew(self) -> bool:
        return self.may_write and self.is_signed and self.is_newest

    @property
    def moved(self) -> list[tuple[str, str, str]]:
        """(title, then, today) of what the records say otherwise than when it was signed."""
        if self.saved is None or not self.is_signed:
            return []
        then = self.saved.first
        return [
            (str(part.title), then[key], self.first[key])
            for key, part in PARTS.items()
            if key in then and then[key] != self.first[key]
        ]


def report_list(request: SignedInRequest) -> HttpResponse:
    """The schools whose report one may read, each with its recent terms."""
    schools = School.objects.where_one_may(request.user, "read_report").order_by("name", "pk")
    if not schools.exists():
        raise Http404
    terms = Term.objects.filter(starts_on__lte=periods.today("Asia/Jakarta"))
    context = {
        "page": Paginator(schools, PAGE).get_page(request.GET.get("hal")),
        "terms": terms.select_related("year")[:RECENT],
    }
    return render(request, "supervision/report_list.html", context)


def place(request: SignedInRequest, npsn: str, semester: int) -> tuple[School, Term, bool]:
    """School and term if their report is the reader's to see, and whether he may write it."""
    user = request.user
    readable = School.objects.where_one_may(user, "read_report").select_related("subdistrict")
    writes = access.where(user, "school", "write_report")
    school = get_object_or_404(readable.annotate(may_write=writes), npsn=npsn)
    if semester > 2**31:
        raise Http404
    term = get_object_or_404(Term.objects.select_related("year"), pk=semester)
    return school, term, school.may_write  # type: ignore[attr-defined]


def whole(request: SignedInRequest, npsn: str, semester: int, *, version: str = "") -> Whole:
    """The newest version, or the one asked for; 404 where there is none such."""
    school, term, may_write = place(request, npsn, semester)
    told = figures(request.user, school, term, periods.today(school.zone))
    saved = TermReport.objects.visible_to(request.user).filter(school=school, term=term)
    versions = list(saved.select_related("changed_by", "signed_by").order_by("-version"))
    row = next((row for row in versions if str(row.version) == version), None)
    if version and row is None:
        raise Http404
    row = row or next(iter(versions), None)
    edited = {key: text for key, text in row.texts.items() if key in PARTS} if row else {}
    first = first_texts(school, term, told)
    return Whole(school, term, told, first, edited, may_write, row, versions)


def report_detail(request: SignedInRequest, npsn: str, semester: int) -> HttpResponse:
    report = whole(request, npsn, semester, version=request.GET.get("versi", ""))
    chapters = [
        (
            chapter,
            [(key, part.title, report.texts[key], key in report.edited) for key, part in rows],
        )
        for chapter, rows in ((name, list(parts.items())) for name, parts in CHAPTERS.items())
    ]
    context = {
        "report": report,
        "chapters": chapters,
        "seen": actions.whole_mark(report.texts),
        "chosen": f"?versi={report.saved.version}" if report.saved else "",
        "here": f"sekolah={report.school.npsn}&semester={report.term.pk}",
        "readers": access.readers("report"),
    }
    return render(request, "supervision/report_detail.html", context)


def report_edit(request: SignedInRequest, npsn: str, semester: int, passage: str) -> HttpResponse:
    report = whole(request, npsn, semester)
    if passage not in PARTS:
        raise Http404
    access.require(report.may_write)
    if report.is_signed and request.method == "GET":
        messages.info(request, _("The report is signed. Begin a new version to change it."))
        return redirect("report-detail", npsn, semester)

    def write(text: str, seen: str) -> None:
        first = report.first[passage]
        actions.write(
            report.school, report.term, passage, text, by=request.user, seen=seen, first=first
        )

    return section_edit(
        request,
        "supervision/report_edit.html",
        write=write,
        title=PARTS[passage].title,
        text=report.texts[passage],
        draft=f"report-edit:{npsn}:{semester}:{passage}",
        back=reverse("report-detail", args=[npsn, semester]),
        report=report,
        part=passage,
        edited=passage in report.edited,
    )


@require_POST
def report_restore(
    request: SignedInRequest, npsn: str, semester: int, passage: str
) -> HttpResponse:
    school, term, may_write = place(request, npsn, semester)
    if passage not in PARTS:
        raise Http404
    access.require(may_write)
    try:
        actions.restore(school, term, passage, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("report-detail", npsn, semester)
    drafts.discard(request.user, f"report-edit:{npsn}:{semester}:{passage}")
    messages.success(request, _("The first wording is back, with the numbers of today."))
    return redirect("report-detail", npsn, semester)


@require_POST
def report_sign(request: SignedInRequest, npsn: str, semester: int) -> HttpResponse:
    """Freeze the report as it was read. Pressing twice is harmless."""
    report = whole(request, npsn, semester)
    access.require(report.may_write)
    school, term, user = report.school, report.term, request.user
    held = papers.gathered(school, term, report.figures, user, timezone.now())
    try:
        actions.sign(
            school,
            term,
            report.texts,
            first=report.first,
            paper=papers.under_own_name(held, user),
            seen=request.POST.get("seen", ""),
            by=user,
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The report is signed and no longer changes."))
    return redirect("report-detail", npsn, semester)


def report_renew(request: SignedInRequest, npsn: str, semester: int) -> HttpResponse:
    """Begin a new version after the signed one, with a reason."""
    school, term, may_write = place(request, npsn, semester)
    access.require(may_write)
    rows = TermReport.objects.visible_to(request.user).filter(school=school, term=term)
    newest = rows.order_by("-version").first()
    form = RenewForm(request.POST or None, after=newest.version if newest else 0)
    if request.method == "POST" and form.is_valid():
        after, reason = form.cleaned_data["after"], form.cleaned_data["reason"]
        actions.renew(school, term, after=after, reason=reason, by=request.user)
        return redirect("report-detail", npsn, semester)
    if newest is None or newest.signed_at is None:
        return redirect("report-detail", npsn, semester)
    context = {"form": form, "school": school, "term": term, "report": newest}
    return render(request, "supervision/report_renew.html", context)


def sheet_of(request: SignedInRequest, npsn: str, semester: int) -> tuple[Whole, paper.Sheet]:
    report = whole(request, npsn, semester, version=request.GET.get("versi", ""))
    audit.record("report_print", report.saved or report.school, by=request.user)
    school, term, now = report.school, report.term, timezone.now()
    held: papers.Paper = report.saved.paper if report.saved else {}
    if not report.is_signed:
        held = papers.gathered(school, term, report.figures, request.user, now)
    sheet = papers.report(school, term, report.texts, held, report.saved, request.user, now)
    return report, sheet


def report_pdf(request: SignedInRequest, npsn: str, semester: int) -> HttpResponse:
    report, sheet = sheet_of(request, npsn, semester)
    return answer(request, sheet, "Laporan supervisi", report.school.name, report.term)


def report_docx(request: SignedInRequest, npsn: str, semester: int) -> HttpResponse:
    """The same sheet as a text document to go on working with."""
    report, sheet = sheet_of(request, npsn, semester)
    content = as_docx(sheet, author=request.user.paper_name, now=timezone.now())
    response = HttpResponse(content, content_type=TYPE)
    name = paper.file_name("Laporan supervisi", report.school.name, report.term, ending="docx")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def report_print(request: SignedInRequest, npsn: str, semester: int) -> HttpResponse:
    """The same sheet as a page, for the browser's own printing."""
    report, sheet = sheet_of(request, npsn, semester)
    return render(request, "supervision/report_print.html", {"sheet": sheet, "report": report})
