from __future__ import annotations

from django.db import models

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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "school", "term", name="one_collaboration_summary_a_school_and_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.term_id}"
