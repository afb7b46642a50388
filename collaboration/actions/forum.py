"""A forum is founded; people are asked, come and go; officers serve their terms."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Forum, ForumInvitation, Membership, Officer
from portal import audit, notify
from portal.models import Appointment, Cluster, Region, School, User
from portal.roles import AT_SCHOOL

Place = Cluster | Region | School


def found(
    forum_id: UUID,
    place: Place,
    *,
    by: User,
    kind: str,
    name: str,
    on: dt.date,
    grade: int | None = None,
) -> Forum:
    """A forum of ``place`` with its founder as first member and chair.

    A second send finds the first; so does a second KKG of the same kind, place and class.
    """
    where = {field_of(place): place}
    same = Q(pk=forum_id)
    if not isinstance(place, School):
        same |= Q(kind=kind, grade=grade, **where)
    sent = Forum.objects.filter(same).first()
    if sent:
        return sent
    try:
        with transaction.atomic():
            forum = Forum.objects.create(pk=forum_id, kind=kind, name=name, grade=grade, **where)
            Membership.objects.create(forum=forum, user=by, began_on=on)
            Officer.objects.create(forum=forum, user=by, office=Officer.Office.CHAIR, began_on=on)
            audit.record("forum_found", forum, by=by)
            return forum
    except IntegrityError:  # somebody else was faster
        return Forum.objects.get(same)


def field_of(place: Place) -> str:
    if isinstance(place, School):
        return "school"
    return "cluster" if isinstance(place, Cluster) else "subdistrict"


def serving(forum: Forum, on: dt.date) -> Q:
    """People who serve on ``on`` at one of the forum's schools."""
    rows = Appointment.objects.on(on).filter(school__in=forum.schools, role__in=AT_SCHOOL)
    return Q(pk__in=rows.values("user"))


@transaction.atomic
def gather(forum: Forum, *, by: User, on: dt.date) -> int:
    """Make everybody who serves at the forum's schools a member; returns how many are new."""
    forum = Forum.objects.select_for_update().get(pk=forum.pk)
    here = forum.memberships.running().values("user")
    new = list(User.objects.filter(serving(forum, on)).exclude(pk__in=here))
    Membership.objects.bulk_create(Membership(forum=forum, user=user, began_on=on) for user in new)
    ForumInvitation.objects.open().filter(forum=forum, user__in=new).delete()
    if new:
        audit.record("forum_gather", forum, by=by)
        notify.tell("forum_joined", forum, to=new, by=by, event=on.isoformat())
    return len(new)


@transaction.atomic
def join(forum: Forum, user: User, *, by: User, on: dt.date) -> Membership:
    """From ``on`` the person belongs; who belongs already stays as he is."""
    Forum.objects.select_for_update().get(pk=forum.pk)
    row, new = Membership.objects.get_or_create(
        forum=forum, user=user, ended_on=None, defaults={"began_on": on}
    )
    if new:
        now = timezone.now()
        waiting = ForumInvitation.objects.open().filter(forum=forum, user=user)
        waiting.update(answered_at=now, accepted=True)
        audit.record("forum_join", forum, by=by, subject=user)
    return row


@transaction.atomic
def invite(forum: Forum, user: User, *, by: User) -> ForumInvitation | None:
    """Ask a person to belong; asking twice is one question, a member is asked nothing."""
    Forum.objects.select_for_update().get(pk=forum.pk)
    if forum.memberships.running().filter(user=user).exists():
        return None
    row, new = ForumInvitation.objects.get_or_create(
        forum=forum, user=user, answered_at=None, defaults={"by": by, "at": timezone.now()}
    )
    if new:
        audit.record("forum_invite", forum, by=by, subject=user)
        notify.tell("forum_invited", row, to=[user], by=by)
    return row


@transaction.atomic
def answer(row: ForumInvitation, *, accept: bool, on: dt.date) -> ForumInvitation:
    """Yes makes a member, no tells nobody a reason. The first answer stands."""
    row = ForumInvitation.objects.select_for_update().get(pk=row.pk)
    if row.answered_at:
        return row
    row.answered_at, row.accepted = timezone.now(), accept
    row.save(update_fields=["answered_at", "accepted"])
    if accept:
        join(row.forum, row.user, by=row.user, on=on)
    else:
        audit.record("forum_decline", row.forum, by=row.user, subject=row.user)
    notify.tell("forum_answered", row.forum, to=[row.by], by=row.user, event=str(row.pk))
    return row


@transaction.atomic
def end(row: Membership, *, by: User, on: dt.date) -> Membership:
    """The membership ends with ``on``, and every office with it; both stay as history."""
    row = Membership.objects.select_for_update().get(pk=row.pk)
    if row.ended_on:
        return row
    row.ended_on = max(row.began_on, on)
    row.save(update_fields=["ended_on"])
    terms = Officer.objects.filter(forum=row.forum_id, user=row.user_id)
    for office in terms.filter(Q(ended_on=None) | Q(ended_on__gte=on)):
        end_office(office, by=by, on=on)
    audit.record("forum_leave", row.forum, by=by, subject=row.user)
    if by.pk != row.user_id:
        notify.tell("membership_ended", row.forum, to=[row.user], by=by, event=str(row.pk))
    return row


@transaction.atomic
def keep(row: Membership, *, by: User) -> Membership:
    """A member who serves elsewhere now stays a member; it is not asked again."""
    row = Membership.objects.select_for_update().get(pk=row.pk)
    if row.ended_on is None and row.kept_at is None:
        row.kept_at = timezone.now()
        row.save(update_fields=["kept_at"])
        audit.record("forum_keep", row.forum, by=by, subject=row.user)
    return row


@transaction.atomic
def appoint(
    row: Membership,
    *,
    by: User,
    office: str,
    decree: str,
    began_on: dt.date,
    ended_on: dt.date | None,
) -> Officer:
    """A member takes an office from - to. The same twice gives the first.

    Who held it until then (an office but a section's has one holder) ends the day before.
    Raises ``ValidationError`` for days the wrong way round, before the other's first day, or
    for who is no member any more.
    """
    Forum.objects.select_for_update().get(pk=row.forum_id)
    terms = Officer.objects.filter(forum=row.forum_id, office=office)
    same = terms.filter(
        user=row.user_id, decree=decree, began_on=began_on, ended_on=ended_on
    ).first()
    if same:
        return same
    if ended_on and ended_on < began_on:
        raise ValidationError({"ended_on": _("The last day lies before the first day.")})
    if row.ended_on:
        raise ValidationError(_("This person does not belong to the forum any more."))
    others = terms.on(began_on)
    if office == Officer.Office.SECTION:
        others = others.filter(user=row.user_id)
    for other in others:
        if other.began_on >= began_on:
            text = _("%(who)s holds this office from the same day on. Choose a later first day.")
            raise ValidationError({"began_on": text % {"who": other.user.call}})
        other.ended_on = began_on - dt.timedelta(days=1)
        other.save(update_fields=["ended_on"])
    if office != Officer.Office.SECTION and terms.filter(began_on__gt=began_on).exists():
        raise ValidationError({"began_on": _("A later term of this office is entered already.")})
    found = Officer.objects.create(
        forum_id=row.forum_id,
        user_id=row.user_id,
        office=office,
        decree=decree,
        began_on=began_on,
        ended_on=ended_on,
    )
    audit.record("forum_office", row.forum, by=by, subject=row.user)
    notify.tell("office_given", row.forum, to=[row.user], by=by, event=str(found.pk))
    return found


@transaction.atomic
def end_office(row: Officer, *, by: User, on: dt.date) -> Officer:
    """The term ends with yesterday, so that its rights end now; one not begun is forgotten."""
    row = Officer.objects.select_for_update().get(pk=row.pk)
    if row.ended_on and row.ended_on < on:
        return row
    audit.record("forum_office_end", row.forum, by=by, subject=row.user)
    if row.began_on >= on:
        row.delete()
        return row
    row.ended_on = on - dt.timedelta(days=1)
    row.save(update_fields=["ended_on"])
    return row
