"""Write what the matches say. Called inside the transaction of ``actions.confirm``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from portal import actions, audit
from portal.imports import people, places
from portal.imports.rows import Outcome
from portal.models import Appointment, School, User
from portal.models.places import zone_of

ADDRESSES = {"P": User.Address.MS, "L": User.Address.MR}
WRITTEN = (Outcome.NEW, Outcome.CHANGED)


def apply_people(matches: Iterable[people.Match], *, by: User) -> list[User]:
    """Write people and appointments; first what ends, so that a post is free for who follows.

    Returns the newcomers, who need an invitation.
    """
    written = [match for match in matches if match.row.outcome in WRITTEN]
    today = timezone.localdate()
    for match in written:
        if match.person and match.fields:
            _update(match.person, match.fields, by=by)
        last = today - dt.timedelta(days=1) if match.moved else today
        for row in match.end:
            actions.end(row, by=by, on=max(row.began_on, last))
    newcomers = _create([match for match in written if match.person is None], by=by)
    for match in written:
        if match.person and match.school:
            for role in match.begin:
                actions.appoint(match.person, role, match.school, by=by, began_on=today)
    first = [
        Appointment(
            user=newcomers[match.row.number],
            role=role,
            school=match.school,
            began_on=people.first_day(match, today),
        )
        for match in written
        if match.person is None
        for role in match.begin
    ]
    actions.appoint_newcomers(first, by=by)
    return list(newcomers.values())


def _update(person: User, fields: Mapping[str, str], *, by: User) -> None:
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=[*fields])
    audit.record("person_edit", person, by=by, subject=person)


def _create(matches: Sequence[people.Match], *, by: User) -> dict[int, User]:
    """New people by the number of their row. They cannot sign in until they get a code."""
    taken: set[str] = set()
    users = {}
    for match in matches:
        user = User(
            username=actions.free_username(match.row.values["name"], taken),
            password=make_password(None),
            address=ADDRESSES.get(match.row.values["sex"], User.Address.NONE),
            **match.fields,
        )
        taken.add(user.username)
        users[match.row.number] = user
    User.objects.bulk_create(users.values(), batch_size=500)
    audit.record_each([("person_add", user, user) for user in users.values()], by=by)
    return users


def apply_schools(matches: Iterable[places.Match], *, by: User) -> None:
    written = [match for match in matches if match.row.outcome in WRITTEN]
    clusters = places.Clusters(match.subdistrict for match in written if match.subdistrict)
    for match in written:
        assert match.subdistrict is not None  # noqa: S101
        school = match.school or School(
            npsn=match.row.values["npsn"],
            subdistrict=match.subdistrict,
            zone=zone_of(match.subdistrict.code),
        )
        for name, value in match.fields.items():
            setattr(school, name, value)
        if match.cluster:
            school.cluster = clusters.get(match.subdistrict, match.cluster)
        elif "subdistrict_id" in match.fields:
            school.cluster = None
        act = "school_edit" if match.school else "school_add"
        school.save()
        audit.record(act, school, by=by)
