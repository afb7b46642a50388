from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from collaboration import invitations
from portal import menu, notify, periods
from portal.home import chair, coordinator, meetings, operator, principal, supervisor, teacher
from portal.http import SignedInRequest
from portal.models import Appointment
from portal.roles import Role
from supervision import news

DESKS = {
    Role.TEACHER: teacher.desk,
    Role.PRINCIPAL: principal.desk,
    Role.COORDINATOR: coordinator.desk,
    Role.CHAIR: chair.desk,
    Role.SUPERVISOR: supervisor.desk,
    Role.OPERATOR: operator.desk,
}
RANK = [*DESKS, Role.OFFICER]


def home(request: SignedInRequest) -> HttpResponse:
    """One start page for each appointment, with a switch; the last one chosen is remembered."""
    mine = own_appointments(request)
    if not mine:
        return render(request, "home/nothing.html")
    row = chosen(request, mine)
    if row.role == Role.OFFICER:
        return redirect("dashboard-region", row.region_id)
    today = periods.today(row.place.zone)
    left = meetings.lines(request.user, today, row.place.zone, timezone.now())
    unread = notify.lines(
        request.user.notifications.visible_to(request.user).filter(read_at=None)[:4],
        partial(news.about, request.user),
    )
    desk = DESKS[Role(row.role)](request.user, row, today)
    context = {
        "appointments": mine,
        "appointment": row,
        "today": today,
        "desk": desk,
        "meetings": left,
        "news": invitations.beside(unread, left.ahead),
    }
    if isinstance(desk, teacher.Desk):
        context["charts"] = [(row, teacher.drawn(row)) for row in desk.growth]
    return render(request, f"home/{row.role}.html", context)


def own_appointments(request: SignedInRequest) -> list[Appointment]:
    """The reader's appointments that count now, the ones with most to do first."""
    return sorted(
        request.user.current_appointments,
        key=lambda row: (RANK.index(Role(row.role)), row.pk),
    )


def chosen(request: SignedInRequest, mine: list[Appointment]) -> Appointment:
    wanted = request.GET.get("sebagai", "") or str(request.session.get("appointment", ""))
    row = next((row for row in mine if str(row.pk) == wanted), mine[0])
    if request.GET.get("sebagai") == str(row.pk) != str(request.session.get("appointment")):
        request.session["appointment"] = row.pk
    return row


def more(request: SignedInRequest) -> HttpResponse:
    return render(request, "home/more.html", {"pages": menu.further(request.user)})
