from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.models import School, Term


class CollaborationSummary(models.Model):
    """What the people of a school did together in a term, as counts.

    Kept in the transaction of the act that changes it. ``person_minutes`` adds up the minutes
    of everyone of the school who came; ``activities`` counts each activity once a school.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="collaboration_summaries")
    term = models.ForeignKey(Term, models.CASCADE, related_name="collaboration_summaries")
    region_code = models.CharField(max_length=8, db_index=True)
    activities = models.PositiveIntegerField(default=0)
    person_minutes = models.PositiveIntegerField(default=0)
    plans_shared = models.PositiveIntegerField(default=0)
    plans_adapted = models.PositiveIntegerField(default=0)
    barrier_time = models.PositiveIntegerField(default=0)  # notes of each kind about the term
    barrier_spirit = models.PositiveIntegerField(default=0)
    barrier_habit = models.PositiveIntegerField(default=0)
    barrier_other = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school", "term", name="one_collaboration_summary_a_school_and_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.term_id}"


class ActivityWeek(models.Model):
    """What the people of a school did together in one week, by kind; kept with the summary.

    ``week`` is its Monday by the school's clock. Only weeks with something in them have a row.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    region_code = models.CharField(max_length=8)
    week = models.DateField()
    kind = models.CharField(max_length=12)
    activities = models.PositiveIntegerField(default=0)
    person_minutes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["school", "week", "kind"]
        constraints = [
            models.UniqueConstraint(
                "school", "term", "week", "kind", name="one_row_a_school_week_and_kind"
            ),
            models.CheckConstraint(condition=Q(week__week_day=2), name="week_begins_on_monday"),
        ]
        indexes = [models.Index(fields=["term", "region_code"], name="activity_week_by_region")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.week} {self.kind}"
