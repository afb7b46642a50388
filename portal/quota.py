"""Files of numbers and lists taken along: ten an hour for each person, whatever they hold.

Counted in the audit, where each stands under an act that ends in ``_export``: so the limit holds
over all kinds together and over any number of servers.
"""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.http import SignedInRequest
from portal.models import AuditEvent

PER_HOUR = 10


def refused(request: SignedInRequest, back: str) -> HttpResponse | None:
    """The way ``back`` (an address or its name) after the tenth file within the hour, else None."""
    since = timezone.now() - dt.timedelta(hours=1)
    made = AuditEvent.objects.filter(actor=request.user, act__endswith="_export", at__gt=since)
    if made.count() < PER_HOUR:
        return None
    messages.error(request, _("Ten files an hour are the most. Please try again later."))
    return redirect(back)
