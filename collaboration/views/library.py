from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collaboration.models import LessonPlan
from collaboration.plans import rows as plan_rows
from collaboration.plans import searching, uses
from collaboration.plans.rows import Row
from collaboration.plans.searching import FIT, GRADES, NAME, NEWEST, PHASES, WINDOW, Wanted, address
from collaboration.views.plans.rows import readable
from portal.http import SignedInRequest
from portal.models import User
from portal.roles import AT_SCHOOL
from supervision.forms.session import SUBJECTS
from supervision.models import Method

PAGE = 20
DEEPEST = 500  # pages; behind that a reader narrows the search instead


@dataclass(frozen=True, slots=True)
class Found:
    """One page of answers. ``count`` is None where there are more than ``WINDOW``."""

    rows: list[Row]
    number: int
    count: int | None
    has_next: bool


def plan_library(request: SignedInRequest) -> HttpResponse:
    """Plans one may read: searched by words, narrowed by filters, in pages of twenty."""
    wanted = searching.read(request.GET)
    methods = list(Method.objects.visible_to(request.user).in_use())
    context = {
        "wanted": wanted,
        "found": found(request.user, wanted, page_number(request), methods),
        "only_common": bool(wanted.words) and not wanted.roots,
        "chips": chips(wanted),
        "orders": orders(wanted),
        "grades": GRADES,
        "phases": list(PHASES),
        "subjects": SUBJECTS,
        "methods": methods,
        "window": WINDOW,
        "may_write": request.user.scope.holds(*AT_SCHOOL),
    }
    return render(request, "collaboration/plan_library.html", context)


def page_number(request: SignedInRequest) -> int:
    given = request.GET.get("hal", "")
    is_number = given.isascii() and given.isdecimal() and len(given) < 5
    return min(max(int(given), 1), DEEPEST) if is_number else 1


def found(user: User, wanted: Wanted, number: int, methods: list[Method]) -> Found:
    """The page ``number`` of what ``wanted`` finds; the first one if there is no such page."""
    plans = LessonPlan.objects.visible_to(user)
    plans = plans.filter(authors=user) if wanted.mine else plans.filter(archived_at=None)
    most = max(WINDOW, number * PAGE) + 1
    keys = searching.keys(plans, wanted, most, number * PAGE)
    if (number - 1) * PAGE >= len(keys):
        number = 1
    page = keys[(number - 1) * PAGE : number * PAGE]
    return Found(
        rows=plan_rows.rows(page, wanted.roots, methods),
        number=number,
        count=len(keys) if len(keys) < most else None,
        has_next=len(keys) > number * PAGE,
    )


def chips(wanted: Wanted) -> list[tuple[str, str]]:
    """What narrows the list, in words, and the address without it."""
    names = {
        "phase": _("phase %s"),
        "grade": _("class %s"),
        "subject": "%s",
        "topic": _("topic: %s"),
        "method": _("method: %s"),
    }
    found = [
        (label % getattr(wanted, name), address(wanted, **{name: ""}))
        for name, label in names.items()
        if getattr(wanted, name)
    ]
    if wanted.differentiated:
        found.append((_("with differentiation"), address(wanted, differentiated=False)))
    return found


def orders(wanted: Wanted) -> list[tuple[str, str, bool]]:
    """Label, address, and whether it is the order now, of each order of the list."""
    labels = {NEWEST: _("newest"), NAME: _("name")}
    usual = NEWEST
    if wanted.roots:
        labels, usual = {FIT: _("best match"), **labels}, FIT
    now = wanted.order or usual
    return [(label, address(wanted, order=key), key == now) for key, label in labels.items()]


def plan_uses(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who uses a plan, each once; ``?cara=`` shows who taught it, or what was adapted from it."""
    plan = readable(request, pk)
    way = request.GET.get("cara", "")
    way = way if way in (uses.TAUGHT, uses.ADAPTED) else ""
    rows = uses.rows(plan, request.user, way)
    context = {
        "plan": plan,
        "way": way,
        "query": f"cara={way}&" if way else "",
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
    }
    return render(request, "collaboration/plan_uses.html", context)
