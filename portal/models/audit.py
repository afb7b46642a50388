from __future__ import annotations

from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import models

from portal.models.people import User


class AuditChain(models.Model):
    """The head of one chain: its last number and hash, locked while an event is added."""

    code = models.CharField(max_length=8, primary_key=True)  # regency code, or "" for the portal
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: object) -> NoReturn:
        raise PermissionDenied("Audit events are written once.")

    def delete(self) -> NoReturn:
        raise PermissionDenied("Audit events are written once.")


class AuditEvent(models.Model):
    """Who did or read what, when. Append-only, hash-chained, ids and digests only."""

    chain = models.ForeignKey(AuditChain, models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="acts")
    act = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    subject = models.ForeignKey(User, models.PROTECT, null=True, related_name="audited")
    request_id = models.CharField(max_length=32, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-number"]
        constraints = [
            models.UniqueConstraint("chain", "number", name="one_event_a_number_and_chain")
        ]
        indexes = [models.Index(fields=["subject", "-at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.number} {self.act}"
