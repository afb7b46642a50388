from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.expressions import Col, Func

from collaboration.models.plan import LessonPlan, PlanVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

# SQLite's FTS5 tables beside the model's own: of all columns, and of all but the body
WORDS, HEADS = "collaboration_planwords", "collaboration_planheads"
Sql = tuple[str, tuple[str | int, ...]]


class PlanText(models.Model):
    """What a search compares of a plan, made from its newest version; never typed, never shown.

    ``key`` orders plans from old to new: microseconds since 1970 of the making, times 1,000, so
    that both databases can walk their index from its end. ``title``, ``topic``, ``about`` (those
    two, subject, class and methods) and ``body`` (all of it) hold roots of words, each once and
    in order of the alphabet; ``marks`` holds one made-up word for each value that a list can be
    narrowed by (``collaboration.plans.words.mark``). On PostgreSQL the migration adds a tsvector
    for each of these columns, on SQLite the FTS5 tables
    ``WORDS`` and ``HEADS``; all follow by themselves.
    """

    key = models.BigAutoField(primary_key=True)  # SQLite then keeps the rows in this order
    plan = models.OneToOneField(LessonPlan, models.CASCADE, related_name="text")
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)  # the title, folded, for lists in order of name
    title = models.TextField()
    topic = models.TextField()
    about = models.TextField()
    body = models.TextField()
    marks = models.TextField()
    signature = models.JSONField(default=list)

    class Meta:
        ordering = ["-key"]
        indexes = [models.Index("name", "key", name="plan_text_by_name")]

    def __str__(self) -> str:
        return f"{self.plan_id}"


class PlanBand(models.Model):
    """A piece of a plan's signature: plans that share one may be copies of each other."""

    text = models.ForeignKey(PlanText, models.CASCADE, related_name="bands")
    value = models.BigIntegerField()

    class Meta:
        ordering = ["text", "value"]
        indexes = [models.Index("value", "text", name="plan_band_by_value")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.value}"


class OtherSource(models.Model):
    """An author's word that her plan does not come from ``other``, so that she is asked once."""

    plan = models.ForeignKey(LessonPlan, models.CASCADE, related_name="other_sources")
    other = models.ForeignKey(LessonPlan, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "at"]
        constraints = [models.UniqueConstraint("plan", "other", name="asked_once_about_a_source")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.other_id}"


class Holds(Func):
    """Does a column of ``PlanText`` hold each of ``roots``? By PostgreSQL's full-text index.

    ``roots`` are what ``collaboration.plans.words`` makes: ASCII letters and figures, at least one.
    """

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, column: str, roots: Sequence[str], **extra: Any) -> None:
        super().__init__(models.F(column), **extra)
        self.roots = tuple(dict.fromkeys(roots))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> Sql:
        (column,) = self.source_expressions
        assert isinstance(column, Col)  # noqa: S101  a field of this table, nothing computed
        place = compiler.quote_name_unless_alias(column.alias)
        asked = " & ".join(f"'{root}'" for root in self.roots)
        return f'{place}."{column.target.column}_words" @@ %s::tsquery', (asked,)
