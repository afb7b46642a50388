"""How an activity stands, to notice that somebody else has changed it, and to say what."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from collaboration.models import Activity
from portal.templatetags.rembuk import moment
from supervision.models import Aspect

PLAIN = ("title", "starts_at", "minutes", "place", "class_name", "speaker", "agenda")
MANY = ("indicators", "follow_ups", "plans")
Standing = dict[str, Any]


def standing(activity: Activity) -> Standing:
    """What a form can change, many-valued fields as sorted keys; four queries."""
    found: Standing = {name: getattr(activity, name) for name in PLAIN}
    found["aspects"] = sorted(activity.aspects.values_list("aspect", flat=True))
    for name in MANY:
        found[name] = keys(getattr(activity, name).all())
    return found


def keys(rows: Iterable[Any]) -> list[str]:
    return sorted(str(getattr(row, "pk", row)) for row in rows)


def mark(now: Standing) -> str:
    """A short sign of how it stands."""
    return hashlib.sha256(repr(sorted(now.items())).encode()).hexdigest()[:32]


def differing(now: Standing, typed: Mapping[str, Any]) -> list[str]:
    """Names of the fields of ``typed`` that say something else than ``now``; None says nothing."""
    found = []
    for name in (*PLAIN, "aspects", *MANY):
        value = typed.get(name)
        if name not in PLAIN and value is not None:
            value = keys(value)
        if value is not None and value != now[name]:
            found.append(name)
    return found


def told(activity: Activity, names: Iterable[str]) -> list[tuple[str, str]]:
    """Label and words of what stands in the fields of these ``names``."""
    return [(label_of(name), words_of(activity, name)) for name in names]


def label_of(name: str) -> str:
    own = {"starts_at": _("Time"), "aspects": _("What it is meant to help")}
    own |= {"follow_ups": _("Steps brought along"), "plans": _("Lesson plans")}
    return own.get(name) or str(Activity._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def words_of(activity: Activity, name: str) -> str:
    if name == "aspects":
        return ", ".join(str(Aspect(row.aspect).label) for row in activity.aspects.all()) or "-"
    value = getattr(activity, name)
    if isinstance(value, dt.datetime):
        return moment(value, activity.zone)
    if name == "follow_ups":
        return "; ".join(value.values_list("what", flat=True)) or "-"
    return "; ".join(str(row) for row in value.all()) or "-" if name in MANY else str(value) or "-"
