"""Reckon what moved around activities and keep it for their pages. For background work alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from collaboration import effects
from collaboration.models import Activity, EffectEstimate
from portal.models import Appointment
from supervision.stats import change, effect, size
from supervision.stats.caveats import Caveat, caveats


def rebuild() -> int:
    """Reckon every activity anew; returns how many estimates there are."""
    return estimate(Activity.objects.all())


def estimate(activities: Iterable[Activity]) -> int:
    """Reckon ``activities`` anew, each block with all its meetings; repeating changes nothing.

    Returns how many estimates were written.
    """
    done: set[object] = set()
    written = 0
    for activity in activities:
        if activity.pk not in done:
            near = _together(activity)
            done |= {row.pk for row in near}
            written += sum(_write(row) for row in near)
    return written


def around(teacher: int, day: dt.date) -> int:
    """Reckon anew what a change in a teacher's released levels of ``day`` can touch."""
    schools = Appointment.objects.filter(user=teacher, school__isnull=False).values("school")
    where = (
        Q(attendance__user=teacher)
        | Q(attendance__school__in=schools)
        | Q(forum__memberships__user=teacher)
        | Q(school__in=schools)
    )
    reach = 3 * effects.WINDOW  # the term before the last counts too, and a block may be long
    rows = Activity.objects.filter(where, starts_at__date__range=(day - reach, day + reach))
    return estimate(rows.distinct())


def _together(activity: Activity) -> list[Activity]:
    """The activity and the meetings whose block or windows it reaches, or reached before.

    Where it stood when it was last reckoned, another day or aspect, is read from what was kept.
    """
    found = {activity.pk: activity}
    days = {(row.aspect, activity.day) for row in activity.aspects.all()}
    days |= set(activity.estimates.values_list("aspect", "first_on"))
    for aspect in {aspect for aspect, _day in days}:
        near = [day for name, day in days if name == aspect]
        for meeting in effects.held(activity, aspect):
            if any(abs(meeting.day - day) <= 3 * effects.WINDOW for day in near):
                found[meeting.pk] = meeting
    return list(found.values())


@transaction.atomic
def _write(activity: Activity) -> int:
    """The estimates of one activity; its row is locked, so that two workers take turns."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    rows = [
        (row.aspect, effects.gathered(block, row.aspect))
        for row in locked.aspects.all()
        for block in effects.blocks(effects.held(locked, row.aspect))
        if locked in block.meetings
    ]
    EffectEstimate.objects.filter(activity=locked).delete()
    made = [EffectEstimate(activity=locked, **values) for values in _values(rows)]
    return len(EffectEstimate.objects.bulk_create(made))


def _values(rows: list[tuple[str, effects.Gathered]]) -> list[dict[str, Any]]:
    """Fields of the estimates of one activity, corrected for looking at several aspects."""
    found = [effect.effect(row.rows) for _aspect, row in rows]
    corrected = effect.holm([one.p if one else 1.0 for one in found])
    values = []
    for (aspect, row), one, p in zip(rows, found, corrected, strict=True):
        noted = caveats(row.rows, row.joined)
        block = row.block
        values.append(
            {
                "aspect": aspect,
                "procedure": effect.PROCEDURE,
                "first_on": block.first,
                "last_on": block.last,
                "meetings": len(block.meetings),
                "since": block.since,
                "until": block.until,
                "earlier": block.earlier[0] if block.earlier else None,
                "verdict": effect.verdict(one, p, noted),
                "caveats": [[note.code.value, note.value] for note in noted] if one else [],
                **_groups(row),
                **(_estimates(one, row) if one and not _silent(noted) else {}),
            }
        )
    return values


def _silent(noted: list[Caveat]) -> bool:
    return any(note.code == "few_complete" for note in noted)


def _groups(row: effects.Gathered) -> dict[str, Any]:
    joined = _movement([one for one in row.rows if one.joined], row.joined)
    others = _movement([one for one in row.rows if not one.joined], row.others)
    return {
        "joined_all": joined.group,
        "joined": joined.complete,
        "joined_before": joined.before,
        "joined_after": joined.after,
        "others_all": others.group,
        "others": others.complete,
        "others_before": others.before,
        "others_after": others.after,
        "up": joined.up,
        "same": joined.same,
        "down": joined.down,
    }


def _movement(rows: list[effect.Teacher], group: int) -> change.Movement:
    pairs: dict[Hashable, tuple[float, float] | None]
    pairs = {number: (row.before, row.after) for number, row in enumerate(rows)}
    return change.movement(pairs | {-number - 1: None for number in range(group - len(rows))})


def _estimates(found: effect.Effect, row: effects.Gathered) -> dict[str, Any]:
    share = 1 - effect.LEVEL
    gain, adjusted = found.gain.interval(share), found.adjusted.interval(share)
    return {
        "design": found.design.value,
        "used_joined": found.joined,
        "used_others": found.compared,
        "schools": found.schools,
        "gain": found.gain.value,
        "gain_low": gain[0],
        "gain_high": gain[1],
        "adjusted": found.adjusted.value,
        "adjusted_low": adjusted[0],
        "adjusted_high": adjusted[1],
        "low": found.low,
        "high": found.high,
        "size": _size(found, row.rows),
        **_check(effect.earlier(row.checks, found.design)),
    }


def _size(found: effect.Effect, rows: list[effect.Teacher]) -> float | None:
    """The gain in standard deviations between teachers before (g of Hedges), as a point."""
    sides = [[one.before for one in rows if one.joined == side] for side in (True, False)]
    spread = size.pooled(*sides)
    shrunk = size.correction(len(rows) - 2.0)
    return found.gain.value / spread * shrunk if spread else None


def _check(found: effect.Effect | None) -> dict[str, Any]:
    """The gain from the term before the last visits."""
    if found is None:
        return {}
    low, high = found.gain.interval(1 - effect.LEVEL)
    return {
        "check_gain": found.gain.value,
        "check_low": low,
        "check_high": high,
        "check_joined": found.joined,
        "check_others": found.compared,
    }
