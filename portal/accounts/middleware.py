"""Sessions end by themselves, and what was being typed survives it."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

IDLE_SECONDS = 15 * 60
DAY_SECONDS = 12 * 60 * 60  # the longest session, however busy
MARK, BEGUN = "seen", "begun"
SALT = "typed"
MOST = 200_000  # characters of typed text that are carried along
Handler = Callable[[HttpRequest], HttpResponse]
SKIPPED = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}


def idle(get_response: Handler) -> Handler:
    """Sign out after fifteen idle minutes or a long day; the clock is written once a minute."""

    def handle(request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated:
            seen = request.session.get(MARK, now)
            begun = request.session.get(BEGUN, now)
            if now - seen > IDLE_SECONDS or now - begun > DAY_SECONDS:
                owner = request.user.pk
                logout(request)
                if request.method == "POST" and request.accepts("text/html"):
                    return kept(request, owner)
            elif now - seen >= 60 or MARK not in request.session:
                request.session[MARK], request.session[BEGUN] = now, begun
        return get_response(request)

    return handle


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form held, without tokens and passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SKIPPED
        for value in values
    ]


def kept(request: HttpRequest, owner: int) -> HttpResponse:
    """The page of an ended session: sign in again, and what was typed is sent on.

    The text travels sealed to its owner in the page itself; nobody else gets it back.
    """
    fields = typed(request)
    text = signing.dumps(
        {"owner": owner, "path": request.get_full_path(), "fields": fields},
        salt=SALT,
        compress=True,
    )
    get_token(request)
    context = {"sealed": text if len(text) < MOST else "", "fields": fields}
    return render(request, "accounts/session_ended.html", context, status=403)
