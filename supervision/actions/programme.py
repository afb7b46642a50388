"""A school's programme is made, written, closed; delegates begin and end here."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, notify
from portal.models import Appointment, School, SchoolYear, User
from portal.roles import Role
from supervision.models import Delegate, Programme, SupervisionSession
from supervision.review import review

FIRST_TEXTS = Path(__file__).resolve().parent.parent / "data" / "programme.json"
COPIED = ("background", "basis", "purpose", "scope", "targets", "techniques", "following_up")
SENIOR = (Role.TEACHER, Role.COORDINATOR)  # who may be named a delegate


def locked(programme: Programme) -> Programme:
    """The programme as it stands now, locked until the transaction ends."""
    return Programme.objects.select_for_update().get(pk=programme.pk)


def before(school: School, year: SchoolYear) -> Programme | None:
    """The school's newest programme of an earlier year."""
    rows = Programme.objects.filter(school=school, year__starts_on__lt=year.starts_on)
    return rows.select_related("year").order_by("-year__starts_on").first()


def before_year(year: SchoolYear) -> SchoolYear | None:
    earlier = SchoolYear.objects.filter(starts_on__lt=year.starts_on)
    return earlier.order_by("-starts_on").first()


def make(school: School, year: SchoolYear, *, by: User) -> Programme:
    """The programme of the year; a second call finds the first.

    Texts come from the last programme, else from the texts for a first one; what last year
    showed is filled in with numbers. Visits already planned in the year become part of it.
    """
    found = Programme.objects.filter(school=school, year=year).first()
    if found:
        return found
    try:
        return _begin(school, year, by=by)
    except IntegrityError:  # somebody else was faster
        return Programme.objects.get(school=school, year=year)


@transaction.atomic
def _begin(school: School, year: SchoolYear, *, by: User) -> Programme:
    last, now = before(school, year), timezone.now()
    texts = copied(last, year) if last else first_texts(school, year)
    earlier = before_year(year)
    programme = Programme.objects.create(
        school=school,
        year=year,
        review=review(school, earlier).text if earlier else "",
        made_by=by,
        made_at=now,
        changed_at=now,
        **texts,
    )
    own = SupervisionSession.objects.filter(school=school, term__year=year, programme=None)
    own.update(programme=programme)
    audit.record("programme_make", programme, by=by)
    return programme


def copied(last: Programme, year: SchoolYear) -> dict[str, object]:
    """The texts of ``last``, each mention of its school year moved on to ``year``."""
    texts = {name: getattr(last, name) for name in COPIED}
    return {
        name: text.replace(str(last.year), str(year)) if isinstance(text, str) else text
        for name, text in texts.items()
    }


def first_texts(school: School, year: SchoolYear) -> dict[str, object]:
    """Texts that a principal can sign as they stand, for a school's first programme."""
    texts: dict[str, object] = json.loads(FIRST_TEXTS.read_text(encoding="utf-8"))
    names = {"{school}": school.name, "{year}": str(year)}
    for key, text in texts.items():
        if isinstance(text, str):
            for sign, name in names.items():
                text = text.replace(sign, name)
            texts[key] = text
    return texts


def mark(programme: Programme, fields: Iterable[str]) -> str:
    """A short sign of what stands in ``fields`` now, to notice that somebody changed it."""
    values = json.dumps([getattr(programme, name) for name in fields])
    return hashlib.sha256(values.encode()).hexdigest()[:16]


class Changed(Exception):
    """Somebody saved the same chapter meanwhile; ``programme`` is what stands there."""

    def __init__(self, programme: Programme) -> None:
        super().__init__(str(programme.pk))
        self.programme = programme


@transaction.atomic
def write(programme: Programme, values: Mapping[str, object], *, by: User, seen: str) -> Programme:
    """Save a chapter. ``seen`` is the mark its writer began from; the same save twice is harmless.

    Raises ``Changed`` where the chapter has been changed since, and ``ValidationError`` when
    the programme is closed; then nothing is overwritten.
    """
    programme = locked(programme)
    if all(getattr(programme, name) == value for name, value in values.items()):
        return programme
    if programme.closed_at:
        raise ValidationError(_("This programme is closed. Open it again to change it."))
    if mark(programme, values) != seen:
        raise Changed(programme)
    for name, value in values.items():
        setattr(programme, name, value)
    programme.changed_at = timezone.now()
    programme.save(update_fields=[*values, "changed_at"])
    audit.record("programme_edit", programme, by=by)
    return programme


@transaction.atomic
def close(programme: Programme, *, by: User) -> Programme:
    """End the editing. Its delegates observe no longer, so they are told. Twice is harmless."""
    programme = locked(programme)
    if programme.closed_at:
        return programme
    delegates = Delegate.objects.on(timezone.localdate()).filter(programme=programme)
    people = [row.user for row in delegates.select_related("user")]
    programme.closed_at = timezone.now()
    programme.save(update_fields=["closed_at"])
    audit.record("programme_close", programme, by=by)
    event = programme.closed_at.isoformat()
    notify.tell("programme_closed", programme, to=people, by=by, event=event)
    return programme


@transaction.atomic
def reopen(programme: Programme, *, by: User) -> Programme:
    programme = locked(programme)
    if programme.closed_at is None:
        return programme
    programme.closed_at = None
    programme.save(update_fields=["closed_at"])
    audit.record("programme_reopen", programme, by=by)
    return programme


def candidates(school: School, on: dt.date) -> Q:
    """People who may be named delegate: teachers and coordinators who serve there on ``on``."""
    here = Appointment.objects.on(on).filter(school=school, role__in=SENIOR)
    leads = Appointment.objects.on(on).filter(school=school, role=Role.PRINCIPAL)
    return Q(pk__in=here.values("user")) & ~Q(pk__in=leads.values("user"))


@transaction.atomic
def delegate(
    programme: Programme,
    *,
    by: User,
    user: User,
    decree: str,
    began_on: dt.date,
    ended_on: dt.date,
) -> Delegate:
    """Let a senior teacher observe from - to. The same twice gives the first.

    Raises ``ValidationError`` for days outside the school year, for a second delegation in the
    same days, and when the programme is closed.
    """
    programme, year = locked(programme), programme.year
    own = programme.delegates.filter(user=user)
    same = own.filter(began_on=began_on, ended_on=ended_on, decree=decree).first()
    if same:
        return same
    if programme.closed_at:
        raise ValidationError(_("This programme is closed. Open it again to change it."))
    if ended_on < began_on:
        raise ValidationError({"ended_on": _("The last day lies before the first day.")})
    if began_on < year.starts_on or ended_on > year.ends_on:
        raise ValidationError({"began_on": _("These days lie outside the school year.")})
    running = Q(ended_on=None) | Q(ended_on__gte=began_on)
    if own.filter(running, began_on__lte=ended_on).exists():
        raise ValidationError({"user": _("This person is a delegate in these days already.")})
    row = Delegate.objects.create(
        programme=programme, user=user, decree=decree, began_on=began_on, ended_on=ended_on
    )
    audit.record("delegate_name", programme, by=by, subject=user)
    notify.tell("delegate_named", programme, to=[user], by=by, event=str(row.pk))
    return row


@transaction.atomic
def end_delegation(row: Delegate, *, by: User, on: dt.date) -> Delegate:
    """End with yesterday what has begun, forget what has not. Twice is harmless.

    The person may not observe any more from the next request on.
    """
    row = (
        Delegate.objects.select_for_update()
        .select_related("programme__school", "user")
        .get(pk=row.pk)
    )
    if row.ended_on and row.ended_on < on:
        return row
    audit.record("delegate_end", row.programme, by=by, subject=row.user)
    event = str(row.pk)
    notify.tell("delegate_ended", row.programme, to=[row.user], by=by, event=event)
    if row.began_on >= on:
        row.delete()
        return row
    row.ended_on = on - dt.timedelta(days=1)
    row.save(update_fields=["ended_on"])
    return row
