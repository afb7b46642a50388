"""Find the person behind each row of a staff list, and what would have to change.

A number (NIP, NUPTK) tells who it is; an e-mail address does with an equal name. A name alone
never does: where it is all there is, the row says so and the operator decides.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from portal import names
from portal.imports.changes import changes
from portal.imports.rows import Note, Outcome, Row
from portal.models import Appointment, School, User
from portal.roles import AT_SCHOOL, Role

COPIED = (
    "name",
    "title_before",
    "title_after",
    "nip",
    "nuptk",
    "email",
    "phone",
    "staff_status",
)


@dataclass(frozen=True, slots=True)
class Match:
    """A row, whom it is about, and what applying it would do."""

    row: Row
    school: School | None = None
    person: User | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    begin: tuple[str, ...] = ()
    end: tuple[Appointment, ...] = ()
    moved: bool = False


class Directory:
    """What the portal knows about the people and schools of some rows; six queries for any number.

    ``elsewhere`` tells for the whole file, by NIP or NUPTK, the NPSN and roles it gives a person.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        *,
        by: User,
        labels: Mapping[str, str],
        elsewhere: Mapping[str, tuple[str, list[str]]],
    ) -> None:
        values = [row.values for row in rows]
        self.by, self.labels, self.elsewhere = by, labels, elsewhere
        self.schools = {
            school.npsn: school
            for school in School.objects.where_one_may(by, "edit").filter(
                npsn__in={value["npsn"] for value in values}
            )
        }
        found = list(self._found(values))
        self.by_nip = {user.nip: user for user in found if user.nip}
        self.by_nuptk = {user.nuptk: user for user in found if user.nuptk}
        self.by_email = {user.email.lower(): user for user in found if user.email}
        self.own = set(
            User.objects.where_one_may(by, "edit")
            .filter(pk__in=[user.pk for user in found])
            .values_list("pk", flat=True)
        )
        self.reach = set(
            School.objects.where_one_may(by, "edit")
            .filter(pk__in=[row.school_id for user in found for row in open_now(user)])
            .values_list("pk", flat=True)
        )
        self.principals: dict[int, User] = {}
        self.named: dict[tuple[int, str], list[User]] = defaultdict(list)
        for row in self._serving():
            school = row.school_id or 0
            if row.role == Role.PRINCIPAL:
                self.principals[school] = row.user
            self.named[school, names.key(row.user.name)].append(row.user)

    def _found(self, values: list[dict[str, Any]]) -> Iterable[User]:
        def those(name: str) -> list[str]:
            return [value[name] for value in values if value.get(name)]

        rows = Appointment.objects.filter(ended_on=None, school__isnull=False)
        return (
            User.objects.annotate(mail=Lower("email"))
            .filter(
                Q(nip__in=those("nip")) | Q(nuptk__in=those("nuptk")) | Q(mail__in=those("email"))
            )
            .prefetch_related(Prefetch("appointments", rows.select_related("school"), "open_rows"))
        )

    def _serving(self) -> Iterable[Appointment]:
        return Appointment.objects.filter(
            ended_on=None, role__in=AT_SCHOOL, school__in=self.schools.values()
        ).select_related("user")

    # One row

    def match(self, row: Row) -> Match:
        if row.outcome in (Outcome.REFUSED, Outcome.LEFT_OUT):
            return Match(row)
        school = self.schools.get(row.values["npsn"])
        if school is None:
            text = _("No school of your area has this NPSN. Import the school list first.")
            return Match(self._refuse(row, "npsn", row.values["npsn"], text))
        person, row = self._person(row, school)
        if row.outcome in (Outcome.REFUSED, Outcome.LEFT_OUT):
            return Match(row, school)
        if person is None:
            return self._newcomer(row, school)
        return self._known(row, school, person)

    def _refuse(self, row: Row, column: str, read: str, text: str) -> Row:
        return row.refuse(Note(self.labels.get(column, ""), read, text))

    def _person(self, row: Row, school: School) -> tuple[User | None, Row]:
        values = row.values
        by_nip = self.by_nip.get(values["nip"])
        by_nuptk = self.by_nuptk.get(values["nuptk"])
        if by_nip and by_nuptk and by_nip.pk != by_nuptk.pk:
            text = _("The NIP and the NUPTK belong to two different people in the portal.")
            return None, self._refuse(row, "nip", values["nip"], text)
        person = by_nip or by_nuptk
        row, by_email = self._by_email(row, person)
        person = person or by_email
        if person and person.pk not in self.own:
            text = _(
                "This number belongs to somebody outside your area. "
                "Ask the operator there to hand the person over."
            )
            column = "nip" if by_nip else "nuptk" if by_nuptk else "email"
            return None, self._refuse(row, column, values[column], text)
        if person is None:
            row = self._namesake(row, school)
        return person, row

    def _by_email(self, row: Row, person: User | None) -> tuple[Row, User | None]:
        """The owner of the address if the name is equal too; a strange address is dropped."""
        owner = self.by_email.get(row.values["email"])
        if owner is None or (person and owner.pk == person.pk):
            return row, None
        same_name = names.key(owner.name) == names.key(row.values["name"])
        if person is None and same_name and not _contradicts(owner, row):
            return row, owner
        note = Note(
            self.labels.get("email", ""),
            row.values["email"],
            _("Somebody else in the portal has this address, so it is left empty."),
        )
        return replace(row, values={**row.values, "email": ""}, notes=(*row.notes, note)), None

    def _namesake(self, row: Row, school: School) -> Row:
        """A person of the same name at the same school whom no number tells apart."""
        values = row.values
        namesakes = [
            user
            for user in self.named[school.pk, names.key(values["name"])]
            if not _contradicts(user, row)
        ]
        if not namesakes:
            return row
        label = self.labels.get("name", "")
        if not (values["nip"] or values["nuptk"] or values["email"]):
            text = _(
                "A person of this name is already at this school, so this row is left out. "
                "If it is somebody else, add a NIP, NUPTK or e-mail address."
            )
            return row.leave_out(Note(label, values["name"], text))
        text = _(
            "A person of this name is already at this school, without these numbers. "
            "If it is the same person, add the number on that person's page first."
        )
        return row.refuse(Note(label, values["name"], text))

    def _newcomer(self, row: Row, school: School) -> Match:
        if refused := self._second_principal(row, school, None):
            return Match(refused, school)
        fields = {name: row.values[name] for name in COPIED if row.values[name]}
        return Match(
            replace(row, outcome=Outcome.NEW),
            school,
            None,
            fields,
            tuple(row.values["roles"]),
        )

    def _known(self, row: Row, school: School, person: User) -> Match:
        values = row.values
        fields = {
            name: values[name]
            for name in COPIED
            if values[name] and (getattr(person, name) or "") != values[name]
        }
        if names.key(fields.get("name", "")) == names.key(person.name):
            fields.pop("name", None)  # the person's own spelling stays
        held = [row for row in open_now(person) if row.role in AT_SCHOOL]
        here = {row.role: row for row in held if row.school_id == school.pk}
        begin = tuple(role for role in values["roles"] if role not in here)
        end = tuple(row for role, row in here.items() if role not in values["roles"])
        moved = not here and bool(held)
        if moved:
            end = tuple(held)
        if refused := self._may_not(row, school, person, begin, end):
            return Match(refused, school, person)
        changed = bool(fields or begin or end)
        row = replace(row, outcome=Outcome.CHANGED if changed else Outcome.SAME)
        row = replace(
            row,
            notes=(
                *row.notes,
                *changes(self.labels, person, school, fields, begin, end),
            ),
        )
        return Match(row, school, person, fields, begin, end, moved)

    def _may_not(
        self,
        row: Row,
        school: School,
        person: User,
        begin: tuple[str, ...],
        end: tuple[Appointment, ...],
    ) -> Row | None:
        if (begin or end) and person.pk == self.by.pk:
            text = _("This is you. Another operator has to change your appointments.")
            return self._refuse(row, "name", row.values["name"], text)
        beyond = [row for row in end if row.school_id not in self.reach]
        if beyond:
            text = _("Still appointed at %(school)s, outside your area. Ask the operator there.")
            return self._refuse(
                row, "name", row.values["name"], text % {"school": beyond[0].school}
            )
        return self._second_principal(row, school, person) if Role.PRINCIPAL in begin else None

    def _second_principal(self, row: Row, school: School, person: User | None) -> Row | None:
        if Role.PRINCIPAL not in row.values["roles"]:
            return None
        holder = self.principals.get(school.pk)
        if holder is None or (person and holder.pk == person.pk) or self._leaves(holder, school):
            return None
        text = _(
            "The principal of this school is %(name)s. End that appointment first, "
            "or bring the row that says where %(name)s works now."
        )
        return self._refuse(row, "kind", row.values["name"], text % {"name": holder.paper_name})

    def _leaves(self, holder: User, school: School) -> bool:
        """Does the same file give the principal another school or another role?"""
        for number in (holder.nip, holder.nuptk):
            if number and number in self.elsewhere:
                npsn, roles = self.elsewhere[number]
                return npsn != school.npsn or Role.PRINCIPAL not in roles
        return False


def _contradicts(user: User, row: Row) -> bool:
    """Has the person another NIP or NUPTK than the row? Then they are two people."""
    return any(
        getattr(user, name) and row.values[name] and getattr(user, name) != row.values[name]
        for name in ("nip", "nuptk")
    )


def open_now(user: User) -> list[Appointment]:
    """Open school appointments, as fetched by ``Directory``."""
    return user.open_rows  # type: ignore[attr-defined, no-any-return]


def first_day(match: Match, today: dt.date) -> dt.date:
    """From when a new appointment counts: the day in the file for a newcomer, else today."""
    since = match.row.values.get("since")
    if match.person is None and since:
        return min(dt.date.fromisoformat(since), today)
    return today
