"""Where the autosave script keeps an unfinished form and finds it again."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal import drafts
from portal.models import Draft, User

FORM = re.compile(r"[a-z-]{3,30}(:[0-9a-z_.-]{1,40}){0,3}")
MOST = 100_000  # characters of one form
NAMES = uuid.UUID("6f0c5a5e-6a0e-4d5b-9a53-6a2f3c1f7d10")


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("payload")
def draft(request: HttpRequest) -> HttpResponse:
    """GET gives the draft of ``form``, or 204; POST keeps a newer revision, or discards it.

    Answers 401 to a script whose session has ended, 409 with what stands there to one that is
    behind, 400 to what is no draft.
    """
    user = request.user
    if not user.is_authenticated:
        if request.accepts("text/html"):
            return redirect_to_login(request.get_full_path())
        return JsonResponse({"error": "signed-out"}, status=401)
    sent = request.GET if request.method == "GET" else request.POST
    form = sent.get("form", "")
    if not FORM.fullmatch(form):
        return JsonResponse({"error": "unknown-form"}, status=400)
    if request.method == "GET":
        found = Draft.objects.visible_to(user).filter(owner=user, form=form).first()
        return JsonResponse(told(found)) if found else HttpResponse(status=204)
    if sent.get("discard"):
        drafts.discard(user, form)
        return HttpResponse(status=204)
    return kept(user, form, sent.get("payload", ""), sent.get("revision", ""))


def kept(user: User, form: str, payload: str, revision: str) -> HttpResponse:
    """Keep what was typed; each person has one draft of a form, whichever phone sends it."""
    fields = fields_of(payload)
    if fields is None or not (revision.isdecimal() and len(revision) < 9 and int(revision) > 0):
        return JsonResponse({"error": "unreadable"}, status=400)
    draft_id = uuid.uuid5(NAMES, f"{user.pk}:{form}")
    try:
        row = drafts.keep(draft_id, owner=user, form=form, payload=fields, revision=int(revision))
    except drafts.Conflict as conflict:
        return JsonResponse(told(conflict.draft), status=409)
    return JsonResponse({"revision": row.revision, "saved_at": clock(row)})


def fields_of(payload: str) -> dict[str, list[str]] | None:
    """Field names with their values, or None for anything else or too much of it."""
    if len(payload) > MOST or "\\u0000" in payload:
        return None
    try:
        fields: Any = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    lists = all(
        isinstance(values, list) and all(isinstance(value, str) for value in values)
        for values in fields.values()
    )
    return fields if lists else None


def told(row: Draft) -> dict[str, Any]:
    return {"payload": row.payload, "revision": row.revision, "saved_at": clock(row)}


def clock(row: Draft) -> str:
    """ "09.31" by the server's clock; with the day if that was not today."""
    at, now = timezone.localtime(row.saved_at), timezone.localtime()
    return at.strftime("%H.%M" if at.date() == now.date() else "%d-%m-%Y %H.%M")
