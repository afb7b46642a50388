"""Methods tagged in plans, and methods taken over from colleagues and tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration.models import Activity, LessonPlan, MethodExchange, PlanMethod
from collaboration.plans import texts as plan_texts
from portal import audit, drafts, notify
from portal.models import School, User
from supervision.models import Method


@transaction.atomic
def tag(plan: LessonPlan, methods: Iterable[Method], *, by: User) -> None:
    """Keep ``methods`` as all that the plan uses; again is harmless."""
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    wanted = {method.pk for method in methods}
    kept = set(plan.plan_methods.values_list("method", flat=True))
    if wanted == kept:
        return
    plan.plan_methods.exclude(method__in=wanted).delete()
    PlanMethod.objects.bulk_create(
        PlanMethod(plan=plan, method_id=key) for key in sorted(wanted - kept)
    )
    plan_texts.keep(plan)
    audit.record("plan_methods", plan, by=by)


@transaction.atomic
def exchange(
    exchange_id: UUID,
    *,
    by: User,
    school: School,
    method: Method,
    grade: int,
    tried_on: dt.date,
    happened: str,
    lender: User | None = None,
    plan: LessonPlan | None = None,
    activity: Activity | None = None,
) -> MethodExchange:
    """Write down what was taken over and tried; the lender is thanked. A second send finds the
    first."""
    found = MethodExchange.objects.filter(pk=exchange_id, writer=by).first()
    if found:
        return found
    row = MethodExchange.objects.create(
        pk=exchange_id,
        writer=by,
        school=school,
        method=method,
        lender=lender,
        plan=plan,
        activity=activity,
        grade=grade,
        tried_on=tried_on,
        happened=happened,
        written_at=timezone.now(),
    )
    audit.record("exchange_write", row, by=by)
    thank(row)
    drafts.discard(by, "exchange")
    return row


@transaction.atomic
def change(row: MethodExchange, *, by: User, **values: object) -> MethodExchange:
    """Change what was written; a lender who is new in it is thanked."""
    row = MethodExchange.objects.select_for_update().get(pk=row.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_at = timezone.now()
    row.save(update_fields=[*values, "changed_at"])
    audit.record("exchange_change", row, by=by)
    thank(row)
    drafts.discard(by, f"exchange:{row.pk}")
    return row


def thank(row: MethodExchange) -> None:
    if row.lender:
        notify.tell("method_borrowed", row, to=[row.lender], by=row.writer)
