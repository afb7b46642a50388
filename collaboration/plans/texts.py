"""The search index of lesson plans, kept with the acts that change what a plan says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import OuterRef, Subquery

from collaboration.models import LessonPlan, PlanBand, PlanMethod, PlanText, PlanVersion
from collaboration.plans import likeness, words
from supervision.models import Method

BATCH = 500
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
COMPARED = ("version_id", "name", "title", "topic", "about", "body", "marks", "signature")


def key_of(plan: LessonPlan) -> int:
    """Microseconds since 1970 of the plan's making, times 1,000, and three figures of its own."""
    return (plan.made_at - EPOCH) // dt.timedelta(microseconds=1) * 1000 + plan.pk.int % 1000


def made(plan: LessonPlan, version: PlanVersion, methods: Iterable[Method]) -> PlanText:
    """The index row, unsaved, of a plan whose newest version is ``version``."""
    title, topic = words.stems(plan.title), words.stems(plan.topic)
    about = [*title, *topic, *words.stems(plan.subject, f"kelas {plan.grade} fase {plan.phase}")]
    about += words.stems(*(name for method in methods for name in method.name.values()))
    sections = words.stems(*version.sections.values())
    return PlanText(
        key=key_of(plan),
        plan=plan,
        version=version,
        name=words.fold(plan.title)[:200],
        title=once(title),
        topic=once(topic),
        about=once(about),
        body=once([*about, *sections]),
        marks=once(marks(plan, version, methods)),
        signature=list(likeness.signature(sections)),
    )


def marks(plan: LessonPlan, version: PlanVersion, methods: Iterable[Method]) -> list[str]:
    """The plan's values that a list can be narrowed by."""
    found = [words.mark("kelas", plan.grade), words.mark("fase", plan.phase)]
    found += [words.mark("mapel", plan.subject)]
    found += [words.mark("metode", method.pk) for method in methods]
    return (
        [*found, words.mark("diferensiasi")] if version.sections.get("differentiation") else found
    )


def once(stems: Iterable[str]) -> str:
    return " ".join(sorted(set(stems)))


@transaction.atomic
def keep(plan: LessonPlan) -> PlanText:
    """Write the plan's index row anew. Call inside the act that changed the plan."""
    version = plan.versions.order_by("-number")[0]
    text = made(plan, version, PlanMethod.objects.by_plan([plan]).get(plan.pk, []))
    old = PlanText.objects.filter(plan=plan).first()
    text.key = old.key if old else free(text.key)
    text.save(force_insert=old is None, force_update=old is not None)
    if old is None or old.signature != text.signature:
        PlanBand.objects.filter(text=text).delete()
        PlanBand.objects.bulk_create(bands(text))
    return text


def free(key: int) -> int:
    """``key``, or the next one that no other plan has."""
    while PlanText.objects.filter(pk=key).exists():
        key += 1
    return key


def bands(text: PlanText) -> list[PlanBand]:
    return [PlanBand(text=text, value=value) for value in likeness.bands(tuple(text.signature))]


def all_made() -> Iterator[PlanText]:
    """The row of every plan, computed from the plans alone, old to new."""
    newest = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number").values("pk")[:1]
    rows = LessonPlan.objects.annotate(newest=Subquery(newest)).exclude(newest=None)
    plans = list(rows.order_by("made_at", "pk"))
    for at in range(0, len(plans), BATCH):
        batch = plans[at : at + BATCH]
        versions = PlanVersion.objects.in_bulk([plan.newest for plan in batch])
        methods = PlanMethod.objects.by_plan(batch)
        for plan in batch:
            yield made(plan, versions[plan.newest], methods.get(plan.pk, []))


@transaction.atomic
def rebuild() -> int:
    """Make the whole index anew; returns the number of plans in it."""
    PlanText.objects.all().delete()
    batch: list[PlanText] = []
    count = last = 0
    for text in all_made():
        text.key = last = max(text.key, last + 1)
        batch.append(text)
        count += 1
        if len(batch) == BATCH:
            _insert(batch)
            batch = []
    _insert(batch)
    return count


def _insert(batch: list[PlanText]) -> None:
    PlanText.objects.bulk_create(batch)
    PlanBand.objects.bulk_create([band for text in batch for band in bands(text)], batch_size=2000)


def stale() -> list[LessonPlan]:
    """Plans whose index row is missing or differs from what the plan says now."""
    kept = {text.plan_id: text for text in PlanText.objects.all()}
    return [
        text.plan
        for text in all_made()
        if text.plan_id not in kept
        or any(getattr(kept[text.plan_id], name) != getattr(text, name) for name in COMPARED)
    ]
