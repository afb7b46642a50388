"""Lesson plans: each save is a version, nobody's words are overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.actions import attachment
from collaboration.models import Authorship, Forum, LessonPlan, PlanVersion, TaughtPlan
from collaboration.plans import texts as plan_texts
from collaboration.plans.merging import Text, merge
from collaboration.plans.sections import ABOUT, EVERY, filled
from portal import audit, drafts, notify
from portal.models import School, User
from supervision.models import SupervisionSession
from supervision.models.session import UNRELEASED


class Conflict(Exception):
    """A co-author saved meanwhile; nothing of ``ours`` is saved yet.

    ``newest`` is the co-author's version, ``base`` the one both began at, ``ours`` the text that
    was sent, and ``clashes`` names the sections that both changed in different ways.
    """

    def __init__(
        self, base: PlanVersion, newest: PlanVersion, ours: Text, clashes: Sequence[str]
    ) -> None:
        super().__init__(newest.number)
        self.base, self.newest, self.ours, self.clashes = base, newest, ours, clashes


@transaction.atomic
def write(
    plan_id: UUID,
    *,
    by: User,
    school: School,
    title: str,
    grade: int,
    subject: str,
    topic: str,
    sections: Text,
) -> LessonPlan:
    """Begin a plan with its first version. A second send of the same form finds the first."""
    found = LessonPlan.objects.filter(pk=plan_id, authorships__user=by).first()
    if found:
        return found
    now = timezone.now()
    plan = LessonPlan.objects.create(
        pk=plan_id,
        school=school,
        title=title,
        grade=grade,
        subject=subject,
        topic=topic,
        made_at=now,
    )
    Authorship.objects.create(plan=plan, user=by, since=now)
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        author=by,
        made_at=now,
        about=plan.about,
        sections=filled(sections),
    )
    plan_texts.keep(plan)
    audit.record("plan_write", plan, by=by)
    drafts.discard(by, "plan-new")
    return plan


@transaction.atomic
def revise(
    plan: LessonPlan,
    version_id: UUID,
    *,
    by: User,
    base: int,
    sections: Text,
    remark: str = "",
    about: Text | None = None,
) -> PlanVersion:
    """Save a new version made from version number ``base``.

    Sections that only one side changed since ``base`` are merged, and so is what the plan is
    called (``about``: title, grade, subject, topic; None leaves it). Raises ``Conflict`` where
    both changed the same section in different ways; nothing is saved then.
    """
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    sent = PlanVersion.objects.filter(pk=version_id, plan=plan).first()
    if sent:
        return sent
    newest = plan.versions.order_by("-number")[0]
    begun = plan.versions.filter(number=base).first() or plan.versions.get(number=1)
    called = begun.text if about is None else about
    ours = {name: called.get(name, "") for name in ABOUT} | filled(sections)
    merged = merge(begun.text, newest.text, ours)
    if merged.clashes:
        raise Conflict(begun, newest, ours, merged.clashes)
    if same(merged.text, newest.text):
        drafts.discard(by, f"plan-edit:{plan.pk}")
        return newest
    version = PlanVersion.objects.create(
        pk=version_id,
        plan=plan,
        number=newest.number + 1,
        author=by,
        made_at=timezone.now(),
        remark=remark,
        **_call(plan, merged.text),
    )
    plan_texts.keep(plan)
    audit.record("plan_revise", plan, by=by)
    drafts.discard(by, f"plan-edit:{plan.pk}")
    return version


def same(left: Text, right: Text) -> bool:
    return all(left.get(name, "") == right.get(name, "") for name in EVERY)


def _call(plan: LessonPlan, text: Text) -> dict[str, dict[str, str]]:
    """Name the plan as ``text`` does; what a version keeps of the text."""
    plan.title, plan.subject, plan.topic = text["title"], text["subject"], text.get("topic", "")
    plan.grade = int(text["grade"])
    plan.save(update_fields=["title", "grade", "subject", "topic"])
    return {"about": plan.about, "sections": filled(text)}


@transaction.atomic
def add_author(plan: LessonPlan, author: User, *, by: User) -> LessonPlan:
    """Let a colleague write too; she is told. Adding her twice is harmless."""
    _row, new = Authorship.objects.get_or_create(
        plan=plan, user=author, defaults={"since": timezone.now()}
    )
    if new:
        audit.record("plan_author", plan, by=by, subject=author)
        notify.tell("plan_author", plan, to=[author], by=by)
    return plan


@transaction.atomic
def share(plan: LessonPlan, scope: str, *, by: User, forum: Forum | None = None) -> LessonPlan:
    """Let more (or fewer) people read a plan. Raises ``ValidationError`` without a forum."""
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    if scope == LessonPlan.Scope.FORUM and forum is None:
        raise ValidationError({"forum": _("Choose the KKG that may read it.")})
    plan.scope = scope
    plan.forum = forum if scope == LessonPlan.Scope.FORUM else plan.forum
    if scope != LessonPlan.Scope.AUTHORS and plan.shared_at is None:
        plan.shared_at = timezone.now()
    plan.save(update_fields=["scope", "forum", "shared_at"])
    audit.record("plan_share", plan, by=by)
    summaries.refresh_plans(plan)
    return plan


@transaction.atomic
def adapt(version: PlanVersion, plan_id: UUID, *, by: User, school: School) -> LessonPlan:
    """Copy a version and the plan's files into a plan of one's own; the source stays named."""
    found = LessonPlan.objects.filter(pk=plan_id, authorships__user=by).first()
    if found:
        return found
    text, now = version.text, timezone.now()
    plan = LessonPlan.objects.create(
        pk=plan_id,
        school=school,
        title=text["title"],
        grade=int(text["grade"]),
        subject=text["subject"],
        topic=text.get("topic", ""),
        adapted_from=version,
        made_at=now,
    )
    Authorship.objects.create(plan=plan, user=by, since=now)
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        author=by,
        made_at=now,
        about=plan.about,
        sections=version.sections,
    )
    attachment.copy(version.plan, plan, by=by)
    plan_texts.keep(plan)
    audit.record("plan_adapt", plan, by=by)
    summaries.refresh_plans(plan)
    return plan


@transaction.atomic
def archive(plan: LessonPlan, *, by: User, away: bool = True) -> LessonPlan:
    """Take a plan out of the library, or bring it back; nothing is deleted."""
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    if bool(plan.archived_at) != away:
        plan.archived_at = timezone.now() if away else None
        plan.save(update_fields=["archived_at"])
        audit.record("plan_archive" if away else "plan_restore", plan, by=by)
    return plan


@transaction.atomic
def attach(session: SupervisionSession, plan: LessonPlan, *, by: User) -> TaughtPlan:
    """Tie the plan's newest version and its files to the session it is taught in.

    Both stay as they are now, whatever is written or taken away later; another choice replaces
    them until the release.
    """
    session = SupervisionSession.objects.select_for_update().get(pk=session.pk)
    if session.state not in UNRELEASED:
        raise ValidationError(_("The talk has begun; the plan of this visit stays as it is."))
    version = plan.versions.order_by("-number")[0]
    taught, _new = TaughtPlan.objects.update_or_create(
        session=session,
        defaults={"version": version, "attached_by": by, "attached_at": timezone.now()},
    )
    attachment.let_go(list(taught.attachments.all()))
    attachment.copy(plan, taught, by=by)
    audit.record("plan_attach", session, by=by, subject=session.teacher)
    return taught
