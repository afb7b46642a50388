"""Plans that read much like one another: pointed out to an author alone, never an accusation."""

from __future__ import annotations

from collaboration.models import LessonPlan, OtherSource, PlanText
from collaboration.plans import likeness
from portal.models import User

MOST = 50  # candidates looked at


def likely_source(plan: LessonPlan, author: User) -> LessonPlan | None:
    """The older plan of others most like ``plan`` that ``author`` may read, if it is alike enough.

    None where a source is named already, or where she has said that it is not the source. Three
    queries.
    """
    text = PlanText.objects.filter(plan=plan).first()
    if plan.adapted_from_id or text is None or not text.signature:
        return None
    denied = OtherSource.objects.filter(plan=plan).values("other")
    found = (
        LessonPlan.objects.visible_to(author)
        .filter(text__key__lt=text.key)
        .filter(text__bands__value__in=likeness.bands(tuple(text.signature)))
        .exclude(authorships__user=author)
        .exclude(pk__in=denied)
    )
    keys = found.order_by("-text__key").values_list("text__key", flat=True).distinct()[:MOST]
    texts = PlanText.objects.filter(key__in=list(keys)).select_related("plan")
    degrees = [(likeness.alike(row.signature, text.signature), row.key, row) for row in texts]
    degree, _key, best = max(degrees, default=(0.0, 0, None), key=lambda row: row[:2])
    return best.plan if best and degree >= likeness.ALIKE else None
