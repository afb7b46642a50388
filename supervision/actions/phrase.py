"""An observer's own quick phrases: kept and taken out."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import User
from supervision.models import Phrase

MOST = 24  # more are slower to find than to type


@transaction.atomic
def add(owner: User, text: str) -> Phrase:
    """Keep a phrase; one that is there already is found."""
    text = text.strip()
    if not text:
        raise ValidationError(_("Write a few words."))
    User.objects.select_for_update().get(pk=owner.pk)
    rows = Phrase.objects.filter(owner=owner)
    found = rows.filter(text=text).first()
    if found is None and rows.count() >= MOST:
        raise ValidationError(_("These are many already. Take one out first."))
    return found or Phrase.objects.create(owner=owner, text=text)


def drop(phrase: Phrase) -> None:
    Phrase.objects.filter(pk=phrase.pk).delete()
