"""An observer's own quick phrases."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access
from portal.http import SignedInRequest
from portal.models import School
from supervision.actions import phrase as actions
from supervision.forms.note import PhraseForm
from supervision.models import Phrase


def examples() -> list[str]:
    return [
        _("The teacher waited for an answer"),
        _("Pupils asked each other"),
        _("The teacher went round the groups"),
        _("A pupil explained at the board"),
        _("Pupils wrote in their books"),
        _("The teacher repeated the aim"),
    ]


def phrase_list(request: SignedInRequest) -> HttpResponse:
    """The own phrases, in the order in which they stand under the field for notes."""
    schools = School.objects.filter(access.where(request.user, "school", "observe"))
    access.require(schools.exists())
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(request.user, form.cleaned_data["text"])
            return redirect(page_of(request))
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    rows = list(Phrase.objects.visible_to(request.user))
    known = {row.text for row in rows}
    context = {
        "form": form,
        "phrases": rows,
        "examples": [text for text in examples() if text not in known],
        "origin": origin(request),
    }
    return render(request, "supervision/phrase_list.html", context)


def origin(request: SignedInRequest) -> UUID | None:
    """The visit from whose notes the page was opened, if it was."""
    try:
        return UUID(request.GET.get("dari", ""))
    except ValueError:
        return None


def page_of(request: SignedInRequest) -> str:
    visit = origin(request)
    return reverse("phrase-list") + (f"?dari={visit}" if visit else "")


@require_POST
def phrase_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Phrase.objects.visible_to(request.user), pk=pk)
    actions.drop(row)
    messages.success(request, _("The phrase is taken out."))
    return redirect(page_of(request))
