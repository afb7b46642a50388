"""The yearly programme of the KKG around the demo's teacher; the kombel has none yet."""

from __future__ import annotations

import datetime as dt

from collaboration.actions import forum_programme as actions
from collaboration.models import Forum, PlannedLine
from portal.demo.people import REJOSARI
from portal.models import School, SchoolYear, User

OPEN = 2  # proposals nobody has decided on yet


def tell(today: dt.date) -> None:
    """The chair makes the programme and takes it up, but for the last proposals."""
    year = SchoolYear.objects.filter(starts_on__lte=today, ends_on__gte=today).first()
    home = School.objects.get(npsn=REJOSARI)
    forum = Forum.objects.filter(kind=Forum.Kind.CLUSTER, cluster=home.cluster).first()
    if year is None or forum is None:
        return
    chair = User.objects.get(username="ketua")
    programme = actions.make(forum, year, by=chair, today=today)
    proposed = list(programme.lines.filter(taken=None).order_by("-month", "topic", "pk"))
    for number, line in enumerate(proposed):
        if number >= OPEN:
            line.taken = number != OPEN + 1
    PlannedLine.objects.bulk_update(proposed, ["taken"])
    ahead = next((line for line in reversed(proposed) if line.taken), None)
    if ahead:
        ahead.host, ahead.note = home, "Setiap sekolah membawa satu contoh soal."
        ahead.save(update_fields=["host", "note"])
