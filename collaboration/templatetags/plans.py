from __future__ import annotations

from django import template
from django.db.models import Case, When
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from collaboration.models import LessonPlan, TaughtPlan
from portal.models import User
from supervision.models import SupervisionSession

register = template.Library()


@register.simple_tag
def taught_plan(session: SupervisionSession, user: User) -> TaughtPlan | None:
    """The plan version tied to ``session``, if ``user`` may read it; one query."""
    rows = TaughtPlan.objects.visible_to(user).filter(session=session)
    return rows.select_related("version__plan").first()


@register.simple_tag
def own_plans(session: SupervisionSession, user: User) -> list[LessonPlan]:
    """Up to three of ``user``'s plans: those of the session's class first, then the newest."""
    mine = LessonPlan.objects.filter(authors=user, archived_at=None)
    fits = Case(When(grade=session.grade or 0, then=0), default=1)
    return list(mine.order_by(fits, "-made_at", "pk")[:3])


@register.filter
def spans(texts: list[str]) -> SafeString:
    """Each text in a ``span`` of its own, for a line of facts."""
    return format_html_join("", "<span>{}</span>", ((text,) for text in texts))


@register.filter
def marked(pieces: list[tuple[str, bool]]) -> SafeString:
    """A text in pieces, escaped, with the words that were looked for in ``mark`` elements."""
    shown = (
        f"<mark>{conditional_escape(text)}</mark>" if is_found else conditional_escape(text)
        for text, is_found in pieces
    )
    return mark_safe("".join(shown))  # noqa: S308  every piece is escaped above
