from __future__ import annotations

from django.db import models

from portal.models import School, Term


class TermSummary(models.Model):
    """What a school did in a term, as counts; one row for each aspect and one for all (``""``).

    Kept in the transaction of the act that changes it, from released observer ratings only.
    Dashboards read these rows and never the ratings. ``teachers`` counts people with at least
    one rating; ``level_sum`` adds up their mean levels (1.0 to 4.0 each), so that a group's
    mean counts each teacher once; ``level_1`` to ``level_4`` count ratings.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="summaries")
    term = models.ForeignKey(Term, models.CASCADE, related_name="summaries")
    aspect = models.CharField(max_length=10, blank=True)
    region_code = models.CharField(max_length=8, db_index=True)  # the school's subdistrict
    planned = models.PositiveIntegerField(default=0)  # all sessions not cancelled
    held = models.PositiveIntegerField(default=0)
    talked = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    steps_done = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)  # wishes for help, not taken back
    by_supervisor = models.PositiveIntegerField(default=0)  # of ``planned``
    held_by_supervisor = models.PositiveIntegerField(default=0)
    teachers = models.PositiveIntegerField(default=0)
    level_sum = models.FloatField(default=0)
    level_1 = models.PositiveIntegerField(default=0)
    level_2 = models.PositiveIntegerField(default=0)
    level_3 = models.PositiveIntegerField(default=0)
    level_4 = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school", "term", "aspect", name="one_summary_a_school_term_and_aspect"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.term_id} {self.aspect}"
