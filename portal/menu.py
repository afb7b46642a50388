"""The menu, at most five entries, from the same scope as access: no link leads to a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from portal.models import User
from portal.roles import AT_SCHOOL, Role

TALKS = (*AT_SCHOOL, Role.SUPERVISOR)
FIGURES = (Role.PRINCIPAL, Role.COORDINATOR, Role.SUPERVISOR, Role.OFFICER)
INVITES = (Role.PRINCIPAL, Role.OPERATOR)
AREAS = (Role.CHAIR, Role.SUPERVISOR, Role.OFFICER)
REPORTS = (Role.PRINCIPAL, Role.SUPERVISOR)
GROUPS = (*AT_SCHOOL, Role.CHAIR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    icon: str
    current: bool


def entries(request: HttpRequest) -> list[Entry]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    scope = user.scope
    wanted = [("home", "/", gettext("Home"), "home", True)]
    wanted += [
        (
            "session-list",
            "/supervisi/",
            gettext("Supervision"),
            "talk",
            scope.holds(*TALKS),
        ),
        ("forum-list", "/kkg/", gettext("KKG"), "people", scope.holds(*GROUPS)),
        (
            "plan-library",
            "/pustaka/",
            gettext("Lesson plans"),
            "book",
            scope.holds(*GROUPS),
        ),
        (
            "dashboard",
            "/dasbor/",
            gettext("Dashboard"),
            "chart",
            scope.holds(Role.OFFICER),
        ),
        ("people", "/orang/", gettext("People"), "people", scope.holds(Role.OPERATOR)),
        (
            "place-list",
            "/tempat/",
            gettext("Places"),
            "place",
            scope.holds(Role.OPERATOR),
        ),
        (
            "import-list",
            "/impor/",
            gettext("Import"),
            "upload",
            scope.holds(Role.OPERATOR),
        ),
    ]
    found = [_entry(request.path, *row[:4]) for row in wanted if row[4]]
    return [*[entry for entry in found if entry][:4], _more(request.path)]


def further(user: User) -> list[Entry]:
    """What does not fit the menu, for the page behind its last entry."""
    scope = user.scope
    wanted = [
        ("followup-list", gettext("Next steps"), "check", scope.holds(*TALKS)),
        ("wish-list", gettext("Requests"), "talk", scope.holds(*AT_SCHOOL)),
        ("group-list", gettext("Supervision together"), "people", scope.holds(*TALKS)),
        (
            "activity-list",
            gettext("Activities together"),
            "people",
            scope.holds(*GROUPS),
        ),
        ("vision", gettext("Shared vision"), "eye", scope.holds(*TALKS)),
        ("climate", gettext("School climate"), "chart", scope.holds(*TALKS, Role.OFFICER)),
        ("barriers", gettext("What stood in the way"), "list", scope.holds(*AT_SCHOOL)),
        ("findings", gettext("Findings"), "list", scope.holds(*FIGURES)),
        ("offer-list", gettext("What colleagues offer"), "people", scope.holds(*GROUPS)),
        ("own-hours", gettext("My learning hours"), "calendar", scope.holds(*GROUPS)),
        ("free-hours", gettext("My free hours"), "calendar", scope.holds(*AT_SCHOOL)),
        ("attendance-code", gettext("I am here"), "check", scope.holds(*GROUPS)),
        ("time", gettext("My time"), "calendar", scope.holds(*TALKS)),
        ("programme-list", gettext("Supervision programme"), "calendar", scope.holds(*TALKS)),
        ("growth", gettext("My growth"), "chart", scope.holds(*AT_SCHOOL)),
        ("method-variety", gettext("My methods"), "book", scope.holds(*AT_SCHOOL)),
        ("trace", gettext("My trace"), "list", scope.holds(*AT_SCHOOL)),
        (
            "trace-waiting",
            gettext("Traces to confirm"),
            "check",
            scope.holds(Role.PRINCIPAL),
        ),
        ("mirror", gettext("My mirror"), "eye", _observes(user)),
        ("calibration-list", gettext("Calibration"), "people", _observes(user)),
        ("recap", gettext("School recap"), "list", scope.holds(*REPORTS)),
        ("report-list", gettext("Reports of the term"), "list", scope.holds(*REPORTS)),
        (
            "area-report-list",
            gettext("Reports on forums and areas"),
            "list",
            scope.holds_area(*AREAS),
        ),
        ("instrument-list", gettext("Instruments"), "list", bool(scope)),
        (
            "ready-step-list",
            gettext("Library of steps"),
            "check",
            scope.holds(*TALKS, Role.OFFICER),
        ),
        ("dashboard", gettext("Dashboard"), "chart", scope.holds(*FIGURES)),
        ("invitation-list", gettext("Sign-in codes"), "key", scope.holds(*INVITES)),
        (
            "term-list",
            gettext("School years and terms"),
            "calendar",
            scope.holds(Role.OPERATOR),
        ),
        (
            "holiday-list",
            gettext("Days without lessons"),
            "calendar",
            scope.holds(Role.OPERATOR),
        ),
        (
            "pack-list",
            gettext("Research packs"),
            "lock",
            scope.holds_area(Role.SUPERVISOR, Role.OFFICER),
        ),
        ("research-consent", gettext("Research: my permission"), "lock", scope.holds(*TALKS)),
        ("notifications", gettext("Notifications"), "bell", True),
        ("settings", gettext("Settings"), "gear", True),
        ("help", gettext("Help"), "help", True),
        ("about", gettext("About Rembuk"), "info", True),
    ]
    found = [_entry("", name, "-", label, icon) for name, label, icon, yes in wanted if yes]
    return [entry for entry in found if entry]


def _observes(user: User) -> bool:
    return user.scope.holds(Role.PRINCIPAL, Role.SUPERVISOR) or bool(user.scope.delegated)


def _entry(path: str, name: str, prefix: str, label: str, icon: str) -> Entry | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    current = path == "/" if prefix == "/" else path.startswith(prefix)
    return Entry(label, url, icon, current)


def _more(path: str) -> Entry:
    return Entry(gettext("More"), reverse("more"), "more", path == reverse("more"))
