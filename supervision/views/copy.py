from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal import access
from portal.http import SignedInRequest
from supervision import copies, reports
from supervision.models import FollowUp, Rating, Reflection, SupervisionSession, Turn
from supervision.views.requests import found, rights
from supervision.views.talk import notes_of


def session_copy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One box a stage to copy for Ruang GTK; before the release only her own preparation."""
    session = found(request, pk)
    can = rights(request, session)
    is_teacher = request.user.pk == session.teacher_id
    released = "words.read" in can
    if not released and not (is_teacher and "agreement.read" in can):
        raise Http404
    boxes = [copies.preparation(session)]
    if released:
        boxes += after_release(request, session)
        reports.read_by(session, request.user)
    part = "words" if released else "agreement"
    context = {
        "session": session,
        "boxes": [box for box in boxes if box.text],
        "readers": access.readers(part, session, sub=session.teacher, obs=session.observer),
        "is_teacher": is_teacher,
        "released": released,
    }
    return render(request, "supervision/session_copy.html", context)


def after_release(request: SignedInRequest, session: SupervisionSession) -> list[copies.Box]:
    """The stages from the observation on; before the teacher has begun the talk, none."""
    user = request.user
    turns = list(Turn.objects.visible_to(user).filter(session=session).select_related("author"))
    if not any(turn.kind == Turn.Kind.REFLECTION for turn in turns):
        return []
    ratings = Rating.objects.visible_to(user).filter(session=session, rater=Rating.Rater.OBSERVER)
    seen = ratings.exclude(evidence="").order_by("indicator__instrument", "indicator__order")
    steps = FollowUp.objects.visible_to(user).filter(session=session)
    reflections = Reflection.objects.visible_to(user).filter(session=session)
    return [
        copies.observation(notes_of(request, session), seen.values_list("evidence", flat=True)),
        copies.talk(turns),
        copies.effort(steps),
        *[copies.reflection(row) for row in reflections],
    ]
