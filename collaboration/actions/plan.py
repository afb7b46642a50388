"""Lesson plans: each save is a version, nobody's words are overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.models import Authorship, Forum, LessonPlan, PlanVersion, TaughtPlan
from portal import audit, drafts, notify
from portal.models import School, User
from supervision.models import SupervisionSession
from supervision.models.session import UNRELEASED


class Conflict(Exception):
    """A co-author saved meanwhile; ``newest`` is that version, ``base`` the one both began at."""

    def __init__(self, base: PlanVersion, newest: PlanVersion) -> None:
        super().__init__(newest.number)
        self.base, self.newest = base, newest


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
    sections: Mapping[str, str],
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
        plan=plan, number=1, author=by, made_at=now, sections=filled(sections)
    )
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
    sections: Mapping[str, str],
    remark: str = "",
) -> PlanVersion:
    """Save a new version made from version number ``base``.

    Sections that only one side changed since ``base`` are merged. Raises ``Conflict`` where
    both changed the same section in different ways; nothing is saved then.
    """
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    sent = PlanVersion.objects.filter(pk=version_id, plan=plan).first()
    if sent:
        return sent
    newest = plan.versions.order_by("-number")[0]
    begun = plan.versions.filter(number=base).first() or newest
    text = merged(begun.sections, newest.sections, filled(sections))
    if text is None:
        raise Conflict(begun, newest)
    if text == newest.sections:
        return newest
    version = PlanVersion.objects.create(
        pk=version_id,
        plan=plan,
        number=newest.number + 1,
        author=by,
        made_at=timezone.now(),
        sections=text,
        remark=remark,
    )
    audit.record("plan_revise", plan, by=by)
    drafts.discard(by, f"plan-edit:{plan.pk}")
    return version


def filled(sections: Mapping[str, str]) -> dict[str, str]:
    """Known sections with something in them, in the order of a plan."""
    return {
        name: sections[name].strip()
        for name in PlanVersion.SECTIONS
        if sections.get(name, "").strip()
    }


def merged(
    base: Mapping[str, str], theirs: Mapping[str, str], ours: Mapping[str, str]
) -> dict[str, str] | None:
    """Both sides' changes since ``base``, section by section; None if they clash."""
    found = {}
    for name in PlanVersion.SECTIONS:
        old, left, right = (side.get(name, "") for side in (base, theirs, ours))
        if left not in (old, right) and right != old:
            return None
        found[name] = right if left == old else left
    return filled(found)


@transaction.atomic
def describe(
    plan: LessonPlan, *, by: User, title: str, grade: int, subject: str, topic: str
) -> LessonPlan:
    """Change what a plan is called and for whom it is; its text lives in the versions."""
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    plan.title, plan.grade, plan.subject, plan.topic = title, grade, subject, topic
    plan.save(update_fields=["title", "grade", "subject", "topic"])
    return plan


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
    """Copy a version into a plan of one's own; the source stays named."""
    found = LessonPlan.objects.filter(pk=plan_id, authorships__user=by).first()
    if found:
        return found
    source, now = version.plan, timezone.now()
    plan = LessonPlan.objects.create(
        pk=plan_id,
        school=school,
        title=source.title,
        grade=source.grade,
        subject=source.subject,
        topic=source.topic,
        adapted_from=version,
        made_at=now,
    )
    Authorship.objects.create(plan=plan, user=by, since=now)
    PlanVersion.objects.create(
        plan=plan, number=1, author=by, made_at=now, sections=version.sections
    )
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
    """Tie the plan's newest version to the session it is taught in; frozen at the release."""
    session = SupervisionSession.objects.select_for_update().get(pk=session.pk)
    if session.state not in UNRELEASED:
        raise ValidationError(_("The talk has begun; the plan of this visit stays as it is."))
    version = plan.versions.order_by("-number")[0]
    taught, _new = TaughtPlan.objects.update_or_create(
        session=session,
        defaults={"version": version, "attached_by": by, "attached_at": timezone.now()},
    )
    audit.record("plan_attach", session, by=by, subject=session.teacher)
    return taught
