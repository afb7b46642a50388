"""One e-mail a day to those who want it: how much is new, and where. No name, no content."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import notify
from portal.models import Notification, User

LOG = logging.getLogger(__name__)
OLDEST = dt.timedelta(days=14)
REMINDERS = {"visit_soon", "visit_near", "step_soon", "step_near", "step_due"}
REMINDERS |= {"talk_owed", "proposal_open"}


def send(now: dt.datetime) -> tuple[int, int]:
    """Send what is due at ``now`` (aware); returns how many mails were sent and how many failed.

    Repeat-safe: what was mailed is marked, and nobody gets a second mail on the same day. What
    could not be sent stays unmarked and goes with the next run.
    """
    sent = failed = 0
    wanting = User.objects.filter(digest=True, is_active=True).exclude(email="")
    for pk in wanting.values_list("pk", flat=True).order_by("pk").iterator():
        try:
            sent += send_to(pk, now)
        except (OSError, SMTPException):
            LOG.warning("A digest could not be sent; it goes with the next run.", exc_info=True)
            failed += 1
    return sent, failed


@transaction.atomic
def send_to(pk: int, now: dt.datetime) -> bool:
    """One person's digest, if something is new and none went out today."""
    user = User.objects.select_for_update().get(pk=pk)
    today = timezone.localdate(now)
    if Notification.objects.filter(to=user, mailed_at__date=today).exists():
        return False
    rows = Notification.objects.filter(
        to=user, read_at=None, mailed_at=None, at__gt=now - OLDEST, kind__in=notify.KINDS
    )
    found = list(rows.values_list("pk", "kind"))
    if not found:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        letter(user, [kind for _pk, kind in found]).send()
    rows.filter(pk__in=[row for row, _kind in found]).update(mailed_at=now)
    return True


def letter(user: User, kinds: list[str]) -> EmailMessage:
    """Counts and links, nothing of what was written and nobody's name but the reader's."""
    number = len(kinds)
    subject = ngettext("%(number)s thing is new in Rembuk", "%(number)s things are new in Rembuk",
                       number) % {"number": number}  # fmt: skip
    off = _("You can switch this e-mail off under Settings: %(url)s")
    parts = [
        _("Good day, %(who)s.") % {"who": user.call},
        "\n".join(f"- {line}" for line in counted(kinds)),
        _("Open them here: %(url)s") % {"url": address("notifications")},
        off % {"url": address("settings")},
    ]
    return EmailMessage(subject, "\n\n".join(parts), to=[user.email])


def counted(kinds: list[str]) -> list[str]:
    number = Counter(kind in REMINDERS for kind in kinds)
    lines = []
    if number[False]:
        text = ngettext("%(number)s piece of news", "%(number)s pieces of news", number[False])
        lines.append(text % {"number": number[False]})
    if number[True]:
        text = ngettext("%(number)s reminder", "%(number)s reminders", number[True])
        lines.append(text % {"number": number[True]})
    return lines


def address(page: str, *of: object) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + reverse(page, args=of)
