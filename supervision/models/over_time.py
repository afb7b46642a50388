from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models

from portal import access
from portal.models import School, Term, User


class SchoolTermQuerySet(models.QuerySet["SchoolTerm"]):
    def visible_to(self, user: User | AnonymousUser) -> SchoolTermQuerySet:
        """Rows of the schools whose figures ``user`` sees as they are now."""
        return self.filter(access.where(user, "school", "read_live_figures", path="school__"))


class SchoolTerm(models.Model):
    """What a principal sees of a school over time: one row a term and aspect, "" for talks.

    Reckoned in the background from released levels of observers. ``mean`` counts each teacher
    once, 1.0 to 4.0, with its interval; None below five teachers. ``level_1`` to ``level_4``
    count ratings from ten teachers on, else 0. The row without an aspect has ``staff`` and how
    many of them had a talk less than 90 days before ``as_of``; ``recent`` None below five.
    ``both`` teachers were seen in the term before too, on five indicators or more; ``change`` is
    their mean change in levels with its interval, None below five of them.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    aspect = models.CharField(max_length=10, blank=True)
    as_of = models.DateField()
    teachers = models.PositiveIntegerField(default=0)
    mean = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    level_1 = models.PositiveIntegerField(default=0)
    level_2 = models.PositiveIntegerField(default=0)
    level_3 = models.PositiveIntegerField(default=0)
    level_4 = models.PositiveIntegerField(default=0)
    staff = models.PositiveIntegerField(default=0)
    recent = models.PositiveIntegerField(null=True)
    both = models.PositiveIntegerField(default=0)
    change = models.FloatField(null=True)
    change_low = models.FloatField(null=True)
    change_high = models.FloatField(null=True)
    up = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)

    objects = SchoolTermQuerySet.as_manager()

    class Meta:
        ordering = ["school", "term", "aspect"]
        constraints = [
            models.UniqueConstraint(
                "school", "term", "aspect", name="one_row_a_school_term_and_aspect"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.term_id} {self.aspect}"

    @property
    def interval(self) -> tuple[float, float] | None:
        """Ends of the mean's range; None where no mean is told."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return (self.level_1, self.level_2, self.level_3, self.level_4)
