from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from portal import access
from portal.models import School, User

GAVE = ("hosted", "presented", "asked", "shared")  # what somebody who came may have given


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User | AnonymousUser) -> AttendanceQuerySet:
        """Rows of one's own; the whole list is read through its activity."""
        return self.filter(access.where(user, "attendance"))

    def ahead_of(self, user: User, now: dt.datetime) -> AttendanceQuerySet:
        """``user``'s own rows of activities that begin after ``now`` (aware) and are not off."""
        return self.filter(user=user, activity__cancelled_at=None, activity__starts_at__gt=now)

    def with_place(self) -> AttendanceQuerySet:
        """Each row with its activity and where that is held, for its day by the clock there."""
        forum = ("activity__forum__cluster", "activity__forum__school")
        return self.select_related("activity__school", *forum, "activity__forum__subdistrict")

    def that_count(self) -> AttendanceQuerySet:
        """Hours that count: she came, the minutes are written, nothing was called off."""
        return self.filter(
            came=True, activity__minuted_at__isnull=False, activity__cancelled_at=None
        )

    def as_list(self) -> AttendanceQuerySet:
        """Everybody on the list in the order of the printed one, with user and school."""
        rows = self.select_related("user", "school")
        return rows.order_by(
            models.F("number").asc(nulls_last=True), "school__name", "user__name", "guest", "pk"
        )


def counted(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """``activities`` with ``invited``, people on the list, and ``came``, those who were there.

    ``will_come`` and ``cannot_come`` count what people said beforehand.
    """
    listed = Attendance.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    coming, cannot = listed.filter(answer="coming"), listed.filter(answer="cannot")
    return activities.annotate(
        invited=Coalesce(Subquery(listed.annotate(n=Count("pk")).values("n")), 0),
        came=Coalesce(Subquery(listed.filter(came=True).annotate(n=Count("pk")).values("n")), 0),
        will_come=Coalesce(Subquery(coming.annotate(n=Count("pk")).values("n")), 0),
        cannot_come=Coalesce(Subquery(cannot.annotate(n=Count("pk")).values("n")), 0),
    )


def with_answer_of(activities: QuerySet[Activity], user: User) -> QuerySet[Activity]:
    """``activities`` with ``my_answer``: "" for none yet.

    None where ``user`` is not invited, or has come by now and need not be asked.
    """
    own = Attendance.objects.filter(activity=OuterRef("pk"), user=user, came=False)
    return activities.annotate(my_answer=Subquery(own.values("answer")[:1]))


class Attendance(models.Model):
    """One person on the list of an activity: invited, came, and what she gave.

    A guest from outside the directory (a madrasah, say) has a name and no user. ``number`` is
    the place on the printed list, 1 upwards, and stays when others join; contributions are
    marks of their own, several at once. ``answer`` is what she said beforehand, "" for nothing
    yet; it is no mark of attendance, and only who may change the activity reads it. What she
    was told by e-mail is marked, so that nothing goes out twice.
    """

    class Answer(models.TextChoices):
        COMING = "coming", _("I will come")
        CANNOT = "cannot", _("I cannot come")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendance")
    number = models.PositiveSmallIntegerField(_("number on the list"), null=True, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="attendance")
    guest = models.CharField(_("guest's name and institution"), max_length=160, blank=True)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=6, blank=True, choices=Answer.choices)
    answer_words = models.CharField(_("a few words to who calls"), max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    mailed_start = models.DateTimeField(_("start told by e-mail"), null=True, blank=True)
    mailed_off_at = models.DateTimeField(_("calling off told by e-mail"), null=True, blank=True)
    came = models.BooleanField(_("came"), default=False)
    hosted = models.BooleanField(_("Hosted"), default=False)
    presented = models.BooleanField(_("Presented"), default=False)
    asked = models.BooleanField(_("Asked"), default=False)
    shared = models.BooleanField(_("Shared something"), default=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "user__name", "guest"]
        constraints = [
            models.UniqueConstraint("activity", "user", name="person_once_an_activity"),
            models.UniqueConstraint("activity", "number", name="number_once_an_activity"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, guest="") | (Q(user=None) & ~Q(guest="")),
                name="attendance_of_a_person_or_a_guest",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answer_words="", answered_at=None)
                | Q(answer__in=("coming", "cannot"), answered_at__isnull=False),
                name="answer_to_an_invitation_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(came=True)
                | Q(hosted=False, presented=False, asked=False, shared=False),
                name="only_who_came_contributed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.guest)

    @property
    def gave(self) -> list[str]:
        """Names of the contributions marked, in the order of ``GAVE``."""
        return [name for name in GAVE if getattr(self, name)]

    @property
    def gave_words(self) -> list[str]:
        return [str(self._meta.get_field(name).verbose_name) for name in self.gave]  # type: ignore[union-attr]


class AttendanceCode(models.Model):
    """Six letters that people on the list type on the day of the activity, and on no other."""

    LENGTH = 6
    LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I, no O: it is read aloud and from a board

    activity = models.OneToOneField(Activity, models.CASCADE, primary_key=True, related_name="code")
    letters = models.CharField(max_length=LENGTH)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(letters__regex=r"^[A-HJ-NP-Z]{6}$"), name="attendance_code_is_6_letters"
            )
        ]

    def __str__(self) -> str:
        return str(self.activity_id)
