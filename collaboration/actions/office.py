"""The end of a term, and who follows."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.actions import forum as forums
from collaboration.models import Membership, Officer
from portal import audit, notify
from portal.models import User


@transaction.atomic
def close(row: Officer, *, by: User, last: dt.date, successor: Membership | None = None) -> Officer:
    """The term ends with ``last``; ``successor`` has the office from the day after. Twice is once.

    Who held it is told. Raises ``ValidationError`` for a day before the first one, for a chair who
    names nobody after herself, and as ``forum.appoint`` does.
    """
    row = Officer.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    if last < row.began_on:
        raise ValidationError({"last": _("The last day lies before the first day.")})
    own = row.user_id == by.pk
    if own and row.office == Officer.Office.CHAIR and successor is None:
        raise ValidationError({"successor": _("Choose who leads after you.")})
    if row.ended_on != last:
        row.ended_on = last
        row.save(update_fields=["ended_on"])
        audit.record("forum_office_end", row.forum, by=by, subject=row.user)
        event = f"{row.pk}:{last.isoformat()}"
        notify.tell("office_ended", row.forum, to=[row.user], by=by, event=event)
    if successor:
        begins = last + dt.timedelta(days=1)
        forums.appoint(
            successor, by=by, office=row.office, decree="", began_on=begins, ended_on=None
        )
    return row
