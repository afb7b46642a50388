"""Figures of what the forums of a place did: meetings with minutes, who came, what they made."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from collaboration.models import Activity, Attendance, Barrier, Forum, LessonPlan, Membership
from collaboration.models.attendance import counted
from portal.models import AreaReport

BATCH = 20  # activities in one step of the work
KKG = ("kkg_cluster", "kkg_subdistrict", "kkg_grade", "kkg_pai", "kkg_pjok")


def place_of(report: AreaReport) -> Q:
    """Forums of the cluster; of a region those of its clusters and subdistricts."""
    if report.region is None:
        return Q(cluster=report.cluster)
    code = report.region.code
    return Q(cluster__subdistrict__code__startswith=code) | Q(subdistrict__code__startswith=code)


class Meetings:
    """Collects one row an activity, oldest first; four queries for each batch."""

    def __init__(self, report: AreaReport) -> None:
        self.zone = ZoneInfo(report.zone)
        self.forums = Forum.objects.filter(place_of(report), kind__in=KKG)
        first, last = report.period.starts_on, report.period.ends_on + dt.timedelta(days=1)
        self.begin, self.end = (dt.datetime.combine(d, dt.time(), self.zone) for d in (first, last))
        rows = Activity.objects.filter(
            forum__in=self.forums,
            minuted_at__isnull=False,
            cancelled_at=None,
            starts_at__gte=self.begin,
            starts_at__lt=self.end,
        )
        found = list(rows.order_by("starts_at", "pk").values_list("pk", flat=True))
        self.batches = [found[at : at + BATCH] for at in range(0, len(found), BATCH)]
        self.rows: list[dict[str, Any]] = []
        self.people: set[int] = set()
        self.kinds: Counter[str] = Counter()
        self.aspects: Counter[str] = Counter()
        self.barriers: Counter[str] = Counter()

    def take(self, batch: Sequence[Any]) -> None:
        rows = counted(Activity.objects.filter(pk__in=batch)).prefetch_related("aspects")
        for row in rows.order_by("starts_at", "pk"):
            self.kinds[row.kind] += 1
            self.aspects.update({found.aspect for found in row.aspects.all()})
            self.rows.append(
                {
                    "day": row.starts_at.astimezone(self.zone).date().isoformat(),
                    "kind": row.kind,
                    "title": row.title,
                    "minutes": row.minutes,
                    "came": row.came,  # type: ignore[attr-defined]
                }
            )
        came = Attendance.objects.filter(activity__in=batch, came=True, user__isnull=False)
        self.people |= set(came.order_by().values_list("user_id", flat=True))
        named = Barrier.objects.filter(activity__in=batch).order_by()
        self.barriers.update(named.values_list("kind", flat=True))

    def result(self) -> dict[str, Any]:
        """``rows`` to list, counts of people and plans, and kinds, aspects, barriers by code."""
        members = Membership.objects.filter(forum__in=self.forums, ended_on=None)
        plans = LessonPlan.objects.filter(
            forum__in=self.forums, shared_at__gte=self.begin, shared_at__lt=self.end
        )
        return {
            "rows": self.rows,
            "members": members.order_by().values("user").distinct().count(),
            "people": len(self.people),
            "came": sum(row["came"] for row in self.rows),
            "minutes": sum(row["minutes"] for row in self.rows),
            "plans": plans.exclude(scope="me").count(),
            "kinds": dict(self.kinds),
            "aspects": dict(self.aspects),
            "barriers": dict(self.barriers),
        }
