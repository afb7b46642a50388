from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from collaboration.actions import peer_visit as actions
from collaboration.forms.peer_visit import FocusForm, WordsForm
from collaboration.models import PeerVisit
from collaboration.views import words_page
from portal import access
from portal.http import SignedInRequest


def own(request: SignedInRequest, pk: UUID, act: str) -> PeerVisit:
    visits = PeerVisit.objects.visible_to(request.user)
    visit = get_object_or_404(visits.select_related("activity", "visitor", "visited"), pk=pk)
    access.require(act in access.allowed(request.user, "peer_visit", visit))
    return visit


def page(
    request: SignedInRequest, visit: PeerVisit, form: forms.ModelForm, **about: Any
) -> HttpResponse:
    """One text of a visit, beside the focus it was made for, for the two alone."""
    return words_page.answer(
        request,
        visit.activity,
        form,
        focus=visit.focus if "focus" not in form.fields else "",
        readers=access.readers("peer_visit", visit, sub=visit.visited, obs=visit.visitor),
        **about,
    )


def peer_focus(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The focus, by either of the two: agreed as it stands, or put into other words."""
    visit = own(request, pk, "agree")
    form = FocusForm(request.POST or None, instance=PeerVisit.objects.get(pk=pk))
    return page(
        request,
        visit,
        form,
        save=lambda: actions.agree(visit, by=request.user, focus=form.cleaned_data["focus"]),
        title=_("The focus of the visit"),
        intro=_("Leave the words as they are to agree. If you change them, your colleague is"
                " asked."),
        button=_("Save the focus") if visit.focus_by_id == request.user.pk else _("I agree"),
        draft=f"peer-focus:{pk}",
    )  # fmt: skip


def peer_notes(request: SignedInRequest, pk: UUID) -> HttpResponse:
    visit = own(request, pk, "note")
    form = WordsForm(request.POST or None, instance=visit, name="seen")
    return page(
        request,
        visit,
        form,
        save=lambda: actions.note(visit, by=request.user, seen=form.cleaned_data["seen"]),
        title=_("What I saw in pupils"),
        intro=_("What pupils did and said, not how the teacher did. There are no levels here."),
        button=_("Give it to my colleague"),
        draft=f"peer-notes:{pk}",
    )


def peer_thanks(request: SignedInRequest, pk: UUID) -> HttpResponse:
    visit = own(request, pk, "thank")
    form = WordsForm(request.POST or None, instance=visit, name="thanks")
    return page(
        request,
        visit,
        form,
        save=lambda: actions.thank(visit, by=request.user, thanks=form.cleaned_data["thanks"]),
        title=_("Thanks, and what I take along"),
        intro=_("One or two sentences are enough."),
        button=_("Say thanks"),
        draft=f"peer-thanks:{pk}",
    )
