from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal import access
from portal.http import SignedInRequest
from supervision.actions import follow_up as actions
from supervision.actions.discuss import owner_of
from supervision.cycle import stages
from supervision.forms.talk import ReflectionForm
from supervision.models import FollowUp, Reflection, SupervisionSession
from supervision.views.requests import found, rights


def session_reflect(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The teacher's closing words: hers alone until she shares them."""
    session = found(request, pk)
    can = rights(request, session)
    if "reflection.write" not in can:
        raise Http404
    reflection = own(request, session).first()
    if reflection:
        reflection.session = session
    initial = ReflectionForm.initial_of(reflection) if reflection else None
    form = ReflectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("seen")
            kept = actions.reflect(session, by=request.user, seen=seen, **form.words)
            if kept.text != form.words["text"].strip():
                messages.info(request, _("What another page had saved stands there too."))
            return after_reflection(request, session, kept)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    context = {
        "session": session,
        "form": form,
        "can": can,
        "stages": stages(session),
        "reflection": reflection,
        "seen": actions.mark(reflection),
        "may_close": "session.close" in can,
        "readers": sharing(reflection) if reflection and reflection.shared_at else [],
        "future_readers": to_share_with(session),
    }
    return render(request, "supervision/session_reflect.html", context)


def own(request: SignedInRequest, session: SupervisionSession) -> QuerySet[Reflection]:
    rows = Reflection.objects.visible_to(request.user)
    return rows.filter(session=session, author=request.user)


def sharing(reflection: Reflection) -> list[str]:
    session = reflection.session
    return access.readers(
        "shared_reflection", reflection, sub=session.teacher, obs=session.observer
    )


def to_share_with(session: SupervisionSession) -> str:
    """Who a shared reflection opens to, as the button names them."""
    leading = owner_of(session, FollowUp.OwnerKind.PRINCIPAL) or session.observer
    people = {row.pk: row.call for row in (session.observer, leading)}
    people.pop(session.teacher_id, None)
    return _(" and ").join(people.values())


def after_reflection(
    request: SignedInRequest, session: SupervisionSession, kept: Reflection
) -> HttpResponse:
    """What the pressed button says: keep, share, take back, or close the cycle."""
    wanted = request.POST.get("then", "")
    if wanted == "share" or (kept.shared_at and not wanted):  # the tick may have changed
        actions.share(kept, by=request.user, supervisor=bool(request.POST.get("supervisor")))
    elif wanted == "unshare":
        actions.unshare(kept, by=request.user)
    elif wanted == "close":
        actions.close(session, by=request.user)
        messages.success(request, _("The cycle is finished. Thank you for the talk."))
        return redirect("session-record", session.pk)
    messages.success(request, _("Your words are saved."))
    return redirect("session-reflect", session.pk)


def session_reflect_delete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask once, then delete a reflection that is still private."""
    session = found(request, pk)
    if "reflection.write" not in rights(request, session):
        raise Http404
    if request.method == "POST" and not own(request, session).exists():
        return redirect("session-reflect", pk)  # a second tap finds it gone
    reflection = get_object_or_404(own(request, session), shared_at=None)
    if request.method == "POST":
        reflection.session = session
        actions.forget(reflection, by=request.user)
        messages.success(request, _("Your reflection is deleted. Nobody else has read it."))
        return redirect("session-reflect", pk)
    return render(request, "supervision/session_reflect_delete.html", {"session": session})
