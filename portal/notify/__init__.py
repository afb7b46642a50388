"""Tell people what happened: in the portal, written in the act's own transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from portal.models import Notification, User
from portal.notify.kinds import KINDS, WITHOUT_OBJECT

__all__ = ["KINDS", "Line", "lines", "tell"]


@runtime_checkable
class Dated(Protocol):
    """A record of one day by the clock of its place, such as a meeting."""

    @property
    def day(self) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A notification as a page shows it."""

    sentence: str
    url: str
    notification: Notification
    about: str  # whom and which day, so that equal sentences can be told apart; may be ""


def tell(kind: str, row: models.Model, *, to: list[User], by: User | None, event: str = "") -> None:
    """Tell each of ``to`` but the actor once. ``event`` tells repeated acts of a row apart."""
    key = f"{kind}:{row.pk}:{event}"
    day = row.day if isinstance(row, Dated) else None
    Notification.objects.bulk_create(
        [
            Notification(
                to=person,
                kind=kind,
                actor=by,
                object_id=str(row.pk),
                key=key,
                day=day,
                at=timezone.now(),
            )
            for person in {person.pk: person for person in to}.values()
            if by is None or person.pk != by.pk
        ],
        ignore_conflicts=True,
    )


About = Callable[[Sequence[Notification]], Mapping[str, str]]  # by the id of the object


def lines(notifications: models.QuerySet[Notification], about: About) -> list[Line]:
    """Sentences and addresses of ``notifications``; kinds of the past are left out."""
    rows, found = list(notifications.select_related("actor")), []
    told = about(rows)
    for row in rows:
        sentence, page = KINDS.get(row.kind, ("", ""))
        if sentence:
            url = reverse(page, args=None if page in WITHOUT_OBJECT else [row.object_id])
            actor = row.actor.call if row.actor else ""
            about_it = told.get(row.object_id) or of_day(row)
            found.append(Line(gettext(sentence) % {"actor": actor}, url, row, about_it))
    return found


def of_day(row: Notification) -> str:
    """ "activity of Saturday, 5 December", so that equal sentences are told apart."""
    if row.day is None:
        return ""
    return gettext("activity of %(day)s") % {"day": date_format(row.day, "l, j F")}
