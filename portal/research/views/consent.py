"""One's own consent to research: read, given, withdrawn; and text by text."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import QuoteConsent, ResearchConsent, User
from portal.research import texts
from portal.research.actions import consent as actions
from portal.research.wordings import CURRENT, wording

PAGE = 20


def may_give(user: User) -> bool:
    """Giving needs an appointment; whoever has given may withdraw at any time."""
    mine = User.objects.filter(access.where(user, "profile", "consent_to_research"), pk=user.pk)
    return mine.exists()


def research_consent(request: SignedInRequest) -> HttpResponse:
    """The statement in plain words, the answer that stands, and the history of answers."""
    if request.method == "POST":
        return answered(request)
    history = ResearchConsent.objects.of(request.user)
    asked = request.GET.get("pernyataan", "")
    known = {str(number): number for number in range(1, CURRENT + 1)}
    context = {
        "wording": wording(known.get(asked, CURRENT)),
        "is_old": known.get(asked, CURRENT) != CURRENT,
        "stands": actions.standing(request.user),
        "may_give": may_give(request.user),
        "page": Paginator(history, PAGE).get_page(request.GET.get("hal")),
        "form_id": uuid.uuid4(),
    }
    return render(request, "research/research_consent.html", context)


def answered(request: SignedInRequest) -> HttpResponse:
    answer = request.POST.get("answer", "")
    if answer not in ("give", "withdraw"):
        messages.error(request, _("Press one of the two buttons: permit, or withdraw."))
        return redirect("research-consent")
    given = answer == "give"
    access.require(not given or may_give(request.user))
    actions.say(form_id(request), by=request.user, given=given)
    said = _("Thank you. Your records may be used; you can withdraw that here at any time.")
    if not given:
        said = _("Withdrawn. The next pack does not hold your records.")
    messages.success(request, said)
    return redirect("research-consent")


def research_texts(request: SignedInRequest) -> HttpResponse:
    """One's own shared texts of a kind; beside each whether it may be quoted."""
    kind = texts.kind_named(request.GET.get("jenis", ""))
    page = Paginator(texts.own(request.user, kind), PAGE).get_page(request.GET.get("hal"))
    keys = {texts.key_of(kind, row): row for row in page}
    words = QuoteConsent.objects.visible_to(request.user).latest_words().filter(key__in=keys)
    said = {row.key: row for row in words}
    context = {
        "kinds": texts.QUOTABLE.values(),
        "kind": kind,
        "page": page,
        "stands": actions.standing(request.user),
        "texts": [
            {
                "row": row,
                "parts": kind.words(row),
                "day": kind.day(row),
                "given": _covers(said.get(key), texts.digest(kind, row)),
                "changed": key in said and said[key].given and said[key].digest
                != texts.digest(kind, row),
                "form_id": uuid.uuid4(),
            }
            for key, row in keys.items()
        ],
    }  # fmt: skip
    return render(request, "research/research_texts.html", context)


def _covers(word: QuoteConsent | None, digest: str) -> bool:
    return word is not None and word.given and word.digest == digest


@require_POST
def research_quote(request: SignedInRequest, sort: str, pk: UUID) -> HttpResponse:
    """The answer on one text of one's own."""
    if sort not in texts.QUOTABLE:
        raise Http404
    kind = texts.QUOTABLE[sort]
    text = get_object_or_404(texts.own(request.user, kind), pk=pk)
    given = request.POST.get("answer") == "give"
    actions.quote(form_id(request), kind, text, by=request.user, given=given)
    said = (
        _("This text may be quoted, without names.") if given else _("It is not quoted any more.")
    )
    messages.success(request, said)
    back = redirect("research-texts")
    back["Location"] += f"?jenis={sort}"
    return back
