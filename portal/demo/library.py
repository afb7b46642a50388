"""Plans that others adapted, and one that reads like a colleague's and names no source yet."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from collaboration.models import Authorship, LessonPlan, PlanVersion
from portal.models import User
from portal.roles import AT_SCHOOL

NAMES = uuid.UUID("5d2c1f34-2f0c-4b8e-9a53-3a6f2f5d9c11")
ADAPTING = (("kurikulum", "school"), ("guru2", "me"), ("guru", "everyone"))  # who, read by whom
ADDED = "\n5. Murid memeriksa jawabannya sendiri dengan daftar centang (5 menit)."


def tell() -> None:
    """Three adapt the newest plan for everyone; another one turns up again as ``guru``'s own."""
    everyone = LessonPlan.objects.filter(scope=LessonPlan.Scope.EVERYONE)
    rows = everyone.exclude(authors__username__in=[who for who, _scope in ADAPTING])
    found = list(rows.distinct().order_by("-made_at", "pk")[:2])
    if len(found) < 2:
        return
    source, again = (plan.versions.order_by("-number")[0] for plan in found)
    for number, (who, scope) in enumerate(ADAPTING):
        add(source, who, scope, days=2 + 3 * number, adapted_from=source)
    add(again, "guru", "me", days=1, title=f"{again.plan.topic} di kelas saya", more=ADDED)


def add(
    version: PlanVersion,
    who: str,
    scope: str,
    *,
    days: int,
    adapted_from: PlanVersion | None = None,
    title: str = "",
    more: str = "",
) -> None:
    """A plan of ``who``, ``days`` old, with the words of ``version`` and ``more`` steps."""
    plan, author = version.plan, User.objects.get(username=who)
    made = timezone.now() - dt.timedelta(days=days)
    copy = LessonPlan.objects.create(
        id=uuid.uuid5(NAMES, f"{who} {title}"),
        title=title or plan.title,
        topic=plan.topic,
        subject=plan.subject,
        grade=plan.grade,
        scope=scope,
        school=author.appointments.filter(role__in=AT_SCHOOL)[0].school,
        adapted_from=adapted_from,
        made_at=made,
        shared_at=None if scope == LessonPlan.Scope.AUTHORS else made,
    )
    Authorship.objects.create(plan=copy, user=author, since=made)
    PlanVersion.objects.create(
        id=uuid.uuid5(NAMES, f"{who} {title} 1"),
        plan=copy,
        number=1,
        author=author,
        made_at=made,
        about=copy.about,
        sections={**version.sections, "steps": version.sections["steps"] + more},
    )
