"""A cycle under random hands: everybody tries everything, in any order, by real requests.

What must hold is said in ``invariants`` alone: no illegal state, no lost note or turn, no level
or word that reaches somebody before its time.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from portal.models import Notification, User
from supervision.models import (
    EvidenceNote,
    FollowUp,
    Instrument,
    Rating,
    Reflection,
    SupervisionSession,
    Turn,
)
from tests import factories as make
from tests.conftest import BACKEND

UNRELEASED = ("planned", "prepared", "observed")
RELEASED = ("discussed", "following_up", "closed")
SECRET = "rahasia-pengamat"  # in every note and evidence of the observer
HERS = "rahasia-guru"  # in every evidence of the teacher's own assessment
PRIVATE = "rahasia-pribadi"  # in every reflection
SIDES = ("teacher", "observer")


@dataclass
class Place:
    """People and form that all examples share; each example has a session of its own."""

    people: dict[str, User]
    clients: dict[str, Client]
    instrument: Instrument
    school: Any
    levels: list[int] = field(default_factory=list)


def build() -> Place:
    school = make.SchoolFactory()
    make.TermFactory()
    people = {
        "teacher": make.appointed("teacher", school=school),
        "observer": make.principal_of(school),
        "colleague": make.appointed("teacher", school=school),
        "coordinator": make.appointed("coordinator", school=school),
        "supervisor": make.appointed("supervisor", region=school.subdistrict),
        "officer": make.appointed("officer", region=school.subdistrict),
        "stranger": make.appointed("principal"),
        "nobody": make.UserFactory(),
    }
    clients = {}
    for name, user in people.items():
        clients[name] = Client()
        clients[name].force_login(user, backend=BACKEND)
    instrument = make.InstrumentFactory(aspect="teaching", items=2)
    items = list(instrument.indicators.values_list("pk", flat=True))
    return Place(people, clients, instrument, school, items)


who = st.sampled_from(
    ("teacher", "observer") * 5
    + ("colleague", "coordinator", "supervisor", "officer", "stranger", "nobody")
)
teacher_first = st.sampled_from(("teacher",) * 6 + ("observer", "colleague", "stranger"))
observer_first = st.sampled_from(("observer",) * 6 + ("teacher", "supervisor", "stranger"))
words = st.sampled_from(("", "   ", "Murid bertanya", "<b>Murid</b> & 'guru'", "a\x00b", "\u200b"))
said = st.sampled_from(("Murid bertanya lebih dulu", "Saya menunggu", "<i>tiga</i> kelompok"))
level = st.sampled_from(("", "0", "1", "2", "3", "4", "9", "x"))
full = st.sampled_from(("0", "1", "2", "3", "4"))


class Cycle(RuleBasedStateMachine):
    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.notes: dict[str, str] = {}
        self.turns: dict[str, str] = {}
        self.rated: dict[tuple[int, str], int | None] = {}
        self.seen = ""
        self.steps = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(rates=st.booleans(), stage=st.integers(0, 5))
    def plan(self, rates: bool, stage: int) -> None:
        """A visit, taken by its two people through the first ``stage`` stages."""
        place = self.place
        self.session = make.SessionFactory(
            school=place.school,
            teacher=place.people["teacher"],
            observer=place.people["observer"],
            instruments=[place.instrument] if rates else [],
            agreement="",
        )
        self.rates = rates
        stages = (
            lambda: self.agree_on_a_focus("teacher", "Murid berani bertanya"),
            lambda: (self.assess_oneself_wholly("3", "0"), self.observe_wholly("4", "2")),
            lambda: (self.release("observer", False), self.reflect_first("Saya mulai menunggu")),
            lambda: (self.add_step("observer", "teacher", "Mencoba kartu"), self.both_agree()),
            lambda: self.close("teacher"),
        )
        for walk in stages[:stage]:
            walk()
        self.seen = self.now().state

    def now(self) -> SupervisionSession:
        return SupervisionSession.objects.select_related("agreement").get(pk=self.session.pk)

    def post(self, actor: str, page: str, **data: Any) -> Any:
        answer = self.place.clients[actor].post(f"/supervisi/{self.session.pk}/{page}", data)
        assert answer.status_code in (200, 302, 403, 404, 405), (page, answer.status_code)
        return answer

    def get(self, actor: str, page: str) -> str:
        answer = self.place.clients[actor].get(f"/supervisi/{self.session.pk}/{page}")
        assert answer.status_code in (200, 302, 403, 404), (page, answer.status_code)
        return answer.content.decode()

    # Preparation

    @rule(actor=who, focus=words | said)
    def write_focus(self, actor: str, focus: str) -> None:
        self.post(actor, "persiapan/", focus=focus, technique="notes")

    @rule(actor=st.sampled_from(SIDES), focus=said)
    def agree_on_a_focus(self, actor: str, focus: str) -> None:
        if self.now().state != "planned":
            return
        self.post(actor, "persiapan/", focus=focus, technique="notes")
        self.post("teacher", "persiapan/setujui/")
        self.post("observer", "persiapan/setujui/")

    @rule(actor=who)
    def confirm(self, actor: str) -> None:
        self.post(actor, "persiapan/setujui/")

    @rule(actor=teacher_first, first=level, second=level, finish=st.booleans())
    def assess_oneself(self, actor: str, first: str, second: str, finish: bool) -> None:
        data = self.answers(first, second, HERS)
        self.post(actor, "asesmen-diri/", **data, **({"finish": "1"} if finish else {}))

    @rule(first=full, second=full)
    def assess_oneself_wholly(self, first: str, second: str) -> None:
        self.post("teacher", "asesmen-diri/", **self.answers(first, second, HERS), finish="1")

    def answers(self, first: str, second: str, evidence: str) -> dict[str, str]:
        one, two = self.place.levels
        return {
            f"level-{one}": first,
            f"level-{two}": second,
            f"evidence-{one}": evidence if first in ("1", "4") else "",
            f"evidence-{two}": "",
        }

    # Observation

    @rule(actor=observer_first, reason=words | said)
    def open_without_focus(self, actor: str, reason: str) -> None:
        if self.now().state == "planned" and not self.now().agreement.no_focus_reason:
            self.post(actor, "observasi/", reason=reason)

    @rule(actor=observer_first, text=words | said, twice=st.booleans())
    def note(self, actor: str, text: str, twice: bool) -> None:
        key = str(uuid.uuid4())
        known = set(map(str, EvidenceNote.objects.values_list("pk", flat=True)))
        for _time in range(2 if twice else 1):
            self.post(actor, "observasi/", text=f"{text} {SECRET}", form_id=key, kind="moment")
        row = EvidenceNote.objects.filter(pk=key).first()
        added = set(map(str, EvidenceNote.objects.values_list("pk", flat=True))) - known
        assert added <= {key}
        if row:
            assert actor == "observer"
            self.notes[key] = row.text

    @rule(actor=observer_first, text=said, drop=st.integers(0, 4))
    def change_note(self, actor: str, text: str, drop: int) -> None:
        if not self.notes:
            return
        key = sorted(self.notes)[0]
        allowed = actor == "observer" and self.now().state in UNRELEASED
        if drop == 0:
            self.post(actor, f"observasi/catatan/{key}/", drop="1")
            if allowed and not EvidenceNote.objects.filter(pk=key).exists():
                del self.notes[key]
            return
        self.post(actor, f"observasi/catatan/{key}/", text=f"{text} {SECRET}", kind="moment")
        row = EvidenceNote.objects.get(pk=key)
        if allowed:
            self.notes[key] = row.text

    @rule(actor=observer_first, first=level, second=level)
    def rate(self, actor: str, first: str, second: str) -> None:
        self.post(actor, "observasi/teaching/", **self.answers(first, second, SECRET))

    @rule(first=full, second=full)
    def observe_wholly(self, first: str, second: str) -> None:
        """What an observer does on a good day: levels with evidence, check, save."""
        one, two = self.place.levels
        data = {f"level-{one}": first, f"level-{two}": second}
        data |= {f"evidence-{one}": f"Terlihat {SECRET}", f"evidence-{two}": f"Tampak {SECRET}"}
        if self.rates:
            self.post("observer", "observasi/teaching/", **data)
        self.post("observer", "periksa/")

    @rule(actor=observer_first)
    def save_observation(self, actor: str) -> None:
        self.post(actor, "periksa/")

    @rule(actor=observer_first, twice=st.booleans())
    def release(self, actor: str, twice: bool) -> None:
        for _time in range(2 if twice else 1):
            self.post(actor, "bagikan/")
        told = Notification.objects.filter(object_id=str(self.session.pk), kind="session_released")
        assert len({row.key for row in told}) == told.count()

    @rule(actor=observer_first)
    def withdraw(self, actor: str) -> None:
        before = self.now()
        self.post(actor, "tarik/")
        if self.now().state == "observed" and before.state == "discussed":
            assert actor == "observer"
            assert before.opened_at is None

    # The talk

    @rule(actor=who)
    def open_the_talk(self, actor: str) -> None:
        self.get(actor, "diskusi/")

    @rule(
        actor=who,
        kind=st.sampled_from(
            ("reflection", "saw", "question", "answer", "agreement", "reply", "x")
        ),
        text=words | said,
        spoken=st.booleans(),
    )
    def say(self, actor: str, kind: str, text: str, spoken: bool) -> None:
        key = str(uuid.uuid4())
        data = {"kind": kind, "text": text, "form_id": key}
        self.post(actor, "diskusi/tulis/", **data, **({"spoken": "1"} if spoken else {}))
        self.keep_turn(key, actor)

    @rule(text=said)
    def reflect_first(self, text: str) -> None:
        key = str(uuid.uuid4())
        self.post("teacher", "diskusi/tulis/", kind="reflection", text=text, form_id=key)
        self.keep_turn(key, "teacher")

    def keep_turn(self, key: str, actor: str) -> None:
        row = Turn.objects.filter(pk=key).first()
        if row:
            assert actor in SIDES
            self.turns[key] = row.text

    @rule(
        actor=who, owner=st.sampled_from(("teacher", "principal", "forum", "x")), what=words | said
    )
    def add_step(self, actor: str, owner: str, what: str) -> None:
        self.post(
            actor,
            "diskusi/langkah/",
            form_id=str(uuid.uuid4()),
            what=what,
            owner_kind=owner,
            due_on="10 Desember 2026",
        )

    @rule(actor=who)
    def drop_step(self, actor: str) -> None:
        step = FollowUp.objects.filter(session=self.session).first()
        if step:
            self.post(actor, f"diskusi/langkah/{step.pk}/hapus/")

    @rule(actor=who, stance=st.sampled_from(("received", "agreed", "x")))
    def take_a_stance(self, actor: str, stance: str) -> None:
        self.post(actor, "diskusi/sikap/", stance=stance)

    @rule()
    def both_agree(self) -> None:
        for actor in SIDES:
            self.post(actor, "diskusi/sikap/", stance="agreed")

    # After the talk

    @rule(actor=who, text=words | said, look=st.booleans())
    def prove_or_look(self, actor: str, text: str, look: bool) -> None:
        step = FollowUp.objects.filter(session=self.session).first()
        if step:
            address = f"/tindak-lanjut/{step.pk}/{'lihat/' if look else ''}"
            answer = self.place.clients[actor].post(address, {"text": text})
            assert answer.status_code in (200, 302, 403, 404)

    @rule(actor=teacher_first, then=st.sampled_from(("", "share", "unshare", "close")))
    def write_reflection(self, actor: str, then: str) -> None:
        self.post(actor, "refleksi/", text=f"Saya belajar {PRIVATE}", then=then)

    @rule(actor=who)
    def close(self, actor: str) -> None:
        self.post(actor, "tutup/")

    @rule(actor=who, reason=words | said)
    def reopen(self, actor: str, reason: str) -> None:
        self.post(actor, "buka-lagi/", reason=reason)

    # The date

    @rule(actor=who, day=st.sampled_from(("27 November 2026", "31/02/2026", "")), reason=words)
    def move(self, actor: str, day: str, reason: str) -> None:
        self.post(actor, "ubah-tanggal/", day=day, time="", reason=reason)

    @rule(actor=who, reason=words, really=st.integers(0, 5))
    def cancel(self, actor: str, reason: str, really: int) -> None:
        if really == 0:
            self.post(actor, "batalkan/", reason=reason)

    # What always holds

    @invariant()
    def state_is_legal(self) -> None:
        if not hasattr(self, "session"):
            return
        row = self.now()
        check_state(row)
        follows(self.seen, row.state)
        self.seen = row.state

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "session"):
            return
        notes = EvidenceNote.objects.filter(session=self.session)
        assert {str(row.pk): row.text for row in notes} == self.notes
        turns = Turn.objects.filter(session=self.session)
        assert {str(row.pk): row.text for row in turns} == self.turns

    @invariant()
    def nothing_leaks(self) -> None:
        """One reader after each act, in turn; a leak lasts, so nobody is missed for long."""
        if hasattr(self, "session"):
            names = sorted(self.place.people)
            self.steps += 1
            check_secrets(self.place, self.now(), names[self.steps % len(names)])

    @rule(
        actor=who,
        page=st.sampled_from(
            ("", "persiapan/", "asesmen-diri/", "observasi/", "observasi/teaching/", "periksa/",
             "diskusi/", "upaya/", "refleksi/", "catatan/", "cetak/", "salin/")
        ),
    )  # fmt: skip
    def look_at_a_page(self, actor: str, page: str) -> None:
        before = self.now()
        text = self.get(actor, page)
        if before.state not in RELEASED and actor != "observer":
            assert SECRET not in text
        saved = before.self_assessed_at and before.observed_at
        if actor != "teacher" and not (actor == "observer" and saved):
            assert before.state in RELEASED or HERS not in text
        shared = Reflection.objects.filter(session=before, shared_at__isnull=False).exists()
        if actor != "teacher" and not shared:
            assert PRIVATE not in text


def check_state(row: SupervisionSession) -> None:
    """The gates of the cycle, told from what is stored alone."""
    agreed = row.agreement.is_agreed and row.agreement.focus != ""
    observer = row.ratings.filter(rater=Rating.Rater.OBSERVER)
    assert row.state == "cancelled" or (row.released_at is not None) == (row.state in RELEASED)
    if row.state == "prepared":
        assert agreed
    if row.state in ("observed", *RELEASED):
        assert row.observed_at is not None
        assert agreed or row.agreement.no_focus_reason
    if row.state in RELEASED:
        asked = row.parts.values_list("instrument__indicators", flat=True)
        assert observer.count() == len(asked)
        assert not observer.exists() or row.self_assessed_at <= row.released_at
        bare = observer.filter(level__in=(1, 4), evidence="")
        noted = EvidenceNote.indicators.through.objects.filter(evidencenote__session=row)
        assert not bare.exclude(indicator__in=noted.values("indicator")).exists()
    first = row.turns.exclude(kind="reply").order_by("at", "pk").first()
    assert first is None or first.kind == "reflection"
    assert row.follow_ups.count() <= 3
    if row.state in ("following_up", "closed"):
        assert row.teacher_agreed_at
        assert row.observer_agreed_at
        assert first is not None
        assert row.follow_ups.exists()
        assert not row.follow_ups.filter(owner=None).exclude(owner_kind="forum").exists()
    assert row.state != "cancelled" or row.cancel_reason.strip()
    assert row.state != "closed" or row.closed_at


AFTER = {
    "": {"planned"},
    "planned": {"planned", "prepared", "observed", "cancelled"},
    "prepared": {"prepared", "observed", "cancelled"},
    "observed": {"observed", "discussed", "cancelled"},
    "discussed": {"discussed", "observed", "following_up", "cancelled"},
    "following_up": {"following_up", "closed", "cancelled"},
    "closed": {"closed", "following_up"},
    "cancelled": {"cancelled"},
}


def follows(before: str, after: str) -> None:
    """One request moves a cycle one step, save that a rule here may send a few of them."""
    reachable = {after}
    for _step in range(3):
        reachable |= {name for name, nexts in AFTER.items() if nexts & reachable}
    assert before in reachable, (before, after)
    assert before != "cancelled" or after == "cancelled"


def check_secrets(place: Place, row: SupervisionSession, name: str) -> None:
    both_saved = row.self_assessed_at is not None and row.observed_at is not None
    reader = place.people[name]
    seen = Rating.objects.visible_to(reader).filter(session=row)
    raters = set(seen.values_list("rater", flat=True))
    notes = EvidenceNote.objects.visible_to(reader).filter(session=row).exists()
    talk = Turn.objects.visible_to(reader).filter(session=row).exists()
    if row.state not in RELEASED:
        assert "observer" not in raters or name == "observer"
        assert not notes or name == "observer"
        assert not talk
        own = name == "teacher" or (name == "observer" and both_saved)
        assert "self" not in raters or own
    elif name not in ("teacher", "observer", "supervisor"):
        assert not raters
        assert not notes
        assert not talk
    closing = Reflection.objects.visible_to(reader).filter(session=row, shared_at=None)
    assert name == "teacher" or not closing.exists()
