import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.roles import Role
from supervision.actions import discuss, prepare
from supervision.mirrors import dialogue, formality
from supervision.models import TalkWord
from tests.factories import (
    FollowUpFactory,
    InstrumentFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TurnFactory,
    WishFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
NOON = dt.datetime(2026, 11, 26, 5, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def principal(school):
    return principal_of(school)


def talk(school, *turns, state="following_up", **kwargs):
    """A talk with turns (who, kind, text) an hour apart, the first two days after the lesson."""
    kwargs.setdefault("observed_at", NOON - dt.timedelta(days=5))
    kwargs.setdefault("planned_on", TODAY - dt.timedelta(days=5))
    kwargs.setdefault("released_at", NOON - dt.timedelta(days=4))
    session = SessionFactory(school=school, state=state, **kwargs)
    rows = turns or (("teacher", "reflection", "Murid saya mulai berani bertanya hari ini"),)
    for hour, (who, kind, text) in enumerate(rows):
        TurnFactory(
            session=session,
            author=getattr(session, who),
            kind=kind,
            text=text,
            at=NOON - dt.timedelta(days=3) + dt.timedelta(hours=hour),
        )
    return session


def meter_of(user):
    return dialogue.meter(user, dialogue.material(user, TODAY), TODAY)


def noted(user):
    rows = formality.notes(user, dialogue.material(user, TODAY))
    return {row.session.pk: row.signs for row in rows}


def test_words_are_shared_between_both(school, principal):
    session = talk(
        school,
        ("teacher", "reflection", "satu dua tiga"),
        ("observer", "saw", "empat lima"),
        ("teacher", "answer", "enam"),
    )
    TurnFactory(session=session, author=principal, kind="reflection", text="tujuh", spoken=True)
    found = meter_of(principal)
    assert (found.words.part, found.words.whole) == (2, 7)


def test_a_corrected_turn_counts_as_its_correction(school, principal):
    session = talk(school, ("observer", "saw", "satu dua tiga empat"))
    TurnFactory(
        session=session,
        author=principal,
        kind="correction",
        text="satu",
        corrects=session.turns.get(),
    )
    assert meter_of(principal).words == dialogue.Share(1, 1)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("question", "Menurut Ibu, apa yang membuatnya terjadi?", (1, 1)),
        ("question", "Apakah murid paham?", (0, 1)),
        ("question", "Ceritakan tentang kelompok biru", (1, 1)),
        ("question", "Sudah baik", (0, 1)),
        ("saw", "Saya melihat murid bertanya. Bagaimana Ibu memulainya? Bagus ya?", (1, 2)),
        ("saw", "Saya melihat murid bertanya.", (0, 0)),
        ("answer", "Mengapa ya?\nKenapa bisa?", (2, 2)),
    ],
)
def test_questions_are_open_by_how_they_ask(school, principal, kind, text, found):
    talk(school, ("observer", kind, text))
    share = meter_of(principal).questions
    assert (share.part, share.whole) == found


def test_the_teachers_questions_are_not_the_observers(school, principal):
    talk(school, ("teacher", "question", "Apa yang Bapak lihat?"))
    assert meter_of(principal).questions.whole == 0


def add_step(session, by):
    return discuss.add_step(
        session,
        uuid.uuid4(),
        by=by,
        what="Mencoba kartu",
        owner_kind="teacher",
        due_on=TODAY,
    )


def test_a_step_after_her_answer_is_one_that_she_could_change(school, principal):
    heard = talk(
        school,
        ("teacher", "reflection", "Menurut saya"),
        ("teacher", "answer", "Bisa lewat kartu"),
        state="discussed",
    )
    add_step(heard, heard.observer)
    unheard = talk(school, state="discussed")
    add_step(unheard, unheard.observer)
    assert meter_of(principal).changed == dialogue.Share(1, 2)


def test_a_step_before_her_answer_changed_nothing(school, principal):
    session = talk(school, state="discussed")
    add_step(session, session.observer)
    late = NOON + dt.timedelta(hours=1)
    TurnFactory(session=session, kind="answer", text="Baik", at=late)
    assert meter_of(principal).changed == dialogue.Share(0, 1)


def test_days_run_from_the_lesson_to_the_first_word(school, principal):
    for days in (1, 2, 9):
        talk(school, observed_at=NOON - dt.timedelta(days=3 + days))
    SessionFactory(school=school, state="discussed")
    found = meter_of(principal)
    assert (found.days, found.days_of) == (2, 3)


def test_own_view_first_counts_rated_visits_only(school, principal):
    form = InstrumentFactory()
    seen = NOON - dt.timedelta(days=5)
    talk(school, instruments=[form], self_assessed_at=seen - dt.timedelta(hours=1))
    talk(school, instruments=[form], self_assessed_at=seen + dt.timedelta(hours=1))
    talk(school, self_assessed_at=None)
    assert meter_of(principal).self_first == dialogue.Share(1, 2)


def test_steps_count_once_their_day_has_come(school, principal):
    session = talk(school)
    FollowUpFactory(session=session, due_on=TODAY - dt.timedelta(1))
    FollowUpFactory(session=session, due_on=TODAY + dt.timedelta(1))
    FollowUpFactory(session=session, due_on=TODAY + dt.timedelta(9), done_at=NOON, proof="Sudah")
    assert meter_of(principal).closed == dialogue.Share(1, 2)


def test_a_focus_is_hers_by_first_hand_or_by_wish(school, principal):
    hers, his, wished, unknown = (
        SessionFactory(school=school, state="planned", planned_on=TODAY) for _ in range(4)
    )
    for session, by in ((hers, hers.teacher), (his, principal), (his, his.teacher)):
        prepare.write_focus(session, by=by, focus=f"Fokus {by.pk}", technique="notes")
    WishFactory(school=school, teacher=wished.teacher, session=wished)
    for session in (hers, his, wished, unknown):
        session.state, session.released_at = "discussed", NOON
        session.save()
    assert meter_of(principal).proposed == dialogue.Share(2, 4)


def test_only_own_released_talks_of_a_year_count(school, principal):
    talk(school, planned_on=TODAY - dt.timedelta(days=366))
    talk(school, state="observed", released_at=None)
    supervisor = appointed(Role.SUPERVISOR, region=school.subdistrict)
    talk(school, observer=supervisor)
    assert meter_of(principal).talks == 0
    assert meter_of(supervisor).talks == 1


def page(as_user, user):
    return as_user(user).get(reverse("mirror")).content.decode()


def test_three_talks_are_the_least(school, principal, as_user):
    for _number in range(2):
        talk(school)
    words = page(as_user, principal)
    assert "Baru 2 percakapan" in words
    assert "Pertanyaan terbuka" not in words
    talk(school, ("observer", "question", "Apa yang Ibu lihat?"))
    words = page(as_user, principal)
    assert "1 dari 1 pertanyaan adalah pertanyaan terbuka." in words
    assert "Bagaimana caranya?" in words


def test_per_cent_only_from_twenty_on():
    assert dialogue.Share(3, 19).percent is None
    assert dialogue.Share(5, 20).percent == 25


def rated(school, evidence, levels=(1, 2, 3, 4, 2), **kwargs):
    form = InstrumentFactory(items=5)
    session = talk(school, instruments=[form], **kwargs)
    rows = zip(form.indicators.all(), levels, evidence, strict=True)
    for item, level, text in rows:
        RatingFactory(session=session, indicator=item, level=level, evidence=text)
    return session


DIFFERENT = ("Satu", "Dua", "Tiga", "Empat", "")


def test_same_words_at_three_indicators_are_a_sign(school, principal):
    same = rated(school, ("Sudah  baik", "sudah baik", "Sudah baik ", "Lain", ""))
    rated(school, ("Sudah baik", "Sudah baik", "", "", ""))
    assert noted(principal) == {same.pk: ["texts"]}


def test_one_level_for_all_is_a_sign(school, principal):
    flat = rated(school, DIFFERENT, levels=(3, 3, 3, 3, 3))
    rated(school, DIFFERENT, levels=(3, 3, 3, None, 3))
    assert noted(principal) == {flat.pk: ["levels"]}


def test_agreement_within_minutes_is_a_sign(school, principal):
    agreed = NOON - dt.timedelta(days=4) + dt.timedelta(minutes=14)
    quick = talk(school, teacher_agreed_at=agreed, observer_agreed_at=agreed)
    later = agreed + dt.timedelta(minutes=2)
    talk(school, teacher_agreed_at=agreed, observer_agreed_at=later)
    assert noted(principal) == {quick.pk: ["quick"]}


def test_a_finished_talk_without_her_words_is_a_sign(school, principal):
    silent = talk(school, ("teacher", "reflection", "Baik Pak"), ("observer", "saw", "a b c d e"))
    talk(school, ("teacher", "reflection", "Baik"), state="discussed")
    assert noted(principal) == {silent.pk: ["silent"]}


def test_signs_are_told_to_the_observer_alone(school, principal, as_user):
    session = rated(school, DIFFERENT, levels=(3, 3, 3, 3, 3))
    words = page(as_user, principal)
    assert "Semua indikator pada satu level" in words
    assert reverse("session-record", args=[session.pk]) in words
    supervisor = appointed(Role.SUPERVISOR, region=school.subdistrict)
    for other in (supervisor, session.teacher):
        assert "Semua indikator pada satu level" not in page(as_user, other)


def test_the_words_of_teachers_wait_for_five(principal, as_user):
    rows = [TalkWord(observer=principal, answer="yes", shown=True) for _ in range(4)]
    TalkWord.objects.bulk_create(rows)
    assert "Jawabannya belum sampai 5" in page(as_user, principal)
    TalkWord.objects.create(observer=principal, answer="partly", shown=True)
    assert "5 jawaban tanpa nama" in page(as_user, principal)


def test_without_an_appointment_it_stays_shut(principal, as_user):
    principal.appointments.update(ended_on=dt.date(2021, 1, 1))
    assert as_user(principal).get(reverse("mirror")).status_code == 403


@pytest.mark.parametrize("talks", [3, 7])
def test_queries_do_not_grow_with_talks(
    school, principal, as_user, talks, django_assert_num_queries
):
    for _number in range(talks):
        FollowUpFactory(session=rated(school, DIFFERENT))
    client = as_user(principal)
    # session, user, appointments, right; sessions, turns, steps, acts, ratings, words
    with django_assert_num_queries(10):
        assert client.get(reverse("mirror")).status_code == 200


def test_nothing_is_stored(school, principal, as_user):
    rated(school, DIFFERENT, levels=(3, 3, 3, 3, 3))
    before = timezone.now()
    page(as_user, principal)
    assert not principal.acts.filter(at__gte=before).exclude(act__startswith="sign").exists()
