"""The climate pulse: an answer is added to a sealed count and forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.climate import LEVELS, STATEMENTS, is_open, place_of
from collaboration.meetings import seals
from collaboration.models import ClimateCount, ClimateToken
from portal import periods
from portal.models import School, Term, User


@transaction.atomic
def answer(*, by: User, school: School, term: Term, levels: Mapping[str, int]) -> bool:
    """Add one person's answers, a level 1 to 4 for each statement, once a term.

    False for a second send, which adds nothing. There is no line in the audit, no notification
    and no draft: with the time of any of them an answer could be sought in the copies of a
    database. The whole row is written anew each time, whatever was answered.
    """
    if not is_open(term, periods.today(school.zone)):
        raise ValidationError(_("This semester's questions are closed."))
    if set(levels) != set(STATEMENTS) or not all(level in LEVELS for level in levels.values()):
        raise ValidationError(_("Choose one answer for each of the three statements."))
    return count(by=by, school=school, term=term, levels=levels)


@transaction.atomic
def count(*, by: User, school: School, term: Term, levels: Mapping[str, int]) -> bool:
    """Add the answers to the sealed sum and mark that the person has answered."""
    School.objects.select_for_update().get(pk=school.pk)  # one answer at a time
    _token, is_new = ClimateToken.objects.get_or_create(user=by, school=school, term=term)
    if not is_new:
        return False
    place = place_of(school.pk, term.pk)
    row = ClimateCount.objects.filter(school=school, term=term).first()
    numbers = seals.unseal(bytes(row.sealed), place) if row else [0] * seals.NUMBERS
    for at, statement in enumerate(STATEMENTS):
        numbers[at * len(LEVELS) + levels[statement] - 1] += 1
    ClimateCount.objects.update_or_create(
        school=school, term=term, defaults={"sealed": seals.seal(numbers, place)}
    )
    return True
