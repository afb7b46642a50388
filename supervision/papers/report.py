"""The term report of a school on paper: chapters as edited, appendices of today or as signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from portal.models import School, Term, User
from portal.paper import (
    Block,
    Break,
    Cover,
    Heading,
    Sheet,
    Signatures,
    Signer,
    Table,
    Words,
    letterhead,
)
from portal.templatetags.rembuk import date_short, moment
from supervision.models import State, SupervisionSession, TermReport
from supervision.papers import parts
from supervision.papers.recap import signed
from supervision.report_figures import Figures
from supervision.report_words import CHAPTERS, Part

Paper = Mapping[str, Any]  # what ``gathered`` gives, as it is kept with a signed version


def report(
    school: School,
    term: Term,
    texts: Mapping[str, str],
    held: Paper,
    saved: TermReport | None,
    user: User,
    now: dt.datetime,
) -> Sheet:
    title = _("Report on academic supervision")
    lines = [school.name, str(term)]
    foot = parts.printed(school, now)
    if saved and (saved.signed_at or saved.version > 1):
        lines.append(_("Version %(number)s") % {"number": saved.version})
    if saved and saved.signed_at:
        day = moment(saved.signed_at, school.zone)
        foot = _("Version %(number)s, signed %(day)s. %(printed)s") % {
            "number": saved.version,
            "day": day,
            "printed": foot,
        }
    blocks: list[Block] = [Cover(title, lines)]
    for chapter, sections in CHAPTERS.items():
        blocks.append(Heading(str(chapter), centred=True))
        for key, part in sections.items():
            blocks += [Heading(str(part.title), level=2), Words(texts[key])]
    blocks += [signatures(held), Break(), *appendices(held, user)]
    return Sheet(title=title, letterhead=letterhead(school), code="", foot=foot, blocks=blocks)


def gathered(school: School, term: Term, told: Figures, user: User, now: dt.datetime) -> Paper:
    """What the paper holds beside its words, as plain data: signatures, appendices.

    Rows of visits are (key of the visit, cells), so that each reader gets those he may read.
    """
    steps = told.steps
    with translation.override("id"):
        below = signed(school, user, now)
        sides = {"left": below.left, "right": below.right}
        return {
            "place_and_day": below.place_and_day,
            **{
                side: {"role": who.role, "name": who.name, "nip": who.nip} if who else None
                for side, who in sides.items()
            },
            "visits": visits(school, term, user),
            "aspects": [[str(row.sessions), str(row.teachers)] for row in told.aspects],
            "steps": [steps.done, steps.all - steps.done - steps.overdue, steps.overdue],
        }


def under_own_name(held: Paper, user: User) -> Paper:
    """The same paper with whoever signs it as the signer, his number in full."""
    role = held["right"]["role"]
    return {**held, "right": {"role": role, "name": user.paper_name, "nip": user.nip or ""}}


def signatures(held: Paper) -> Signatures:
    left, right = (Signer(**held[side]) if held[side] else None for side in ("left", "right"))
    return Signatures(held["place_and_day"], left, right)


def appendices(held: Paper, user: User) -> list[Block]:
    """Schedule without ratings, counts by aspect and of steps."""
    aspects = [
        [str(part.title), *counts]
        for part, counts in zip(aspect_parts(), held["aspects"], strict=True)
    ]
    states = (_("Done"), _("Under way"), _("Past their date"))
    return [
        Heading(_("Appendices"), centred=True),
        Heading(_("Visits of the term"), level=2),
        schedule(held["visits"], user),
        Heading(_("Visits by aspect"), level=2),
        Table([_("Aspect"), _("Visits with a talk"), _("Teachers")], aspects, [3, 2, 2]),
        Heading(_("Steps by state"), level=2),
        Table(
            [_("State"), _("Steps")],
            [[name, str(n)] for name, n in zip(states, held["steps"], strict=True)],
            [3, 1],
        ),
    ]


def aspect_parts() -> Sequence[Part]:
    chapter = list(CHAPTERS.values())[2]
    return [chapter[key] for key in ("perencanaan", "pelaksanaan", "evaluasi")]


def visits(school: School, term: Term, user: User) -> list[tuple[str, list[str]]]:
    rows = (
        SupervisionSession.objects.visible_to(user)
        .filter(school=school, term=term)
        .exclude(state=State.CANCELLED)
        .select_related("teacher", "observer")
        .distinct()
        .order_by("planned_on", "teacher__name", "pk")
    )
    return [
        (
            str(row.pk),
            [
                row.teacher.paper_name,
                parts.lesson(row) or parts.NONE,
                date_short(row.planned_on),
                row.observer.paper_name,
                str(row.get_state_display()),
            ],
        )
        for row in rows
    ]


def schedule(rows: Sequence[tuple[str, list[str]]], user: User) -> Block:
    """The visits among ``rows`` that ``user`` may read, numbered anew."""
    keys = SupervisionSession.objects.visible_to(user).filter(pk__in=[key for key, _cells in rows])
    mine = {str(key) for key in keys.values_list("pk", flat=True)}
    found = [cells for key, cells in rows if key in mine]
    if not found:
        return Words(_("No visit is planned yet."))
    head = [_("No."), _("Teacher"), _("Class and subject"), _("Day"), _("Observer"), _("Stage")]
    body = [[str(at), *cells] for at, cells in enumerate(found, 1)]
    return Table(head, body, [0, 2, 2.2, 1.3, 2, 1.7])
