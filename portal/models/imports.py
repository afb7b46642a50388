from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.people import User
from portal.models.places import School
from portal.roles import Role


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User | AnonymousUser) -> ImportBatchQuerySet:
        return self.filter(access.where(user, "import"))


class ImportBatch(models.Model):
    """One uploaded file on its way into the portal; seen by the operator who brought it alone.

    The file itself is never kept: only the columns that are needed, as ``rows``, and those of
    applied rows are deleted with the import. ``portal.imports.actions`` moves the state.
    """

    class Kind(models.TextChoices):
        SCHOOLS = "schools", _("Schools")
        STAFF = "staff", _("Teachers and principals")

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        READY = "ready", _("Waiting for confirmation")
        DONE = "done", _("Imported")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(User, models.CASCADE, related_name="imports")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.CHECKING
    )
    file_name = models.CharField(_("file"), max_length=120)
    digest = models.CharField(_("digest"), max_length=64)
    titles = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    school = models.ForeignKey(
        School,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("school"),
    )
    asks_school = models.BooleanField(default=False)
    skipped = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    newcomers = models.ManyToManyField(User, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="done", confirmed_at__isnull=False)
                | (~models.Q(state="done") & models.Q(confirmed_at=None)),
                name="import_is_done_once_confirmed",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What can be read over the telephone: "IMP-7F3K2A"."""
        return f"IMP-{self.id.hex[:6].upper()}"

    @property
    def needs_school(self) -> bool:
        return self.asks_school and self.school_id is None

    def imported_before(self) -> ImportBatch | None:
        """The owner's last confirmed import of the very same file."""
        same = ImportBatch.objects.filter(owner=self.owner_id, digest=self.digest, kind=self.kind)
        return same.filter(state=self.State.DONE).exclude(pk=self.pk).first()

    def totals(self) -> dict[str, int]:
        """Number of rows by outcome; "" counts those not yet checked."""
        rows = self.rows.order_by().values_list("outcome").annotate(Count("pk"))
        return {outcome: number for outcome, number in rows}  # noqa: C416


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def visible_to(self, user: User | AnonymousUser) -> ImportRowQuerySet:
        return self.filter(access.where(user, "import", path="batch__"))


class ImportRow(models.Model):
    """One row of a file: what was read of the needed columns, and what would become of it."""

    class Outcome(models.TextChoices):
        UNCHECKED = "", _("Not yet checked")
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Same")
        REFUSED = "refused", _("Refused")
        LEFT_OUT = "left_out", _("Left out")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    values = models.JSONField(default=dict)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=Outcome.choices, blank=True, default=""
    )
    label = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=list)
    # What the file alone tells, whatever is in the portal:
    refused = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)
    read_notes = models.JSONField(default=list)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("batch", "number", name="one_import_row_a_sheet_row"),
        ]
        indexes = [models.Index("batch", "outcome", name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"

    @property
    def facts(self) -> list[str]:
        """What tells this row from others on a page: roles and the end of a number; or places."""
        values = self.values
        if "roles" in values:
            roles = [str(Role(role).label) for role in values["roles"]]
            numbers = [("NIP", values["nip"]), ("NUPTK", values["nuptk"])]
            return [
                *roles,
                *(f"{name} …{number[-4:]}" for name, number in numbers if number),
            ]
        return [values[name] for name in ("npsn", "subdistrict", "cluster") if values.get(name)]
