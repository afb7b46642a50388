from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import User
from supervision.models.session import SupervisionSession


class TurnQuerySet(models.QuerySet["Turn"]):
    def visible_to(self, user: User | AnonymousUser) -> TurnQuerySet:
        return self.filter(access.where(user, "words", path="session__"))


class Turn(models.Model):
    """A step in the talk. Never edited: a correction is a new turn beside the old one."""

    class Kind(models.TextChoices):
        REFLECTION = "reflection", _("Reflection")
        SAW = "saw", _("What I saw")
        QUESTION = "question", _("Question")
        ANSWER = "answer", _("Answer")
        AGREEMENT = "agreement", _("Agreement")
        REPLY = "reply", _("Reply to the record")
        CORRECTION = "correction", _("Correction")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="turns")
    author = models.ForeignKey(User, models.PROTECT, related_name="turns")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("words"), max_length=4000)
    at = models.DateTimeField()
    spoken = models.BooleanField(_("said aloud, noted in a line"), default=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering = ["session", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="turn_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


TALKED = (Turn.Kind.SAW, Turn.Kind.QUESTION, Turn.Kind.ANSWER, Turn.Kind.AGREEMENT)


class Theme(models.TextChoices):
    """What a reflection is about, for the author's own overview."""

    OBJECTIVES = "objectives", _("Objectives")
    PUPILS = "pupils", _("Knowing the pupils")
    QUESTIONS = "questions", _("Questions and talk in class")
    DIFFERENCES = "differences", _("Pupils who differ")
    MEDIA = "media", _("Media and materials")
    TIME = "time", _("Time and order")
    ASSESSMENT = "assessment", _("Assessment and feedback")
    COLLEAGUES = "colleagues", _("Working with colleagues")
    MYSELF = "myself", _("Myself as a teacher")


PROMPTS: dict[str, object] = {  # the four of Ruang GTK's reflection on the follow-up
    "inspiration": _("What new idea did you take from it?"),
    "change": _("What have you changed in class?"),
    "challenges": _("What will be hardest from here on?"),
    "plan": _("How do you plan to meet it?"),
}


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, user: User | AnonymousUser) -> ReflectionQuerySet:
        return self.filter(access.reflections(user))


class Reflection(models.Model):
    """The teacher's closing words: hers alone until she shares them.

    Private ones are in no search, count, export or notification of anybody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="reflections")
    author = models.ForeignKey(User, models.PROTECT, related_name="reflections")
    text = models.TextField(_("reflection"), max_length=6000, blank=True)
    answers = models.JSONField(default=dict, blank=True)  # prompt: her words, see PROMPTS
    themes = models.JSONField(default=list, blank=True)  # codes of Theme, her own choice
    written_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    supervisor_may_read = models.BooleanField(_("the supervisor may read it too"), default=False)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint("session", "author", name="one_reflection_a_session_and_author")
        ]

    def __str__(self) -> str:
        return f"{self.author} {self.written_at:%Y-%m-%d}"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What was written, in the order of the form: (question, words); "" for free words."""
        rows = [(str(label), self.answers.get(name, "")) for name, label in PROMPTS.items()]
        return [row for row in (*rows, ("", self.text)) if row[1]]

    @property
    def theme_words(self) -> list[str]:
        return [str(Theme(code).label) for code in self.themes if code in Theme.values]


class TalkWordQuerySet(models.QuerySet["TalkWord"]):
    def visible_to(self, user: User | AnonymousUser) -> TalkWordQuerySet:
        return self.filter(access.where(user, "talk_word"))


class TalkWord(models.Model):
    """One teacher's anonymous word on a talk: did it help? It holds no session, person or time.

    Words are shown to the observer in batches of at least ``MIN_SHOWN``, so that a single new
    one cannot be told from those before.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("Yes, it helps me")
        PARTLY = "partly", _("Partly")
        NOT_YET = "not_yet", _("Not yet")

    MIN_SHOWN = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    observer = models.ForeignKey(User, models.CASCADE, related_name="talk_words")
    answer = models.CharField(max_length=7, choices=Answer.choices)
    shown = models.BooleanField(default=False)

    objects = TalkWordQuerySet.as_manager()

    class Meta:
        ordering = ["observer", "pk"]

    def __str__(self) -> str:
        return self.answer
