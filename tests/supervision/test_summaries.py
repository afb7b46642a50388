import uuid
from collections import Counter, defaultdict

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from supervision import summaries
from supervision.actions import discuss, follow_up
from supervision.actions import wish as actions
from supervision.models import Rating, SupervisionSession, TermSummary, Wish
from tests.factories import (
    FollowUpFactory,
    GroupVisitFactory,
    InstrumentFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    TurnFactory,
    WishFactory,
    appointed,
)

COUNTS = (
    "planned held talked closed asked by_supervisor held_by_supervisor steps steps_done"
    " teachers level_1 level_2 level_3 level_4"
)
RELEASED = ("discussed", "following_up", "closed")
STATES = ("planned", "prepared", "observed", *RELEASED, "cancelled")
ASPECTS = ("planning", "teaching", "evaluation")

visits = st.lists(
    st.fixed_dictionaries(
        {
            "school": st.integers(0, 1),
            "teacher": st.integers(0, 1),
            "state": st.sampled_from(STATES),
            "met": st.booleans(),
            "aspects": st.sets(st.sampled_from(ASPECTS)),
            "levels": st.lists(st.sampled_from([None, 1, 2, 3, 4]), min_size=3, max_size=3),
            "steps": st.lists(st.booleans(), max_size=3),
            "supervisor": st.booleans(),
            "wish": st.sampled_from([None, "open", "withdrawn"]),
        }
    ),
    max_size=6,
)


def kept():
    """The rows that stand, without their keys; sums of means to nine digits."""
    return {
        (row.school_id, row.term_id, row.aspect): (
            row.region_code,
            round(row.level_sum, 9),
            *(getattr(row, name) for name in COUNTS.split()),
        )
        for row in TermSummary.objects.all()
    }


def slow():
    """The same by plain loops over every session."""
    counts, means, codes = defaultdict(Counter), defaultdict(list), {}
    for session in SupervisionSession.objects.all():
        for aspect in ("", *(part.aspect for part in session.parts.all())):
            key = (session.school_id, session.term_id, aspect)
            codes[key] = session.school.subdistrict_id
            counts[key] += stages(session)
            if not aspect:
                counts[key]["steps"] += session.follow_ups.count()
                counts[key]["steps_done"] += session.follow_ups.exclude(done_at=None).count()
                continue
            for level in released(session, aspect):
                counts[key][f"level_{level}"] += 1
                means[key, session.teacher_id].append(level)
    for wish in Wish.objects.filter(withdrawn_at=None):
        for aspect in {"", *(item.instrument.aspect for item in wish.indicators.all())}:
            key = (wish.school_id, TermFactory().pk, aspect)
            codes[key] = wish.school.subdistrict_id
            counts[key]["asked"] += 1
    sums = Counter()
    for (key, _teacher), levels in means.items():
        counts[key]["teachers"] += 1
        sums[key] += sum(levels) / len(levels)
    return {
        key: (codes[key], round(sums[key], 9), *(found[name] for name in COUNTS.split()))
        for key, found in counts.items()
    }


def released(session, aspect):
    """Levels that the observer gave and shared."""
    rows = session.ratings.filter(rater="observer", indicator__instrument__aspect=aspect)
    return [row.level for row in rows if row.level and session.state in RELEASED]


def stages(session):
    planned = session.state != "cancelled"
    met = session.together and planned
    held = bool(met) or session.state in ("observed", *RELEASED)
    by = session.observer.appointments.filter(role="supervisor").exists()
    return Counter(
        planned=planned,
        held=held,
        talked=session.state in RELEASED,
        closed=session.state == "closed",
        by_supervisor=by and planned,
        held_by_supervisor=by and held,
    )


class TestRandomVisits(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(visits)
    def test_refresh_rebuild_and_slow_counting_agree(self, rows):
        forms = {aspect: InstrumentFactory(aspect=aspect) for aspect in ASPECTS}
        schools, term, teachers = [SchoolFactory() for _ in range(2)], TermFactory(), {}
        supervisor = appointed("supervisor", school=schools[0])
        met = GroupVisitFactory(school=schools[0], held_at=timezone.now())
        for row in rows:
            place = (row["school"], row["teacher"])
            chosen = [forms[aspect] for aspect in sorted(row["aspects"])]
            session = SessionFactory(
                school=schools[row["school"]],
                term=term,
                state=row["state"],
                instruments=chosen,
                together=met if row["met"] else None,
                **({"teacher": teachers[place]} if place in teachers else {}),
                **({"observer": supervisor} if row["supervisor"] else {}),
            )
            if row["wish"]:
                gone = timezone.now() if row["wish"] == "withdrawn" else None
                wish = WishFactory(
                    school=session.school, teacher=session.teacher, withdrawn_at=gone
                )
                wish.indicators.set([form.indicators.first() for form in chosen])
            teachers[place] = session.teacher
            for form in chosen:
                for item, level in zip(form.indicators.all(), row["levels"], strict=True):
                    RatingFactory(session=session, indicator=item, level=level)
                    RatingFactory(session=session, indicator=item, rater="self", level=4)
            for done in row["steps"]:
                proof = {"proof": "Sudah", "done_at": timezone.now()} if done else {}
                FollowUpFactory(session=session, **proof)
        for school in schools:
            summaries.refresh(school, term)
        refreshed = kept()
        assert refreshed == slow()
        TermSummary.objects.update(planned=99)
        summaries.rebuild()
        assert kept() == refreshed
        summaries.rebuild(schools[:1])
        assert kept() == refreshed


@pytest.mark.django_db
def test_rebuilding_one_school_leaves_the_others():
    one, other = SessionFactory(), SessionFactory()
    summaries.rebuild()
    TermSummary.objects.update(planned=9)
    summaries.rebuild([one.school])
    found = dict(TermSummary.objects.values_list("school", "planned"))
    assert found == {one.school_id: 1, other.school_id: 9}


@pytest.mark.django_db
def test_steps_and_closing_are_counted_at_once():
    session = SessionFactory(state="discussed")
    TurnFactory(session=session)
    step = discuss.add_step(
        session,
        session.pk,
        by=session.teacher,
        what="Mencoba",
        owner_kind="teacher",
        due_on=session.planned_on,
    )
    row = TermSummary.objects.get(school=session.school, aspect="")
    assert (row.talked, row.steps, row.steps_done, row.closed) == (1, 1, 0, 0)
    for side in (session.teacher, session.observer):
        discuss.agree(session, by=side)
    follow_up.prove(step, by=session.teacher, proof="Sudah")
    follow_up.close(session, by=session.observer)
    row = TermSummary.objects.get(school=session.school, aspect="")
    assert (row.talked, row.steps, row.steps_done, row.closed) == (1, 1, 1, 1)


@pytest.mark.django_db
def test_a_teachers_own_levels_and_unreleased_ones_are_not_counted():
    instrument = InstrumentFactory(items=1)
    item = instrument.indicators.get()
    session = SessionFactory(state="observed", instruments=[instrument])
    RatingFactory(session=session, indicator=item, level=2)
    summaries.refresh(session.school, session.term)
    assert TermSummary.objects.get(aspect="planning").teachers == 0
    session.state, session.released_at = "discussed", timezone.now()
    session.save()
    Rating.objects.create(session=session, indicator=item, rater="self", level=4)
    summaries.refresh(session.school, session.term)
    row = TermSummary.objects.get(aspect="planning")
    assert (row.teachers, row.level_sum, row.level_2, row.level_4) == (1, 2.0, 1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 5])
def test_rebuilding_takes_the_same_queries(rows, django_assert_num_queries):
    for _ in range(rows):
        SessionFactory(state="closed")
    # savepoint, stages, stages by aspect, steps, ratings, terms, wishes, places, old rows out,
    # new in, release
    with django_assert_num_queries(11):
        summaries.rebuild()


@pytest.mark.django_db
def test_a_request_counts_while_it_stands():
    TermFactory()
    item = InstrumentFactory(aspect="evaluation", items=1).indicators.get()
    teacher = appointed("teacher", school=SchoolFactory())
    school = teacher.appointments.get().school
    wish = actions.ask(uuid.uuid4(), by=teacher, school=school, text="Asesmen", indicators=[item])
    found = TermSummary.objects.values_list("aspect", "asked").order_by("aspect")
    assert list(found) == [("", 1), ("evaluation", 1)]
    actions.withdraw(wish, by=teacher)
    assert sum(asked for _aspect, asked in found.all()) == 0
