"""A conclusion is written, filled with evidence, checked by a second person and agreed on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.findings.cards import Card, cards
from collaboration.findings.matrix import Excerpt
from collaboration.models import (
    CodedExcerpt,
    Conclusion,
    ConclusionEvent,
    ConclusionEvidence,
    Theme,
)
from portal import audit, drafts, notify
from portal.models import Region, School, Term, User
from supervision.actions.report import Changed, mark

What, State, Side = ConclusionEvent.What, Conclusion.State, ConclusionEvidence.Side
GOES_BACK = (State.CHECKED, State.AGREED)  # what is changed in these needs checking again


@transaction.atomic
def write(
    conclusion_id: UUID,
    *,
    by: User,
    term: Term,
    claim: str,
    weighing: str,
    themes: Collection[Theme],
    school: School | None = None,
    region: Region | None = None,
) -> Conclusion:
    """A new conclusion of a place; a second send finds the first."""
    sent = Conclusion.objects.filter(pk=conclusion_id).first()
    if sent:
        if sent.written_by_id != by.pk:
            raise ValidationError(_("This form has been sent by somebody else."))
        return sent
    row = Conclusion.objects.create(
        pk=conclusion_id,
        school=school,
        region=region,
        term=term,
        claim=claim,
        weighing=weighing,
        written_by=by,
        written_at=timezone.now(),
    )
    row.themes.set(themes)
    drafts.discard(by, f"conclusion:{(school or region).pk}")  # type: ignore[union-attr]
    told(row, What.WRITTEN, by)
    return row


def words_mark(row: Conclusion) -> str:
    """A short sign of the words and themes, to notice that they have changed."""
    themes = sorted(str(theme.pk) for theme in row.themes.all())
    return mark("\x1f".join([row.claim, row.weighing, str(row.term_id), *themes]))


@transaction.atomic
def change(
    row: Conclusion, *, by: User, seen: str, themes: Collection[Theme], **words: Any
) -> Conclusion:
    """New words or themes. Of a checked conclusion they make a draft; no change changes nothing.

    Raises ``Changed`` with the claim as it stands where somebody saved meanwhile.
    """
    row = locked(row)
    before = words_mark(row)
    old = {theme.pk for theme in row.themes.all()}
    same = all(getattr(row, name) == value for name, value in words.items())
    if same and old == {theme.pk for theme in themes}:
        drafts.discard(by, f"conclusion:{row.pk}")
        return row
    if before != seen:
        raise Changed(row.claim)
    for name, value in words.items():
        setattr(row, name, value)
    row.themes.set(themes)
    moved(row, What.CHANGED, by)
    drafts.discard(by, f"conclusion:{row.pk}")
    return row


@transaction.atomic
def place(
    row: Conclusion, chosen: Iterable[tuple[Excerpt, str, str]], *, by: User
) -> tuple[int, int]:
    """Place excerpts: with each the side it was seen on ("" for none) and the one chosen.

    Two who place at once lose nothing: what another has moved meanwhile stays where it is.
    Returns how many were placed and how many were left for that reason.
    """
    row, wanted = locked(row), [each for each in chosen if each[1] != each[2]]
    there = CodedExcerpt.objects.select_for_update().filter(pk__in=[each[0].pk for each in wanted])
    known = {excerpt.pk for excerpt in there}
    placed = {(e.key, e.digest): e.side for e in row.evidence.all()}
    moves, left, weighs = [], 0, False
    for excerpt, seen, side in wanted:
        now = placed.get((excerpt.key, excerpt.digest), "")
        if now == seen and excerpt.pk in known:
            moves.append((excerpt, side))
            weighs = weighs or {seen, side} != {"", Side.ASIDE}
        elif now != side:
            left += 1
    for excerpt, side in moves:
        _put(row, excerpt, side, by)
    if weighs:
        moved(row, What.PLACED, by)
    return len(moves), left


def _put(row: Conclusion, excerpt: Excerpt, side: str, by: User) -> None:
    if not side:
        row.evidence.filter(key=excerpt.key, digest=excerpt.digest).delete()
        return
    values = {
        "excerpt_id": excerpt.pk,
        "side": side,
        "placed_by": by,
        "placed_at": timezone.now(),
        "uncoded_at": None,
    }
    row.evidence.update_or_create(key=excerpt.key, digest=excerpt.digest, defaults=values)


@transaction.atomic
def clear(row: Conclusion, *, by: User) -> None:
    """Forget placed excerpts that stand no more; the history keeps how many. Twice is harmless.

    The claim loses nothing by it that it has not lost before, so that its state stays.
    """
    row = locked(row)
    card = card_of(row, by)
    gone = [piece.row.pk for piece in card.pieces if piece.lost]
    if gone:
        row.evidence.filter(pk__in=gone).delete()
        told(row, What.PLACED, by, remark=" ".join(card.weight.gone))


@transaction.atomic
def ask(row: Conclusion, *, by: User, to: list[User]) -> Conclusion:
    """Ask for a second person. Twice is harmless. Refused until there is enough to check."""
    row = locked(row)
    if row.state != State.DRAFT:
        return row
    if not row.weighing:
        raise ValidationError(
            _("Write what speaks against it first, or where you have looked and found nothing.")
        )
    refuse_thin(card_of(row, by))
    row.state = State.ASKED
    row.save(update_fields=["state"])
    event = told(row, What.ASKED, by)
    notify.tell("conclusion_asked", row, to=to, by=by, event=str(event.pk))
    return row


@transaction.atomic
def check(row: Conclusion, *, by: User, revision: int, remark: str) -> Conclusion:
    """A second person has read claim and evidence and holds that they fit. Twice is harmless."""
    row = locked(row)
    if row.state in GOES_BACK and row.checked_by_id == by.pk and row.revision == revision:
        return row
    refuse_writer(row, by)
    if row.state != State.ASKED:
        raise ValidationError(_("Nobody has asked for it to be checked."))
    refuse_old(row, revision)
    refuse_thin(card_of(row, by))
    row.state, row.checked_by, row.remark = State.CHECKED, by, remark
    row.save(update_fields=["state", "checked_by", "remark"])
    event = told(row, What.CHECKED, by, remark=remark)
    notify.tell("conclusion_checked", row, to=[row.written_by], by=by, event=str(event.pk))
    return row


@transaction.atomic
def send_back(row: Conclusion, *, by: User, revision: int, remark: str) -> Conclusion:
    """Back to draft with a remark. Twice is harmless."""
    row = locked(row)
    refuse_writer(row, by)
    if not remark:
        raise ValidationError(_("Write what is missing, so that it can be mended."))
    if row.state == State.DRAFT and row.remark == remark:
        return row
    if row.state not in (State.ASKED, State.CHECKED):
        raise ValidationError(_("Nobody has asked for it to be checked."))
    refuse_old(row, revision)
    row.state, row.checked_by, row.remark = State.DRAFT, None, remark
    row.save(update_fields=["state", "checked_by", "remark"])
    event = told(row, What.RETURNED, by, remark=remark)
    notify.tell("conclusion_returned", row, to=[row.written_by], by=by, event=str(event.pk))
    return row


@transaction.atomic
def agree(row: Conclusion, *, by: User, revision: int) -> Conclusion:
    """Somebody else than its checker agrees on a checked conclusion. Twice is harmless."""
    row = locked(row)
    if row.state == State.AGREED:
        return row
    if row.state != State.CHECKED:
        raise ValidationError(_("A second person checks it first."))
    if row.checked_by_id == by.pk:
        raise ValidationError(_("You have checked it. Somebody else says that you agree."))
    refuse_old(row, revision)
    refuse_thin(card_of(row, by))
    row.state, row.agreed_by, row.agreed_at = State.AGREED, by, timezone.now()
    row.save(update_fields=["state", "agreed_by", "agreed_at"])
    told(row, What.AGREED, by)
    return row


def uncoded(excerpt: CodedExcerpt) -> None:
    """Before an excerpt goes: its evidence rests on another coder's, or says why it is gone."""
    evidence = ConclusionEvidence.objects.filter(excerpt=excerpt)
    others = CodedExcerpt.objects.filter(
        coded__school=excerpt.coded.school_id,
        coded__key=excerpt.coded.key,
        digest=excerpt.digest,
        theme=excerpt.theme_id,
    )
    other = others.exclude(pk=excerpt.pk).order_by("pk").first()
    if other:
        evidence.update(excerpt=other)
    else:
        evidence.update(excerpt=None, uncoded_at=timezone.now())


def writers(row: Conclusion) -> set[int]:
    """Who has written any of its words, as ids."""
    words = row.events.filter(what__in=(What.WRITTEN, What.CHANGED))
    return {row.written_by_id, *words.values_list("by", flat=True)}


def refuse_writer(row: Conclusion, by: User) -> None:
    if by.pk in writers(row):
        raise ValidationError(
            _("You have written in this conclusion, so that somebody else checks it.")
        )


def refuse_old(row: Conclusion, revision: int) -> None:
    if row.revision != revision:
        raise ValidationError(_("It has changed since you opened it. Please read it once more."))


def refuse_thin(card: Card) -> None:
    if card.weight.missing:
        raise ValidationError(card.weight.missing)


def card_of(row: Conclusion, by: User) -> Card:
    return cards(by, [row])[0]


def locked(row: Conclusion) -> Conclusion:
    return Conclusion.objects.select_for_update().get(pk=row.pk)


def moved(row: Conclusion, what: ConclusionEvent.What, by: User) -> None:
    """Words or evidence have changed: a new revision, and a draft again if it was checked."""
    reopened = row.state in GOES_BACK
    row.revision += 1
    if reopened:
        row.state, row.checked_by, row.agreed_by, row.agreed_at = State.DRAFT, None, None, None
    row.save()
    told(row, what, by, reopened=reopened)


def told(
    row: Conclusion,
    what: ConclusionEvent.What,
    by: User,
    *,
    remark: str = "",
    reopened: bool = False,
) -> ConclusionEvent:
    audit.record(f"conclusion_{what}", row, by=by)
    return row.events.create(
        at=timezone.now(), by=by, what=what, claim=row.claim, remark=remark, reopened=reopened
    )
