from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import School, Term, User
from supervision.models.group import GroupVisit
from supervision.models.instrument import Aspect, Instrument
from supervision.models.programme import Programme
from supervision.models.technique import Technique

if TYPE_CHECKING:
    import datetime as dt


class State(models.TextChoices):
    """The stages of one cycle, with the stage words of Ruang GTK."""

    PLANNED = "planned", _("Scheduled")
    PREPARED = "prepared", _("Preparation done")
    OBSERVED = "observed", _("Observation recorded")
    DISCUSSED = "discussed", _("Follow-up discussion")
    FOLLOWING_UP = "following_up", _("Follow-up effort")
    CLOSED = "closed", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")


UNRELEASED = (State.PLANNED, State.PREPARED, State.OBSERVED)
RELEASED = (State.DISCUSSED, State.FOLLOWING_UP, State.CLOSED)
OPEN = (*UNRELEASED, State.DISCUSSED, State.FOLLOWING_UP)
OBSERVED = (State.OBSERVED, *RELEASED)
# A visit of several together is held when they have met, wherever each one's own talk stands.
HELD = Q(state__in=OBSERVED) | Q(together__held_at__isnull=False) & ~Q(state=State.CANCELLED)
WAITING = HELD & ~Q(state__in=RELEASED)  # seen, and not talked over yet


class SessionQuerySet(models.QuerySet["SupervisionSession"]):
    def visible_to(self, user: User | AnonymousUser) -> SessionQuerySet:
        return self.filter(access.where(user, "session"))

    def for_list(self) -> SessionQuerySet:
        """All that a list row shows, in two queries, newest first."""
        return (
            self.select_related("teacher", "observer", "school", "agreement", "together")
            .prefetch_related("parts")
            .annotate(
                open_steps=Count("follow_ups", filter=Q(follow_ups__done_at=None), distinct=True)
            )
            .order_by("-planned_on", "-pk")
        )

    def open(self) -> SessionQuerySet:
        return self.filter(state__in=OPEN)


class SupervisionSession(models.Model):
    """One supervision of one teacher by one observer: the cycle from planning to closing.

    ``supervision.actions`` alone moves the state. It keeps the school where it happened. A
    session without ``parts`` is a conversation only, which is a whole and valid cycle.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey(
        School, models.PROTECT, related_name="sessions", verbose_name=_("school")
    )
    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions", verbose_name=_("term"))
    teacher = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="sessions_as_teacher",
        verbose_name=_("teacher"),
    )
    observer = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="sessions_as_observer",
        verbose_name=_("observer"),
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_on = models.DateField(_("date"))
    planned_time = models.TimeField(_("time"), null=True, blank=True)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    together = models.ForeignKey(
        GroupVisit, models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    technique = models.CharField(
        _("technique"), max_length=14, choices=Technique.choices, default=Technique.OBSERVATION
    )
    grade = models.PositiveSmallIntegerField(
        _("class"), null=True, blank=True, choices=[(n, str(n)) for n in range(1, 7)]
    )
    group = models.CharField(_("class group"), max_length=20, blank=True)
    is_multigrade = models.BooleanField(_("multi-grade class"), default=False)
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    topic = models.CharField(_("topic"), max_length=160, blank=True)
    state = models.CharField(
        _("stage"), max_length=12, choices=State.choices, default=State.PLANNED
    )
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    self_assessed_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)  # first note; minutes count from here
    observed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)  # by the teacher, after release
    received_at = models.DateTimeField(null=True, blank=True)  # "Diterima" is not "Setuju"
    teacher_agreed_at = models.DateTimeField(null=True, blank=True)
    observer_agreed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    next_on = models.DateField(_("next visit"), null=True, blank=True)  # agreed in the talk
    word_given = models.BooleanField(default=False)  # the anonymous word; nothing joins the two

    instruments = models.ManyToManyField(
        Instrument, through="SessionInstrument", related_name="sessions"
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-pk"]
        indexes = [
            models.Index(fields=["school", "term", "state"], name="session_by_school_term_state"),
            models.Index(fields=["teacher", "-planned_on"], name="session_by_teacher"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(teacher=F("observer")), name="nobody_observes_himself"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="session_state_is_known"
            ),
            models.CheckConstraint(condition=Q(grade__range=(1, 6)), name="class_is_1_to_6"),
            models.CheckConstraint(
                condition=Q(state__in=RELEASED, released_at__isnull=False)
                | Q(state__in=UNRELEASED, released_at=None)
                | Q(state="cancelled"),
                name="released_exactly_from_the_discussion_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="closed_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teacher}, {self.planned_on:%d-%m-%Y}"

    @property
    def aspects(self) -> list[str]:
        """Aspects this session rates, in the order of the cycle; empty for a talk only."""
        held = {part.aspect for part in self.parts.all()}
        return [aspect for aspect in Aspect.values if aspect in held]

    @property
    def class_name(self) -> str:
        """ "4A", "4 Melati"; empty for a visit to somebody who teaches no class."""
        between = "" if len(self.group) == 1 else " "
        return f"{self.grade or ''}{between}{self.group}".strip()

    @property
    def class_kinds(self) -> list[str]:
        """Which items of a form apply: codes of ``Indicator.ClassKind``."""
        subject = self.subject.lower().removeprefix("pendidikan ").strip()
        kind = "class_teacher"
        if subject.startswith(("agama", "pai", "budi pekerti")):
            kind = "pai"
        elif subject.startswith(("pjok", "jasmani", "penjas", "olahraga", "olah raga")):
            kind = "pjok"
        return [kind, "multigrade"] if self.is_multigrade else [kind]

    @property
    def next_sequence(self) -> int:
        """How often the date has moved, for calendars that hold an older one."""
        return self.reschedulings.count()

    def is_late(self, today: dt.date) -> bool:
        """Past its day without an observation; it is the date that is late, not a person.

        Where several met together on that day, each one's own talk has no day of its own.
        """
        return (
            self.state in (State.PLANNED, State.PREPARED)
            and self.planned_on < today
            and (not self.is_held)
        )

    @property
    def is_held(self) -> bool:
        """The same as ``HELD``, of a row; reads ``together``."""
        met = self.together is not None and self.together.held_at is not None
        return self.state in OBSERVED or (met and self.state != State.CANCELLED)


class SessionInstrument(models.Model):
    """The version of an instrument that a session rates one aspect with."""

    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="parts")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="parts")
    aspect = models.CharField(max_length=10, choices=Aspect.choices)

    class Meta:
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint("session", "aspect", name="one_instrument_a_session_and_aspect")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.aspect}"


class Rescheduling(models.Model):
    """A moved date: the old one, the reason, who and when."""

    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="reschedulings")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="rescheduled_with_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.from_day} {self.to_day}"


class DateProposal(models.Model):
    """Another date that one side asks for; the other takes it or keeps the old one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="proposals")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    day = models.DateField(_("date"))
    time = models.TimeField(_("time"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="date_proposed_with_a_reason"),
            models.UniqueConstraint(
                "session", condition=Q(answered_at=None), name="one_open_proposal_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.day}"


class Reopening(models.Model):
    """A closed cycle taken up again within a day: who and why. Never deleted."""

    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="reopenings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reopened_with_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.at:%Y-%m-%d}"
