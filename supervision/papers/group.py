from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from portal.paper import Facts, Heading, Sheet, Signatures, Table, Words, letterhead, receipt
from portal.templatetags.rembuk import date_long
from supervision.models import GroupVisit, State
from supervision.papers import parts


def group(row: GroupVisit, now: dt.datetime) -> Sheet:
    """What several teachers did together, with the list to sign; nobody's own talk is in it."""
    sessions = row.sessions.exclude(state=State.CANCELLED).select_related("teacher")
    people = sorted((each.teacher for each in sessions), key=lambda user: (user.name, user.pk))
    hour = f", {row.planned_time:%H.%M} {row.school.get_zone_display()}" if row.planned_time else ""
    day = parts.day_of(row.held_at, row.school) or row.planned_on
    signers = [[str(at), user.paper_name, ""] for at, user in enumerate(people, 1)]
    head = parts.principal_on(row.school, day)
    seen = (
        parts.signer(parts.seen_by_principal(), head, nip=False)
        if head and head.pk != row.observer_id
        else None
    )
    return Sheet(
        title=_("Record of supervision together"),
        subtitle=row.title,
        letterhead=letterhead(row.school),
        code=receipt("BER", row.pk),
        foot=parts.printed(row.school, now),
        blocks=[
            Facts(
                [
                    (_("Observer"), row.observer.paper_name),
                    (_("Day"), f"{date_long(row.planned_on)}{hour}"),
                    (_("Technique"), row.get_technique_display()),
                    (_("Term"), str(row.term)),
                ]
            ),
            Heading(_("What it is for")),
            Words(row.purpose or parts.NONE),
            Heading(_("What was seen and said together")),
            Words(row.notes or _("Nothing is written yet.")),
            Heading(_("Who takes part")),
            Table([_("No."), _("Name"), _("Signature")], signers, [0, 4, 2], height=10),
            Signatures(
                parts.place_and_day(row.school, day),
                seen,
                parts.signer(_("Observer"), row.observer, nip=False),
            ),
        ],
    )
