from __future__ import annotations

import datetime as dt
from functools import cached_property
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.places import Cluster, Region, School
from portal.roles import AT_SCHOOL, Role
from portal.scope import Scope

APOSTROPHES = "'\u2018\u2019\u02bc`"
PREFIXES = {
    "I",
    "Ni",
    "Ida",
    "M.",
    "Moh.",
    "Muh.",
}  # never a name to call somebody by alone


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User | AnonymousUser) -> UserQuerySet:
        return self.filter(access.where(user, "person"))

    def named(self, words: str) -> UserQuerySet:
        """People whose name holds ``words``, whatever the case and the apostrophes."""
        plain: Combinable = Lower("name")
        for sign in APOSTROPHES:
            plain = Replace(plain, Value(sign), Value(""))
            words = words.replace(sign, "")
        return self.alias(plain=plain).filter(plain__contains=words.lower().replace("\x00", ""))

    def where_one_may(self, user: User | AnonymousUser, action: str) -> UserQuerySet:
        """People with whom ``user`` may do ``action``: ``"edit"``, ``"invite"``."""
        return self.filter(access.where(user, "person", action))


class PeopleManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False


class User(AbstractUser):
    """A person who signs in. What she may see comes from her appointments alone.

    ``name`` holds the full name without titles; a single word is a name.
    """

    class Address(models.TextChoices):
        MS = "ibu", _("Ibu")
        MR = "bapak", _("Bapak")
        NONE = "", _("Name only")

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("full name without titles"), max_length=120)
    title_before = models.CharField(_("titles before the name"), max_length=40, blank=True)
    title_after = models.CharField(_("titles after the name"), max_length=60, blank=True)
    address = models.CharField(
        _("form of address"), max_length=5, choices=Address.choices, blank=True
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    nip = models.CharField(_("NIP"), max_length=18, unique=True, null=True, blank=True)
    nuptk = models.CharField(_("NUPTK"), max_length=16, unique=True, null=True, blank=True)
    digest = models.BooleanField(_("a daily e-mail with what is new"), default=False)
    meeting_mail = models.BooleanField(
        _("an e-mail when a meeting is called or moved"), default=True
    )
    staff_status = models.CharField(_("staff status"), max_length=40, blank=True)

    objects = PeopleManager()  # type: ignore[misc]

    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(nip=None) | Q(nip__regex=r"^[0-9]{18}$"),
                name="nip_has_18_digits",
            ),
            models.CheckConstraint(
                condition=Q(nuptk=None) | Q(nuptk__regex=r"^[0-9]{16}$"),
                name="nuptk_has_16_digits",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="email_belongs_to_one_person",
            ),
            models.UniqueConstraint(Lower("username"), name="username_whatever_its_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.call

    @property
    def call(self) -> str:
        """How one speaks to or of the person on a screen: "Bu Siti", "Pak Hadi", "Slamet"."""
        words = self.name.split()
        short = " ".join(words[:2] if words[0] in PREFIXES else words[:1])
        if self.address == self.Address.MS:
            return gettext("Bu %(name)s") % {"name": short}
        if self.address == self.Address.MR:
            return gettext("Pak %(name)s") % {"name": short}
        return short

    @property
    def you(self) -> str:
        """How a page speaks to its reader: "Ibu", "Bapak", or "Anda"."""
        return {"ibu": gettext("Ibu"), "bapak": gettext("Bapak")}.get(self.address, gettext("Anda"))

    @property
    def paper_name(self) -> str:
        """The name with its titles, for paper and signature blocks."""
        before = f"{self.title_before} " if self.title_before else ""
        after = f", {self.title_after}" if self.title_after else ""
        return f"{before}{self.name}{after}"

    @cached_property
    def current_appointments(self) -> list[Appointment]:
        """The appointments that count now, with their places; one query a request."""
        rows = self.appointments.select_related("school", "cluster", "region").marking_delegates()
        return [row for row in rows if row.counts_at(timezone.now())] if self.is_active else []

    @cached_property
    def scope(self) -> Scope:
        """Where this person may act today; one query, kept on this request's user."""
        counting = self.current_appointments
        return Scope(
            user_id=self.pk,
            schools=frozenset((row.role, row.school_id) for row in counting if row.school_id),
            clusters=frozenset((row.role, row.cluster_id) for row in counting if row.cluster_id),
            regions=frozenset((row.role, row.region_id) for row in counting if row.region_id),
            delegated=frozenset(
                row.school_id for row in counting if row.school_id and row.is_delegate
            ),
        )


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: User | AnonymousUser) -> AppointmentQuerySet:
        return self.filter(access.where(user, "appointment"))

    def on(self, day: dt.date) -> AppointmentQuerySet:
        """Appointments that count on ``day``, both ends included."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), began_on__lte=day)

    def marking_delegates(self) -> AppointmentQuerySet:
        """Annotates ``is_delegate``: the school's programme lets the person observe there today.

        True only for an appointment at the school itself.
        """
        delegations = apps.get_model("supervision.Delegate").objects.on(timezone.localdate())
        here = Q(user=OuterRef("user"), programme__school=OuterRef("school"))
        works = Case(When(role__in=AT_SCHOOL, then=Exists(delegations.filter(here))), default=False)
        return self.annotate(is_delegate=works)


class Appointment(models.Model):
    """This user holds this role at this place from - to: the only source of access.

    A transfer ends one and starts another; rows are never deleted, so that history stays.
    """

    user = models.ForeignKey(
        User, models.PROTECT, related_name="appointments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=11, choices=Role.choices)
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("school"),
    )
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("cluster"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("region"),
    )
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    is_delegate: bool  # where the query marks it

    SOON = dt.timedelta(days=30)  # an appointment that ends within it is shown as ending

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-began_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="appointment_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=False, cluster=None, region=None)
                | Q(school=None, cluster__isnull=False, region=None)
                | Q(school=None, cluster=None, region__isnull=False),
                name="appointment_is_at_one_place",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=("teacher", "principal", "coordinator"),
                    school__isnull=False,
                )
                | Q(role="chair", school=None)
                | Q(role="officer", region__isnull=False)
                | Q(role__in=("supervisor", "operator")),
                name="appointment_role_fits_its_place",
            ),
            models.UniqueConstraint(
                "user",
                "role",
                "school",
                condition=Q(ended_on=None, school__isnull=False),
                name="one_open_appointment_a_role_and_school",
            ),
            models.UniqueConstraint(
                "user",
                "role",
                "cluster",
                condition=Q(ended_on=None, cluster__isnull=False),
                name="one_open_appointment_a_role_and_cluster",
            ),
            models.UniqueConstraint(
                "user",
                "role",
                "region",
                condition=Q(ended_on=None, region__isnull=False),
                name="one_open_appointment_a_role_and_region",
            ),
            models.UniqueConstraint(
                "school",
                condition=Q(ended_on=None, role="principal"),
                name="one_open_principal_a_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.place}"

    @property
    def place(self) -> School | Cluster | Region:
        return self.school or self.cluster or self.region  # type: ignore[return-value]

    def counts_at(self, now: dt.datetime) -> bool:
        """Is ``now`` (aware) within its days, by the clock of its place?"""
        today = now.astimezone(ZoneInfo(self.place.zone)).date()
        return self.began_on <= today and (self.ended_on is None or today <= self.ended_on)
