from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from collaboration.models import Attachment, LessonPlan, PlanVersion
from collaboration.plans.sections import written
from portal import periods
from portal.models import User
from portal.paper import Block, Facts, Heading, Sheet, Signatures, Signer, Words, receipt
from portal.paper import letterhead as head_of
from supervision.papers import parts


@dataclass(frozen=True, slots=True)
class Printed:
    """A version as it goes on paper. ``source`` names what it was adapted from, if readable."""

    plan: LessonPlan
    version: PlanVersion
    authors: Sequence[User]
    source: str
    reader: User
    at: dt.datetime
    files: Sequence[Attachment] = ()

    @property
    def title(self) -> str:
        return self.version.text["title"]

    @property
    def facts(self) -> list[tuple[str, str]]:
        text = self.version.text
        phase = "ABC"[(int(text["grade"]) - 1) // 2]
        rows = [
            (_("Subject"), text["subject"]),
            (
                _("Class"),
                _("%(class)s (phase %(phase)s)") % {"class": text["grade"], "phase": phase},
            ),
            (_("Topic"), text.get("topic", "")),
            (_("Written by"), "; ".join(user.paper_name for user in self.authors)),
            (_("Version"), str(self.version.number)),
            (_("Adapted from"), self.source),
        ]
        return [(name, value) for name, value in rows if value]

    @property
    def signatures(self) -> Signatures:
        """The principal left, the teacher right: the reader if she writes it; other authors below.

        Who only reads prints it with its first author at the right. A number is printed for the
        reader's own name alone (policy row P13).
        """
        school = self.plan.school
        day = periods.today(school.zone, self.at)
        head = parts.principal_on(school, day)
        teacher = self.reader if self.reader in self.authors else next(iter(self.authors), None)
        others = [user for user in self.authors if user != teacher]
        return Signatures(
            parts.place_and_day(school, None),
            self._signer(parts.seen_by_principal(), head),
            self._signer(_("Teacher"), teacher),
            [self._signer(_("Teacher"), user) for user in others],
        )

    def _signer(self, role: str, user: User | None) -> Signer:
        return parts.signer(role, user, nip=user == self.reader)


def sheet(of: Printed) -> Sheet:
    blocks: list[Block] = [Facts(of.facts)]
    for part, rows in written(of.version.sections):
        blocks.append(Heading(str(part.label)))
        blocks += [Words(text, label=str(section.label)) for section, text in rows]
    if of.files:
        lines = "\n".join(row.on_paper for row in of.files)
        blocks += [Heading(_("Files")), Words(lines)]
    return Sheet(
        title=of.title,
        subtitle=_("Lesson plan"),
        letterhead=head_of(of.plan.school),
        code=receipt("MOD", of.plan.pk),
        foot=parts.printed(of.plan.school, of.at),
        blocks=[*blocks, of.signatures],
    )
