"""A forum is founded, and people come and go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from collaboration.models import Forum, Membership
from portal import audit
from portal.models import Cluster, User


@transaction.atomic
def found(forum_id: UUID, cluster: Cluster, *, by: User, name: str, on: dt.date) -> Forum:
    """A KKG of a cluster with its founder as chair; a second send finds the first."""
    forum = Forum.objects.filter(cluster=cluster, kind=Forum.Kind.CLUSTER).first()
    if forum is None:
        forum = Forum.objects.create(
            pk=forum_id, kind=Forum.Kind.CLUSTER, cluster=cluster, name=name
        )
        Membership.objects.create(forum=forum, user=by, office=Membership.Office.CHAIR, began_on=on)
        audit.record("forum_found", forum, by=by)
    return forum


@transaction.atomic
def set_members(
    forum: Forum,
    chosen: Iterable[User],
    among: Iterable[User],
    *,
    by: User,
    on: dt.date,
) -> None:
    """Of the people ``among``, exactly ``chosen`` belong from ``on``; history stays."""
    wanted = {user.pk for user in chosen}
    offered = {user.pk for user in among}
    open_now = {
        row.user_id: row
        for row in Membership.objects.select_for_update(of=("self",)).filter(
            forum=forum, ended_on=None
        )
    }
    for user_id in wanted - open_now.keys():
        Membership.objects.create(forum=forum, user_id=user_id, began_on=on)
    for user_id in (offered & open_now.keys()) - wanted:
        row = open_now[user_id]
        row.ended_on = max(row.began_on, on)
        row.save(update_fields=["ended_on"])
    audit.record("forum_members", forum, by=by)
