from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from portal.models import Term


class Publication(models.Model):
    """Figures of ratings of one term were fixed in one month; the last one after its end.

    A second run in the same month finds the first, so that nothing is fixed twice.
    """

    term = models.ForeignKey(Term, models.CASCADE, related_name="publications")
    month = models.DateField()  # its first day
    made_on = models.DateField()
    is_final = models.BooleanField(default=False)

    class Meta:
        ordering = ["term", "month"]
        constraints = [
            models.UniqueConstraint("term", "month", name="one_publication_a_term_and_month"),
            models.UniqueConstraint(
                fields=["term"], condition=Q(is_final=True), name="a_term_is_finished_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="publication_of_a_whole_month"),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.month:%Y-%m}"


class PublishedQuerySet(models.QuerySet["PublishedFigure"]):
    def of_area(self, code: str, terms: Iterable[Term]) -> PublishedQuerySet:
        """Means of one region that may be told, by aspect and term."""
        return self.filter(place=code, term__in=terms, is_shown=True).order_by("term", "aspect")

    def of_school(self, npsn: str, term: Term) -> PublishedQuerySet:
        return self.filter(place=npsn, term=term).order_by("aspect")


class PublishedFigure(models.Model):
    """What is told of the levels of one place, term and aspect; fixed, whatever happens later.

    ``place`` is a region's code, or the NPSN of a school once the term is over. A subdistrict
    that is told only together with others is kept too, with ``is_shown`` false: no page reads
    it. Areas have ``level_sum``; schools have tenths of their ratings in ``level_1`` to
    ``level_4``, which add up to 10, or nothing where they are not shown.
    """

    place = models.CharField(max_length=8)
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    aspect = models.CharField(max_length=10)
    is_shown = models.BooleanField(default=True)
    teachers = models.PositiveIntegerField(default=0)
    schools = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=0)  # teachers of the largest school
    level_sum = models.FloatField(default=0)
    level_1 = models.PositiveSmallIntegerField(default=0)
    level_2 = models.PositiveSmallIntegerField(default=0)
    level_3 = models.PositiveSmallIntegerField(default=0)
    level_4 = models.PositiveSmallIntegerField(default=0)
    fixed_on = models.DateField()

    objects = PublishedQuerySet.as_manager()

    class Meta:
        ordering = ["place", "term", "aspect"]
        constraints = [
            models.UniqueConstraint(
                "place", "term", "aspect", name="one_published_figure_a_place_term_and_aspect"
            )
        ]
        indexes = [models.Index(fields=["term", "aspect"], name="published_by_term_aspect")]

    def __str__(self) -> str:
        return f"{self.place} {self.term_id} {self.aspect}"

    @property
    def mean(self) -> float:
        """Mean level of an area's teachers, 1.0 to 4.0, to one decimal: no page tells more."""
        return round(self.level_sum / self.teachers, 1)

    @property
    def tenths(self) -> tuple[int, int, int, int]:
        return (self.level_1, self.level_2, self.level_3, self.level_4)
