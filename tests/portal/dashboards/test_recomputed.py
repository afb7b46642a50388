"""Each number of each dashboard, counted again from the raw records by plain loops."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections import Counter, defaultdict
from functools import cache

import pytest
from django.utils import timezone

from collaboration import climate, climate_figures
from collaboration import summaries as collaboration_summaries
from collaboration.meetings import seals
from collaboration.models import Activity, Barrier, ClimateCount, ClimateToken, LessonPlan
from collaboration.models.climate import Statement
from portal.models import Cluster, Region, School
from portal.roles import Role
from supervision import publishing, summaries
from supervision.models import Aspect, FollowUp, Rating, SupervisionSession, Wish
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    BarrierFactory,
    ClusterFactory,
    FollowUpFactory,
    InstrumentFactory,
    PlanFactory,
    RatingFactory,
    RegionFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    UserFactory,
    WishFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
FIRST_DAY, LAST_DAY = dt.date(2026, 7, 13), dt.date(2026, 12, 19)
NOON = dt.datetime(2026, 9, 9, 5, tzinfo=dt.UTC)
HELD = ("observed", "discussed", "following_up", "closed")
RELEASED = HELD[1:]
STATES = ("planned", "prepared", *HELD, "cancelled")
STAGES = ("at_closed", "at_talked", "at_held", "at_planned", "silent")
PLACES = {"35.14.16": 4, "35.14.17": 3, "35.14.18": 1, "35.14.19": 2, "35.75.01": 3}


Answers = dict[int, list[tuple[int, ...]]]  # of each school, one level a statement and person


def build(rng: random.Random) -> Answers:
    for code in ("35", "35.14", "35.75", *PLACES):
        RegionFactory(code=code, name=f"Wilayah {code}")
    forms = {aspect: InstrumentFactory(aspect=aspect, items=2) for aspect in Aspect.values}
    for code, count in PLACES.items():
        cluster = ClusterFactory(subdistrict_id=code)
        for number in range(count):
            school = SchoolFactory(
                subdistrict_id=code,
                cluster=cluster if number % 2 else None,
                status=rng.choice(School.Status.values),
            )
            visits(rng, school, forms)
            together(rng, school)
    for _number in range(10):
        wish = WishFactory(school=school_of("35.14.16"), at=NOON)
        wish.indicators.set([forms[rng.choice(Aspect.values)].indicators.first()])
    return {school.pk: climate_of(rng, school) for school in School.objects.all()}


def school_of(code: str) -> School:
    return School.objects.filter(subdistrict=code).first()


def climate_of(rng: random.Random, school: School) -> list[tuple[int, ...]]:
    """What each of some people says; kept as the portal keeps it, and handed back as said."""
    said = [
        tuple(rng.choice((1, 2, 3, 4)) for _each in Statement)
        for _person in range(rng.randint(4, 7))
    ]
    if rng.random() < 0.2:
        said = [(4, 4, 4)] * len(said)
    numbers = [sum(one[at] == level for one in said) for at in range(3) for level in (1, 2, 3, 4)]
    term = TermFactory()
    sealed = seals.seal(numbers, climate.place_of(school.pk, term.pk))
    ClimateCount.objects.create(school=school, term=term, sealed=sealed)
    ClimateToken.objects.bulk_create(
        ClimateToken(school=school, term=term, user=user)
        for user in UserFactory.create_batch(len(said))
    )
    return said


def visits(rng: random.Random, school: School, forms: dict) -> None:
    principal, supervisor = principal_of(school), appointed("supervisor", school=school)
    for _number in range(rng.randint(2, 6)):
        chosen = rng.sample(list(Aspect.values), rng.randint(1, 3))
        session = SessionFactory(
            school=school,
            state=rng.choice(STATES),
            observer=rng.choice((principal, supervisor)),
            instruments=[forms[aspect] for aspect in chosen],
        )
        for aspect in chosen:
            for item in forms[aspect].indicators.all():
                level = rng.choice((None, 1, 2, 3, 4))
                RatingFactory(session=session, indicator=item, level=level)
                RatingFactory(session=session, indicator=item, level=4, rater="self")
        for done in rng.choices((True, False), k=rng.randint(0, 2)):
            proof = {"proof": "Sudah", "done_at": NOON} if done else {}
            FollowUpFactory(session=session, **proof)
        if rng.random() < 0.6:
            wish = WishFactory(school=school, teacher=session.teacher, at=NOON)
            wish.indicators.set([forms[rng.choice(chosen)].indicators.first()])


def together(rng: random.Random, school: School) -> None:
    for _number in range(rng.randint(0, 2)):
        activity = ActivityFactory(
            minuted_at=rng.choice((NOON, None)),
            starts_at=NOON + dt.timedelta(days=rng.randint(0, 60)),
            minutes=rng.choice((45, 90)),
            kind=rng.choice(Activity.Kind.values[:4]),
        )
        for _person in range(rng.randint(1, 3)):
            AttendanceFactory(activity=activity, school=school, came=rng.random() < 0.8)
    for _number in range(rng.randint(0, 3)):
        kind = rng.choice(Barrier.Kind.values)
        BarrierFactory(school=school, activity=None, kind=kind, month=dt.date(2026, 9, 1))
    if rng.random() < 0.5:
        source = PlanFactory(school=school, made_at=NOON, shared_at=NOON)
        for _number in range(rng.randint(0, 2)):
            PlanFactory(school=school, made_at=NOON, adapted_from=source.versions.get())


def counted(schools: list[School]) -> Counter:
    """Work at ``schools``, by going through every record of each."""
    found = Counter()
    for school in schools:
        found += counted_at(school)
    return found


@cache
def counted_at(school: School) -> Counter:
    """Kept for one world: its records do not change once they are made."""
    schools = [school]
    found = Counter(schools=1)
    for session in SupervisionSession.objects.filter(school__in=schools):
        found["planned"] += session.state != "cancelled"
        found["held"] += session.state in HELD
        found["talked"] += session.state in RELEASED
        found["closed"] += session.state == "closed"
    for step in FollowUp.objects.filter(session__school__in=schools):
        found["steps"] += 1
        found["steps_done"] += step.done_at is not None
    found["plans"] = LessonPlan.objects.filter(school__in=schools, shared_at__isnull=False).count()
    for plan in LessonPlan.objects.filter(school__in=schools).exclude(adapted_from=None):
        found["plans_adapted"] += FIRST_DAY <= plan.made_at.date() <= LAST_DAY
    found["asked"] = Wish.objects.filter(school__in=schools).count()
    for minutes in hours(schools).values():
        found["minutes"] += minutes
    return found


def hours(schools: list[School]) -> Counter:
    found = Counter()
    for activity in Activity.objects.exclude(minuted_at=None):
        came = activity.attendance.filter(came=True, school__in=schools).count()
        found[str(activity.get_kind_display())] += came * activity.minutes
    return +found


def means(schools: list[School]) -> dict[str, dict[School, list[float]]]:
    """By aspect and school, the mean released level of each teacher."""
    levels = defaultdict(list)
    rows = Rating.objects.filter(rater="observer", session__state__in=RELEASED, level__isnull=False)
    for row in rows.filter(session__school__in=schools).select_related("session__school"):
        aspect = row.indicator.instrument.aspect
        levels[aspect, row.session.school, row.session.teacher_id].append(row.level)
    found = {aspect: defaultdict(list) for aspect in Aspect.values}
    for (aspect, school, _teacher), rated in levels.items():
        found[aspect][school].append(sum(rated) / len(rated))
    return found


def told(places: list[str], aspect: str, *, alone: bool) -> tuple[float, int] | None:
    """Mean and teachers of an area by the rules as they are written, for one publication.

    Small subdistricts are told together with their like, never ``alone``.
    """
    kept, left = [], defaultdict(list)
    for code in places:
        groups = list(means(list(School.objects.filter(subdistrict=code)))[aspect].values())
        if is_safe(groups):
            kept += groups
        elif groups:
            left[code[:5]].append(groups)
    for small in left.values():
        pool = [group for groups in small for group in groups]
        if len(small) > 1 and is_safe(pool) and not alone:
            kept += pool
    levels = [level for group in kept for level in group]
    return (round(sum(levels) / len(levels), 1), len(levels)) if levels else None


def is_safe(groups: list[list[float]]) -> bool:
    levels = [level for group in groups for level in group]
    n, total = len(levels), sum(levels)
    if n < 5 or len(groups) < 3 or max(map(len, groups)) > 0.6 * n:
        return False
    return n + 3.5 <= total <= 4 * n - 3.5


def table(client, path: str) -> dict[tuple[str, str, str], list[str]]:
    body = client.get(path).content.decode("utf-8-sig")
    found = defaultdict(list)
    for part, row, what, number in list(csv.reader(io.StringIO(body), delimiter=";"))[1:]:
        found[part, row, what].append(number)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_every_number_equals_what_the_records_come_to(as_user, seed):
    counted_at.cache_clear()
    answers = build(random.Random(seed))
    summaries.rebuild()
    collaboration_summaries.rebuild()
    for figures in (publishing, climate_figures):
        figures.publish(TermFactory().ends_on + dt.timedelta(days=1))
    officer = appointed(Role.OFFICER, region=Region.objects.get(code="35"))
    supervisor = appointed(Role.SUPERVISOR, region=Region.objects.get(code="35.14.16"))
    everybody = list(School.objects.all())
    for user, codes in ((officer, ("35", "35.14", "35.75", *PLACES)), (supervisor, ("35.14.16",))):
        client = as_user(user)
        for code in codes:
            own = [row for row in everybody if row.subdistrict_id.startswith(code)]
            answer = client.get(f"/dasbor/{code}/")
            page = answer.context["page"]
            pages = answer.context["places"].paginator.page_range
            shown = [client.get(f"/dasbor/{code}/?hal={number}") for number in pages]
            same_page("".join(each.content.decode() for each in shown), page)
            same_work(page.whole, own)
            for row in page.rows:
                inside = [s for s in own if row.key in (s.npsn, s.subdistrict_id[: len(row.key)])]
                same_work(row, inside)
            same_levels(page, code)
            same_climate(page.climate, own, answers)
            same_topics(page.topics, topics_told(code))
            same_files(table(client, f"/dasbor/{code}/unduh.csv"), page, own)
            for status in School.Status.values:
                only = client.get(f"/dasbor/{code}/?jenis={status}").context["page"]
                same_work(only.whole, [row for row in own if row.status == status])
                same_levels(only, code)
    whole = as_user(officer).get("/dasbor/35/").context["page"]
    assert any(line.told for line in whole.lines)
    assert whole.climate is not None
    assert topics_told("35.14")
    for cluster in Cluster.objects.all():
        page = as_user(officer).get(f"/dasbor/gugus/{cluster.pk}/").context["page"]
        same_work(page.whole, list(cluster.schools.all()))
    for school in everybody:
        same_school(as_user, officer, school)


def same_school(as_user, officer, school):
    for user in (officer, principal_of(school), appointed(Role.COORDINATOR, school=school)):
        answer = as_user(user).get(f"/dasbor/sekolah/{school.npsn}/")
        page, leads = answer.context["page"], user.appointments.get().role == Role.PRINCIPAL
        same_work(page.whole, [school])
        same_shares(page, school, live=leads)
        assert page.climate is None
        if leads:
            same_coverage(answer.context["coverage"], school)
            same_topics(page.topics, [school] if counted([school])["asked"] else [])
        elif user == officer:
            assert page.topics is None


def same_work(row, schools):
    found = counted(schools)
    names = ("schools", "planned", "held", "talked", "closed", "steps", "steps_done", "asked")
    names += ("plans_adapted",)
    assert {name: getattr(row, name) for name in names} == {name: found[name] for name in names}
    assert (row.hours, row.plans_shared) == (round(found["minutes"] / 60), found["plans"])
    by_supervisor = [
        session
        for session in SupervisionSession.objects.filter(school__in=schools)
        if session.observer.appointments.filter(role="supervisor") and session.state != "cancelled"
    ]
    assert row.by_supervisor == len(by_supervisor)
    assert row.held_by_supervisor == sum(session.state in HELD for session in by_supervisor)
    kinds = Counter(Barrier.objects.filter(school__in=schools).values_list("kind", flat=True))
    assert all(getattr(row, f"barrier_{kind}") == kinds[kind] for kind in Barrier.Kind.values)
    stages = Counter(map(stage, schools))
    assert all(getattr(row, name) == stages[name] for name in STAGES)


def stage(school):
    found = counted([school])
    if not found["planned"]:
        return "silent"
    for name in ("closed", "talked", "held"):
        if 2 * found[name] >= found["planned"]:
            return f"at_{name}"
    return "at_planned"


def same_levels(page, code):
    places = [place for place in PLACES if place.startswith(code)]
    for line in page.lines:
        (figure,) = line.figures
        expected = told(places, line.aspect.value, alone=len(code) == 8)
        shown = (figure.mean, figure.teachers) if figure.mean is not None else None
        assert shown == expected


def same_climate(shown, schools, answers):
    """The sums of schools with five answers or more, where not all said the same."""
    found = {}
    for at, statement in enumerate(Statement):
        large = [answers[school.pk] for school in schools if len(answers[school.pk]) >= 5]
        said = [[one[at] for one in own] for own in large]
        mixed = [levels for levels in said if len(set(levels)) > 1]
        if len(mixed) >= 3:
            every = [level for levels in mixed for level in levels]
            found[statement] = (tuple(every.count(level) for level in (1, 2, 3, 4)), len(mixed))
    if not found:
        assert shown is None
        return
    assert {row.statement: row.counts for row in shown.statements} == {
        statement: counts for statement, (counts, _schools) in found.items()
    }
    assert shown.schools == min(schools for _counts, schools in found.values())


def topics_told(code):
    """Schools whose requests an area tells: where ten were made, and never a province."""
    if len(code) == 2:
        return []
    groups = [list(School.objects.filter(subdistrict=p)) for p in PLACES if p.startswith(code)]
    return [school for own in groups if counted(own)["asked"] >= 10 for school in own]


def same_topics(shown, schools):
    wishes = Wish.objects.filter(school__in=schools).prefetch_related("indicators__instrument")
    about = Counter(
        aspect
        for wish in wishes
        for aspect in {item.instrument.aspect for item in wish.indicators.all()}
    )
    expected = [(aspect.label, about[aspect.value]) for aspect in Aspect]
    assert (shown and [(str(label), count) for label, count, _name in shown]) == (
        expected if schools else None
    )


def same_shares(page, school, *, live):
    by_aspect = {row.aspect: row for row in page.shares}
    for aspect, found in means([school]).items():
        row = by_aspect.get(aspect)
        if row is None or row.counts is None:
            continue
        assert row.teachers == len(found[school]) >= 5
        assert live or sum(row.counts) == 10
    if live:
        assert {aspect for aspect, found in means([school]).items() if found[school]} == set(
            by_aspect
        )


def same_coverage(rows, school):
    """Days since the last talk of each teacher on each aspect, from the visits one by one."""
    today = timezone.localdate()
    last = {}
    for session in SupervisionSession.objects.filter(school=school, state__in=RELEASED):
        for part in session.parts.all():
            key = session.teacher_id, part.aspect
            last[key] = max(last.get(key, session.planned_on), session.planned_on)
    shown = {
        (row.teacher.pk, aspect): days
        for row in rows
        for aspect, days in zip(Aspect.values, row.days, strict=True)
    }
    staff = school.appointments.filter(role__in=("teacher", "coordinator"), ended_on=None)
    assert {teacher for teacher, _aspect in shown} == {each.user_id for each in staff}
    assert shown == {key: (today - last[key]).days if key in last else None for key in shown}


def same_files(found, page, own):
    """The file holds the page's numbers, and the page those of the records."""
    minutes = hours(own)
    shown = {row: numbers for (part, row, what), numbers in found.items() if what == "Jam"}
    assert {row: int(numbers[0]) for row, numbers in shown.items()} == {
        kind: round(spent / 60) for kind, spent in minutes.items()
    }
    columns = {
        "Dijadwalkan": "planned", "Terlaksana (laporan)": "held",
        "Dibicarakan (percakapan)": "talked",
        "Selesai": "closed", "Langkah selesai": "steps_done", "Langkah disepakati": "steps",
        "Jam bersama": "hours",
    }  # fmt: skip
    for row in page.rows:
        for what, name in columns.items():
            assert found["Hitungan kerja", row.name, what] == [str(getattr(row, name))], what


def same_page(html, page):
    """The table of places on the screen holds the same numbers as the rows behind it."""
    for row in page.rows:
        line = re.search(rf">{re.escape(row.name)}</a></th>(.*?)</tr>", html, re.DOTALL)
        shown = re.findall(r'class="num">([^<]*)<', line[1])
        own = [] if page.area.has_schools else [row.schools]
        steps = f"{row.steps_done}/{row.steps}"
        own += [row.planned, row.held, row.talked, row.closed, steps, row.hours, row.plans_shared]
        assert shown == [str(number) for number in own]
