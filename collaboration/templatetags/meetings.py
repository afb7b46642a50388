from __future__ import annotations

from django import template

from collaboration.meetings import reviews
from collaboration.models import Activity
from portal.models import User

register = template.Library()


@register.simple_tag
def meeting_review(activity: Activity, user: User) -> reviews.Review | None:
    """What comes back from the meeting before, for those who may read it; one query."""
    return reviews.before(activity, user)
