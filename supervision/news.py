"""Whom and which day a notification is about."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.models import Notification, User
from portal.notify import KINDS
from supervision.models import SupervisionSession


def about(user: User, rows: Sequence[Notification]) -> dict[str, str]:
    """ "Bu Rina, 3 November" by the id of the visit or step; what is not ``user``'s is left out.

    One query, and none where no row is about a visit.
    """
    pages = {row.object_id: KINDS.get(row.kind, ("", ""))[1] for row in rows}
    visits = [pk for pk, page in pages.items() if page.startswith("session-")]
    steps = [pk for pk, page in pages.items() if page.startswith("step-")]
    if not visits and not steps:
        return {}
    sessions = (
        SupervisionSession.objects.visible_to(user)
        .filter(Q(pk__in=visits) | Q(follow_ups__in=steps))
        .annotate(step=F("follow_ups"))
        .select_related("teacher", "observer")
    )
    found = {}
    for session in sessions:
        other = session.observer if session.teacher_id == user.pk else session.teacher
        day = date_format(session.planned_on, "j F")
        words = _("%(who)s, visit of %(day)s") % {"who": other.call, "day": day}
        found[str(session.pk)] = found[str(session.step)] = words
    return found
