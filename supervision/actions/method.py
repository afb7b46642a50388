from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.models import User
from supervision.actions.observe import may_observe
from supervision.actions.plan import locked
from supervision.models import Method, MethodSeen, SupervisionSession


@transaction.atomic
def see(session: SupervisionSession, methods: Iterable[Method], *, by: User) -> None:
    """Keep ``methods`` as all that the observer saw in the lesson; again is harmless.

    Raises ``ValidationError`` from the release on, and for everybody but the observer.
    """
    session = locked(session)
    may_observe(session, by)
    wanted = {method.pk for method in methods}
    kept = set(session.methods_seen.values_list("method", flat=True))
    if wanted == kept:
        return
    session.methods_seen.exclude(method__in=wanted).delete()
    now = timezone.now()
    MethodSeen.objects.bulk_create(
        MethodSeen(session=session, method_id=key, by=by, at=now) for key in wanted - kept
    )
    audit.record("methods_seen", session, by=by, subject=session.teacher)
