"""The term report of a school on paper: chapters as edited, appendices counted anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from portal.models import School, Term, User
from portal.paper import Block, Break, Cover, Heading, Sheet, Table, Words, letterhead
from portal.templatetags.rembuk import date_short
from supervision.models import State, SupervisionSession
from supervision.papers import parts
from supervision.papers.recap import signed
from supervision.report_figures import Figures
from supervision.report_words import CHAPTERS, Part


def report(
    school: School,
    term: Term,
    texts: Mapping[str, str],
    told: Figures,
    user: User,
    now: dt.datetime,
) -> Sheet:
    title = _("Report on academic supervision")
    blocks: list[Block] = [Cover(title, [school.name, str(term)])]
    for chapter, sections in CHAPTERS.items():
        blocks.append(Heading(str(chapter), centred=True))
        for key, part in sections.items():
            blocks += [Heading(str(part.title), level=2), Words(texts[key])]
    blocks += [signed(school, user, now), Break(), *appendices(school, term, told, user)]
    return Sheet(
        title=title,
        letterhead=letterhead(school),
        code="",
        foot=parts.printed(school, now),
        blocks=blocks,
    )


def appendices(school: School, term: Term, told: Figures, user: User) -> list[Block]:
    """Schedule without ratings, counts by aspect and of steps, the instruments."""
    aspects = [
        [str(part.title), str(row.sessions), str(row.teachers)]
        for part, row in zip(aspect_parts(), told.aspects, strict=True)
    ]
    steps = told.steps
    return [
        Heading(_("Appendices"), centred=True),
        Heading(_("Visits of the term"), level=2),
        visits(school, term, user),
        Heading(_("Visits by aspect"), level=2),
        Table([_("Aspect"), _("Visits with a talk"), _("Teachers")], aspects, [3, 2, 2]),
        Heading(_("Steps by state"), level=2),
        Table(
            [_("State"), _("Steps")],
            [
                [_("Done"), str(steps.done)],
                [_("Under way"), str(steps.all - steps.done - steps.overdue)],
                [_("Past their date"), str(steps.overdue)],
            ],
            [3, 1],
        ),
    ]


def aspect_parts() -> Sequence[Part]:
    chapter = list(CHAPTERS.values())[2]
    return [chapter[key] for key in ("perencanaan", "pelaksanaan", "evaluasi")]


def visits(school: School, term: Term, user: User) -> Block:
    rows = (
        SupervisionSession.objects.visible_to(user)
        .filter(school=school, term=term)
        .exclude(state=State.CANCELLED)
        .select_related("teacher", "observer")
        .distinct()
        .order_by("planned_on", "teacher__name", "pk")
    )
    found = [
        [
            str(at),
            row.teacher.paper_name,
            parts.lesson(row) or parts.NONE,
            date_short(row.planned_on),
            row.observer.paper_name,
            str(row.get_state_display()),
        ]
        for at, row in enumerate(rows, 1)
    ]
    if not found:
        return Words(_("No visit is planned yet."))
    head = [_("No."), _("Teacher"), _("Class and subject"), _("Day"), _("Observer"), _("Stage")]
    return Table(head, found, [0, 2, 2.2, 1.3, 2, 1.7])
