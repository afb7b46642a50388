"""The library of ready steps: each region looks after its own; the portal's come with it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.models import Region, User
from supervision.actions.prepare import digest
from supervision.models import ReadyStep


@transaction.atomic
def add(step_id: UUID, *, by: User, region: Region, code: str, what: str, sign: str) -> ReadyStep:
    """Add a step for an indicator; a second send of the same form finds the first."""
    words = {"region": region, "code": code, "what": what.strip(), "sign": sign.strip()}
    found = ReadyStep.objects.filter(pk=step_id).first()
    if found and (found.region_id, found.what) == (region.pk, words["what"]):
        return found
    if found:
        raise ValidationError(_("This form was sent before. Open the page again."))
    if not words["what"]:
        raise ValidationError({"what": _("Say in a few words what is to be tried.")})
    step = ReadyStep.objects.create(pk=step_id, **words)
    audit.record("ready_step_add", step, by=by)
    return step


@transaction.atomic
def change(
    step: ReadyStep, *, by: User, code: str, what: str, sign: str, seen: str | None = None
) -> ReadyStep:
    """Change a step of the library; steps agreed in talks keep the words they had.

    ``seen`` is the mark of what the page showed. Raises ``ValidationError`` with the words of
    now where somebody else has changed them since.
    """
    step = ReadyStep.objects.select_for_update().get(pk=step.pk)
    wanted = (code, what.strip(), sign.strip())
    if (step.code, step.what, step.sign) == wanted:
        return step
    if not wanted[1]:
        raise ValidationError({"what": _("Say in a few words what is to be tried.")})
    if seen is not None and seen != mark(step):
        now = " ".join(filter(None, (step.what, step.sign)))
        raise ValidationError({"what": _("Meanwhile this step was changed to: %s") % f'"{now}"'})
    step.code, step.what, step.sign = wanted
    step.save(update_fields=["code", "what", "sign"])
    audit.record("ready_step_change", step, by=by)
    return step


def mark(step: ReadyStep) -> str:
    """A short sign of what the step says now."""
    return digest("\n".join((step.code, step.what, step.sign)))


@transaction.atomic
def retire(step: ReadyStep, *, by: User, back: bool = False) -> ReadyStep:
    """Offer a step no longer, or with ``back`` again. Twice is harmless."""
    step = ReadyStep.objects.select_for_update().get(pk=step.pk)
    if bool(step.retired_at) is not back:
        return step
    step.retired_at = None if back else timezone.now()
    step.save(update_fields=["retired_at"])
    audit.record("ready_step_return" if back else "ready_step_retire", step, by=by)
    return step
