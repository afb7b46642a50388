"""Lists and recaps to take away: the rows of the page, no more, audited each time."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal import audit, exports, paper, periods, quota
from portal.exports import Grid, Value
from portal.http import SignedInRequest
from portal.models import AuditEvent, School, Term
from supervision import papers, teacher_rows
from supervision.forms.report import PasswordForm
from supervision.models import Aspect, FollowUp, SupervisionSession
from supervision.views.follow_up import listed as listed_steps
from supervision.views.paper import answer
from supervision.views.session import listed as listed_sessions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MANY = 200  # rows above which the password is asked for once more
TRIES = 5  # wrong passwords an hour
WIDTHS = (6, 26, 10, 22, 30, 30, 14, 8, 26, 22, 24, 26, 28, 10)


def unconfirmed(request: SignedInRequest, rows: int) -> HttpResponse | None:
    """The question for the password where a list is long and it has not been given with it."""
    if rows <= MANY:
        return None
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        since = timezone.now() - dt.timedelta(hours=1)
        wrong = AuditEvent.objects.filter(actor=request.user, act="export_refused", at__gt=since)
        if wrong.count() >= TRIES:
            form.add_error("password", _("Too many wrong passwords. Please try again in an hour."))
        elif request.user.check_password(form.cleaned_data["password"]):
            return None
        else:
            audit.record("export_refused", request.user, by=request.user)
            form.add_error("password", _("This is not your password."))
    context = {"form": form, "rows": rows}
    return render(request, "supervision/export_confirm.html", context)


def workbook(grid: Grid, *name: object) -> HttpResponse:
    response = HttpResponse(exports.as_xlsx(grid), content_type=XLSX)
    title = paper.file_name(*name, ending="xlsx")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=title) or "attachment"
    )
    return response


def session_export(request: SignedInRequest) -> HttpResponse:
    """The visits of the list as it is filtered, in its order."""
    if refused := quota.refused(request, "session-list"):
        return refused
    visits = listed_sessions(request).select_related("teacher", "observer", "school", "term__year")
    rows = list(visits)
    if asked := unconfirmed(request, len(rows)):
        return asked
    today = periods.today("Asia/Jakarta")
    term = term_asked(request)
    grid = session_grid(rows, about(request, term), today)
    audit.record("session_export", term or request.user, by=request.user)
    return workbook(grid, "Daftar supervisi", today.isoformat())


def term_asked(request: SignedInRequest) -> Term | None:
    wanted = request.GET.get("semester", "")
    if not wanted.isdecimal() or len(wanted) > 8:
        return None
    return Term.objects.select_related("year").filter(pk=int(wanted)).first()


def about(request: SignedInRequest, term: Term | None) -> str:
    """The filter in words, as the page shows it."""
    view = {
        "selesai": _("Finished"),
        "berjalan": _("Under way"),
    }.get(request.GET.get("tampil", ""), _("Mine to do"))
    return f"{view}; {term or _('All terms')}"


def session_grid(rows: list[SupervisionSession], told: str, today: dt.date) -> Grid:
    head = [
        _("No."),
        _("Teacher"),
        _("Class"),
        _("Subject"),
        _("Topic"),
        _("Aspects"),
        _("Day"),
        _("Hour"),
        _("Observer"),
        _("Technique"),
        _("Stage"),
        _("School"),
        _("Term"),
        _("Open steps"),
    ]
    return Grid(
        name=_("Supervision"),
        above=[(_("Date"), today), (_("Filter"), told), (_("Rows"), len(rows))],
        head=head,
        rows=[[at, *session_row(row, today)] for at, row in enumerate(rows, 1)],
        widths=WIDTHS,
    )


def session_row(row: SupervisionSession, today: dt.date) -> list[Value]:
    stage = str(row.get_state_display())
    return [
        row.teacher.name,
        row.class_name,
        row.subject,
        row.topic,
        ", ".join(str(Aspect(aspect).label) for aspect in row.aspects),
        row.planned_on,
        f"{row.planned_time:%H.%M}" if row.planned_time else "",
        row.observer.name,
        str(row.get_technique_display()),
        _("%(stage)s, late") % {"stage": stage} if row.is_late(today) else stage,
        row.school.name,
        str(row.term),
        row.open_steps,  # type: ignore[attr-defined]
    ]


def followup_xlsx(request: SignedInRequest) -> HttpResponse:
    """The reader's own list of steps, open or done as on the page."""
    if refused := quota.refused(request, "followup-list"):
        return refused
    today = periods.today("Asia/Jakarta")
    rows = steps_of(request)
    above: list[tuple[str, Value]] = [
        (_("Date"), today),
        *told_steps(request),
        (_("Rows"), len(rows)),
    ]
    audit.record("step_export", request.user, by=request.user)
    return workbook(papers.steps_grid(rows, above), "Tindak lanjut", today.isoformat())


def followup_pdf(request: SignedInRequest) -> HttpResponse:
    """The same list on paper, under the letterhead of the reader's own school."""
    rows = steps_of(request)
    school = own_school(request) or (rows[0].session.school if rows else None)
    if school is None:
        raise Http404
    audit.record("step_print", request.user, by=request.user)
    sheet = papers.steps_sheet(rows, told_steps(request), school, request.user, timezone.now())
    return answer(request, sheet, "Tindak lanjut", request.user.name, day_of(school))


def steps_of(request: SignedInRequest) -> list[FollowUp]:
    rows = listed_steps(request)
    return list(
        rows.select_related(
            "owner", "indicator", "session__teacher", "session__school__subdistrict"
        )
    )


def told_steps(request: SignedInRequest) -> list[tuple[str, str]]:
    done = request.GET.get("tampil") == "selesai"
    return [(_("Filter"), _("Done") if done else _("Open"))]


def own_school(request: SignedInRequest) -> School | None:
    own = [school for _role, school in request.user.scope.schools]
    return School.objects.select_related("subdistrict").filter(pk__in=own).first()


def day_of(school: School) -> str:
    return periods.today(school.zone).isoformat()


def recap_place(request: SignedInRequest) -> tuple[School, Term]:
    """School and term of the recap, by ``?sekolah=`` and ``?semester=``; else the reader's, now."""
    schools = School.objects.where_one_may(request.user, "read_people").select_related(
        "subdistrict"
    )
    npsn = request.GET.get("sekolah", "")
    school = (schools.filter(npsn=npsn) if npsn else schools.order_by("name", "pk")).first()
    if school is None:
        raise Http404
    term = term_asked(request) or Term.objects.select_related("year").on(periods.today(school.zone))
    if term is None:
        raise Http404
    return school, term


def recap_xlsx(request: SignedInRequest) -> HttpResponse:
    if refused := quota.refused(request, "home"):
        return refused
    school, term = recap_place(request)
    today = periods.today(school.zone)
    rows = teacher_rows.of_school(request.user, school, term, today)
    audit.record("recap_export", school, by=request.user)
    return workbook(
        papers.recap_grid(school, term, rows, today), "Rekap supervisi", school.name, term
    )


def recap_pdf(request: SignedInRequest) -> HttpResponse:
    """With names, or for outside the school without any: ``?nama=tanpa``."""
    school, term = recap_place(request)
    rows = teacher_rows.of_school(request.user, school, term, periods.today(school.zone))
    named = request.GET.get("nama") != "tanpa"
    audit.record("recap_print", school, by=request.user)
    sheet = papers.recap(school, term, rows, request.user, timezone.now(), named=named)
    words = "Rekap supervisi" if named else "Rekap supervisi tanpa nama"
    return answer(request, sheet, words, school.name, term)


def recap_steps(request: SignedInRequest) -> tuple[School, Term, list[FollowUp]]:
    """All steps of a school and term that the reader may read, by teacher."""
    school, term = recap_place(request)
    rows = (
        FollowUp.objects.visible_to(request.user)
        .filter(session__school=school, session__term=term)
        .select_related("owner", "indicator", "session__teacher")
        .order_by("session__teacher__name", "due_on", "pk")
        .distinct()
    )
    return school, term, list(rows)


def recap_steps_xlsx(request: SignedInRequest) -> HttpResponse:
    if refused := quota.refused(request, "home"):
        return refused
    school, term, rows = recap_steps(request)
    if asked := unconfirmed(request, len(rows)):
        return asked
    today = periods.today(school.zone)
    above: list[tuple[str, Value]] = [
        (_("Date"), today),
        (_("School"), f"{school.name}, NPSN {school.npsn}"),
        (_("Term"), str(term)),
        (_("Rows"), len(rows)),
    ]
    audit.record("step_export", school, by=request.user)
    return workbook(papers.steps_grid(rows, above), "Tabel tindak lanjut", school.name, term)


def recap_steps_pdf(request: SignedInRequest) -> HttpResponse:
    school, term, rows = recap_steps(request)
    audit.record("step_print", school, by=request.user)
    told = [(_("Term"), str(term))]
    sheet = papers.steps_sheet(rows, told, school, request.user, timezone.now())
    return answer(request, sheet, "Tabel tindak lanjut", school.name, term)
