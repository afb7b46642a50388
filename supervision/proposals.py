"""What a preparation may begin with: her wish, open steps, and the indicators that follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Subquery

from portal.models import User
from supervision.models import FollowUp, Indicator, Rating, SupervisionSession, Wish
from supervision.models.session import RELEASED

MOST = 5
LAST_STEPS = 5


def wish_of(session: SupervisionSession, reader: User) -> Wish | None:
    """What the teacher asked help with when this visit was planned, if ``reader`` may read it."""
    rows = Wish.objects.visible_to(reader).filter(session=session)
    return rows.prefetch_related("indicators__instrument").first()


def last_steps(session: SupervisionSession, reader: User) -> list[FollowUp]:
    """Steps of earlier cycles with this teacher that are still open, the newest first."""
    rows = FollowUp.objects.visible_to(reader).open().filter(session__teacher=session.teacher)
    earlier = rows.exclude(session=session).select_related("indicator__instrument", "owner")
    return list(earlier.order_by("-session__planned_on", "due_on", "pk")[:LAST_STEPS])


def indicators(
    session: SupervisionSession,
    asked: Sequence[Indicator],
    reader: User,
    *,
    steps: Iterable[FollowUp],
    wish: Wish | None,
) -> list[Indicator]:
    """Up to five of ``asked``: those of open steps, of the wish, then her own lowest of last time.

    Versions of a form are joined by aspect and code.
    """
    by_code = {code_of(row): row for row in asked}
    sources = [step.indicator for step in steps if step.indicator]
    sources += wish.indicators.all() if wish else []
    if len({code_of(row) for row in sources} & set(by_code)) < MOST:
        sources += lowest(session, reader)
    found = dict.fromkeys(by_code[code_of(row)] for row in sources if code_of(row) in by_code)
    return list(found)[:MOST]


def code_of(row: Indicator) -> tuple[str, str]:
    return row.instrument.aspect, row.code


def lowest(session: SupervisionSession, reader: User) -> list[Indicator]:
    """Items that she placed lowest herself in her last cycle that was talked over."""
    earlier = SupervisionSession.objects.filter(
        teacher=session.teacher, state__in=RELEASED, self_assessed_at__isnull=False
    )
    last = earlier.exclude(pk=session.pk).order_by("-planned_on", "-pk").values("pk")[:1]
    own = Rating.objects.visible_to(reader).filter(
        session=Subquery(last), rater=Rating.Rater.SELF, level__isnull=False
    )
    rows = own.select_related("indicator__instrument").order_by("level", "indicator__order", "pk")
    return [row.indicator for row in rows[: 2 * MOST]]
