"""During the lesson: notes by minute."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.http import SignedInRequest, form_id
from supervision.actions import note as actions
from supervision.actions.observe import open_without_focus
from supervision.cycle import stages
from supervision.forms.note import OF_TECHNIQUE, NoteForm
from supervision.forms.session import ReasonForm
from supervision.models import EvidenceNote, Phrase, SupervisionSession
from supervision.views.requests import for_observer, is_open

PAGE = 20


@for_observer
def session_observe(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """Catat: notes by minute. Without an agreed focus the reason is asked first."""
    if not is_open(session):
        return no_focus(request, session)
    technique = session.agreement.technique
    phrases = list(Phrase.objects.visible_to(request.user))
    sent = with_phrase(request, phrases)
    form = NoteForm(sent, initial={"kind": OF_TECHNIQUE.get(technique, EvidenceNote.Kind.MOMENT)})
    if sent is not None and "later" in sent and not sent.get("text", "").strip():
        return redirect("session-detail", session.pk)
    if sent is not None and form.is_valid() and kept(request, session, form):
        return redirect("session-detail" if "later" in sent else "session-observe", session.pk)
    rows = EvidenceNote.objects.visible_to(request.user).filter(session=session)
    newest = rows.prefetch_related("indicators").order_by("-at", "-pk")
    context = {
        "session": session,
        "form": form,
        "form_id": form_id(request),
        "phrases": phrases,
        "page": Paginator(newest, PAGE).get_page(request.GET.get("hal")),
        "parts": session.parts.all(),
        "passed": actions.passed(session, timezone.now()),
        "technique": technique,
        "stages": stages(session),
    }
    return render(request, "supervision/session_observe.html", context)


def kept(request: SignedInRequest, session: SupervisionSession, form: NoteForm) -> bool:
    """Write the note; a refusal stays on the form."""
    try:
        actions.note(session, form_id(request), by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    if "later" in request.POST:
        messages.success(request, _("Saved. You can go on later."))
    return True


def with_phrase(request: SignedInRequest, phrases: list[Phrase]) -> dict[str, str] | None:
    """What was sent; a pressed phrase stands behind the words that were typed already."""
    if request.method != "POST":
        return None
    sent = request.POST.dict()
    pressed = [row.text for row in phrases if str(row.pk) == sent.get("phrase")]
    if pressed:
        sent["text"] = " ".join(filter(None, (sent.get("text", "").strip(), pressed[0])))
    return sent


def no_focus(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            open_without_focus(session, by=request.user, **form.cleaned_data)
            return redirect("session-observe", session.pk)
        except ValidationError as refusal:
            form.add_error("reason", refusal.messages)
    return render(request, "supervision/session_no_focus.html", {"session": session, "form": form})
