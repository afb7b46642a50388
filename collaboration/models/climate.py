from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import School, Term, User


class Statement(models.TextChoices):
    """What the climate pulse asks, in the order of the page."""

    TRUST = "trust", _("At this school I can say what is difficult without being blamed.")
    OPEN = "open", _("We talk openly about our lessons, also when we see them differently.")
    HELP = "help", _("When I need help with my lessons, it is at hand.")


class Agreement(models.IntegerChoices):
    """How far one agrees, in words; never a number on a page."""

    NO = 1, _("Not true")
    RATHER_NOT = 2, _("Rather not true")
    RATHER = 3, _("Rather true")
    YES = 4, _("True")


class ClimateToken(models.Model):
    """This person has answered here this term. It holds no answer, no day and no order.

    It stands apart from the answers: nothing leads from one to the other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "user", "school", "term", name="one_answer_a_person_school_and_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.term_id}"


class ClimateCount(models.Model):
    """All answers of a school's term as twelve numbers in one sealed piece.

    Single answers are never stored: one is added to the numbers and gone. ``sealed`` is opened
    with the portal's key alone (see ``collaboration.actions.climate``), so that two copies of the
    database, taken before and after an answer, do not tell it.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        ordering = ["school", "term"]
        constraints = [
            models.UniqueConstraint("school", "term", name="one_climate_count_a_school_and_term")
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.term_id}"


class ClimateFigure(models.Model):
    """A closed term's answers in a region, by statement: the sum of schools that show their own.

    ``place`` is a region's code. Written once when the term has closed; pages of regions read
    these rows and open no sealed count.
    """

    place = models.CharField(max_length=8)
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    statement = models.CharField(max_length=5, choices=Statement.choices)
    schools = models.PositiveIntegerField()
    level_1 = models.PositiveIntegerField(default=0)
    level_2 = models.PositiveIntegerField(default=0)
    level_3 = models.PositiveIntegerField(default=0)
    level_4 = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place", "term", "statement"]
        constraints = [
            models.UniqueConstraint(
                "place", "term", "statement", name="one_climate_figure_a_place_term_and_statement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.term_id} {self.statement}"

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return (self.level_1, self.level_2, self.level_3, self.level_4)
