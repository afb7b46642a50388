"""Sessions end by themselves, what was being typed survives it, and no page is white."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

IDLE_SECONDS = 15 * 60
DAY_SECONDS = 12 * 60 * 60  # the longest session, however busy
MARK, BEGUN = "seen", "begun"
WRITER = "writer"  # cookie: sealed, who signed in last in this browser
SALT = "typed"
MOST = 200_000  # characters of typed text that are carried along
Handler = Callable[[HttpRequest], HttpResponse]
SHORT = 12  # signs; what is shorter is a choice or a number
UNSEEN = {"form_id", "base", "seen", "revision", "kembali", "back"}
KEY = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|[0-9a-f]{32,}", re.IGNORECASE)
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


def signed_out(get_response: Handler) -> Handler:
    """Keep the words of a form that is sent when the session is gone, cookie and all.

    A form does not say whose it is, so each browser remembers, sealed, who signed in last. Another
    person's sign-in changes the token of the forms as well: an older form is refused, not kept.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        gone = request.method == "POST" and not request.user.is_authenticated
        response = get_response(request)
        if gone and response.status_code == 302 and needs_sign_in(request):
            owner = writer_of(request)
            if owner and typed(request) and request.accepts("text/html"):
                return kept(request, owner)
        if request.user.is_authenticated and writer_of(request) != request.user.pk:
            response.set_signed_cookie(
                WRITER,
                str(request.user.pk),
                salt=WRITER,
                max_age=DAY_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return handle


def writer_of(request: HttpRequest) -> int:
    """Who signed in last in this browser, 0 if that is not known (any more)."""
    held = request.get_signed_cookie(WRITER, "", salt=WRITER, max_age=DAY_SECONDS)
    return int(held) if held and held.isdecimal() else 0


def needs_sign_in(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "login_required", True)


def pressed(get_response: Handler) -> Handler:
    """Lead a reader who asks for an address that is only pressed to the page it belongs to."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        asked = "text/html" in request.headers.get("Accept", "")
        if response.status_code == 405 and request.method == "GET" and asked:
            return redirect(page_above(request.path_info))
        return response

    return handle


def page_above(path: str) -> str:
    """The nearest address above ``path`` that is one of ours; the home above all of them."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            resolve(f"{path}/")
        except Resolver404:
            continue
        return f"{path}/"
    return reverse("home")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form held, without tokens and passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SKIPPED
        for value in values
    ]


def worded(fields: Iterable[tuple[str, str]]) -> list[str]:
    """Of what a form held, what a person wrote: no keys and marks of the form itself."""
    return [
        value
        for name, value in fields
        if name not in UNSEEN and len(value) > SHORT and not KEY.fullmatch(value)
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
