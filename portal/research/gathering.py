"""Rows of a pack: what consenting people did, under codes. Nothing here knows a name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from collaboration.models import Activity, Attendance
from collaboration.plans.subjects import FROM
from portal.models import Appointment, Region, ResearchConsent
from portal.research.anonymity import LEAST, Coarse, coarsen, half_year, widen
from portal.research.codes import Codes
from portal.research.wordings import CURRENT
from portal.roles import Role
from supervision.models import FollowUp, Rating, SupervisionSession
from supervision.models.session import RELEASED

PHASES = "ABC"
RANKS = [Role.PRINCIPAL, Role.COORDINATOR, Role.TEACHER, Role.SUPERVISOR]
ROLES = {Role.COORDINATOR: Role.TEACHER}  # too few of them to stand apart
OTHER, NONE = "lain", "tak-ada"
ORDER = (4, 2, 3, 1)  # of the columns below: what is merged first
COLUMNS = ("peran", "jenis_sekolah", "fase", "sapaan", "lama")
Rows = list[list[Any]]


def month(day: dt.date | dt.datetime | None) -> str:
    """ "2026-11", by the clock of the portal for an instant; "" for None."""
    if isinstance(day, dt.datetime):
        day = timezone.localtime(day)
    return f"{day:%Y-%m}" if day else ""


def up_to_nothing(_value: str) -> str:
    return ""


def other(value: str) -> str:
    return "" if value in ("", OTHER) else OTHER


@dataclass
class Gathering:
    """The people of a pack and their records; ``tables`` fills step by step."""

    region: Region
    codes: Codes
    now: dt.datetime
    tables: dict[str, Rows] = field(default_factory=dict)
    widened: dict[str, int] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)  # user id: code
    schools: dict[int, str] = field(default_factory=dict)  # school id: code, of those not merged
    coarse: Coarse | None = None
    places: Counter[int] = field(default_factory=Counter)  # school id: people
    sessions: dict[object, SupervisionSession] = field(default_factory=dict)
    activities: dict[object, str] = field(default_factory=dict)

    def within(self, path: str) -> Q:
        return Q(**{f"{path}subdistrict__code__startswith": self.region.pk})

    # People

    def take_people(self) -> None:
        """Who consents and serves or served here, in groups of ``LEAST`` or left out."""
        said = ResearchConsent.objects.that_count(self.now, CURRENT)
        posts = self._posts(said)
        phases = self._phases(posts)
        rows = {
            str(user): self._about(held, phases.get(user, NONE)) for user, held in posts.items()
        }
        self.coarse = coarsen(rows, ORDER)
        kept = {int(user): row for user, row in self.coarse.rows.items()}
        self.people = {user: self.codes.of("P", user) for user in kept}
        at = {user: self._school_of(posts[user]) for user in kept}
        groups = Counter((at[user], kept[user][0]) for user in kept)
        self.places = Counter(school for school in at.values() if school)
        self.schools = {
            school: self.codes.of("S", school)
            for (school, _role), number in groups.items()
            if school and number >= LEAST
        }
        table = [
            [
                self.people[user],
                self.schools.get(at[user] or 0, "")
                if groups[at[user], row[0]] >= LEAST
                else "",
                *row,
            ]
            for user, row in kept.items()
        ]  # fmt: skip
        self.tables["orang"] = sorted(table)

    def _posts(self, said: QuerySet[ResearchConsent]) -> dict[int, list[Appointment]]:
        here = self.within("school__") & Q(role__in=RANKS)
        here |= Q(role=Role.SUPERVISOR) & (
            self.within("cluster__") | Q(region__code__startswith=self.region.pk)
        )
        found: dict[int, list[Appointment]] = {}
        rows = Appointment.objects.filter(here, user__in=said.values("user"))
        rows = rows.filter(began_on__lte=self.now.date()).select_related("user", "school")
        for row in rows.order_by("began_on", "pk"):
            found.setdefault(row.user_id, []).append(row)
        return found

    def _main(self, held: list[Appointment]) -> Appointment:
        today = self.now.date()
        return min(
            held,
            key=lambda row: (
                row.ended_on is not None and row.ended_on < today,
                RANKS.index(Role(row.role)),
                -row.began_on.toordinal(),
            ),
        )

    def _school_of(self, held: list[Appointment]) -> int | None:
        return self._main(held).school_id

    def _about(self, held: list[Appointment], phase: str) -> tuple[str, ...]:
        main = self._main(held)
        years = (self.now.date() - held[0].began_on).days / 365.25
        role = Role(main.role)
        return (
            str(ROLES.get(role, role)),
            main.school.status if main.school else NONE,
            phase,
            main.user.address or NONE,
            "0-2" if years < 3 else "3-5" if years < 6 else "6+",
        )

    def _phases(self, users: Iterable[int]) -> dict[int, str]:
        """The phase each has been visited in most; the lower one of two alike."""
        rows = SupervisionSession.objects.filter(teacher__in=list(users), grade__isnull=False)
        seen: dict[int, Counter[str]] = {}
        for teacher, grade in rows.order_by("grade").values_list("teacher", "grade"):
            seen.setdefault(teacher, Counter())[PHASES[((grade or 1) - 1) // 2]] += 1
        return {teacher: phases.most_common(1)[0][0] for teacher, phases in seen.items()}

    def who(self, user: int | None) -> str:
        return self.people.get(user or 0, "")

    def shared(
        self, name: str, pairs: list[tuple[str, str]], up: Callable[[str], str]
    ) -> dict[str, str]:
        """How a value of a column is written: see ``anonymity.widen``."""
        now, widened = widen(pairs, up)
        self.widened[name] = self.widened.get(name, 0) + widened
        return now

    # Visits

    def take_sessions(self) -> None:
        rows = SupervisionSession.objects.filter(
            self.within("school__"), teacher__in=self.people, state__in=RELEASED
        ).prefetch_related("parts")
        self.sessions = {row.pk: row for row in rows}
        found = list(self.sessions.values())
        teacher = {row.pk: self.people[row.teacher_id] for row in found}

        def column(name: str, of: Any, up: Callable[[str], str]) -> dict[str, str]:
            return self.shared(name, [(teacher[row.pk], of(row)) for row in found], up)

        months = column("bulan", lambda row: month(row.planned_on), half_year)
        subjects = column("mapel", subject_of, other)
        phases = column("fase", phase_of, up_to_nothing)
        techniques = column("teknik", lambda row: row.technique, other)
        self.tables["sesi"] = sorted(
            [
                self.codes.of("K", row.pk),
                teacher[row.pk],
                self.who(row.observer_id),
                self.schools.get(row.school_id, ""),
                months[month(row.planned_on)],
                subjects[subject_of(row)],
                phases[phase_of(row)],
                techniques[row.technique],
                row.state,
                " ".join(row.aspects),
                int(bool(row.teacher_agreed_at)),
            ]
            for row in found
        )
        self._take_ratings()
        self._take_steps()

    def _take_ratings(self) -> None:
        rows = Rating.objects.filter(session__in=list(self.sessions.values()))
        rows = rows.filter(Q(rater="self") | Q(session__observer__in=self.people))
        fields = (
            "session",
            "rater",
            "indicator__instrument",
            "indicator__instrument__key",
            "indicator__instrument__version",
            "indicator__instrument__school",
            "indicator__instrument__region",
            "indicator__instrument__aspect",
            "indicator__code",
            "indicator__scale",
            "level",
        )
        self.tables["penilaian"] = sorted(
            [
                self.codes.of("K", session),
                rater,
                key if school is None and region is None else self.codes.of("I", key),
                version,
                aspect,
                code,
                scale,
                "" if level is None else level,
            ]
            for (
                session, rater, _form, key, version, school, region, aspect, code, scale, level,
            ) in rows.values_list(*fields)
        )  # fmt: skip

    def _take_steps(self) -> None:
        rows = FollowUp.objects.filter(Q(owner=None) | Q(owner__in=self.people))
        found = list(
            rows.filter(session__in=list(self.sessions.values())).select_related("indicator")
        )
        whose = {row.pk: self.people[self.sessions[row.session_id].teacher_id] for row in found}
        pairs = [(whose[row.pk], month(day)) for row in found for day in (row.due_on, row.done_at)]
        months = self.shared("bulan", pairs, half_year)
        self.tables["tindak_lanjut"] = sorted(
            [
                self.codes.of("L", row.pk),
                self.codes.of("K", row.session_id),
                row.indicator.code if row.indicator else "",
                row.owner_kind,
                self.who(row.owner_id),
                months[month(row.due_on)],
                months[month(row.done_at)],
                int(bool(row.looked_at)),
            ]
            for row in found
        )

    # Working together

    def take_activities(self) -> None:
        place = self.within("school__") | self.within("forum__cluster__")
        place |= Q(forum__subdistrict__code__startswith=self.region.pk)
        place |= self.within("forum__school__")
        rows = Activity.objects.filter(place, cancelled_at=None, starts_at__lte=self.now)
        came = Attendance.objects.filter(activity__in=rows, came=True)
        present = Counter(came.values_list("activity", flat=True))
        listed = list(Attendance.objects.filter(activity__in=rows, user__in=self.people))
        here = [row for row in listed if row.came]
        held = rows.filter(pk__in={row.activity_id for row in here}).select_related("forum")
        held = held.prefetch_related("aspects", "indicators")
        found = {row.pk: row for row in held}
        pairs = [
            (self.people[row.user_id or 0], month(found[row.activity_id].starts_at)) for row in here
        ]
        months = self.shared("bulan", pairs, half_year)
        self.activities = {pk: self.codes.of("A", pk) for pk in found}
        self.tables["kegiatan"] = sorted(
            [
                self.activities[row.pk],
                row.kind,
                row.forum.kind if row.forum else "school",
                self.schools.get(row.school_id or 0, ""),
                months[month(row.starts_at)],
                row.minutes,
                " ".join(sorted(part.aspect for part in row.aspects.all())),
                " ".join(sorted({item.code for item in row.indicators.all()})),
                self.who(row.host_id),
                band(present[row.pk]),
                int(bool(row.minuted_at)),
            ]
            for row in found.values()
        )
        self.tables["keikutsertaan"] = sorted(
            [
                self.activities[row.activity_id],
                self.people[row.user_id or 0],
                *(int(getattr(row, name)) for name in GIVEN),
            ]
            for row in listed
            if row.activity_id in found
        )


GIVEN = ("came", "hosted", "presented", "asked", "shared")


def subject_of(row: SupervisionSession) -> str:
    return row.subject if row.subject in FROM else OTHER


def phase_of(row: SupervisionSession) -> str:
    return PHASES[(row.grade - 1) // 2] if row.grade else ""


def band(number: int) -> str:
    """How many came, in bands: no number that one person alone could make odd."""
    return next(word for most, word in BANDS if number <= most)


BANDS = ((4, "1-4"), (9, "5-9"), (19, "10-19"), (10**9, "20+"))
