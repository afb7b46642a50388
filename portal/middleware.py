from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # TAB and line ends are kept
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    return _request_id.get()


def request_id(get_response: Handler) -> Handler:
    """Give each request an id for the audit and the log; ours, never one sent by a client."""

    def handle(request: HttpRequest) -> HttpResponse:
        token = _request_id.set(secrets.token_hex(8))
        try:
            response = get_response(request)
            response["X-Request-Id"] = _request_id.get()
            return response
        finally:
            _request_id.reset(token)

    return handle


def whole_query(get_response: Handler) -> Handler:
    """Drop NUL from what an address asks for: no name holds one, and PostgreSQL refuses it."""

    def handle(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        while "%00" in asked:
            asked = asked.replace("%00", "")
        request.META["QUERY_STRING"] = asked
        return get_response(request)

    return handle


def headers(get_response: Handler) -> Handler:
    """No personal page in any cache; pages are for their own origin alone."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    return handle


class WholeForms:
    """Drop control signs from what a form sends, in fields of every kind; passwords stay as typed.

    A phone or a pasted table brings them along unseen, and PostgreSQL refuses NUL.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Before any view or the check of the token reads the form."""
        if request.method != "POST":
            return
        odd = {
            name: [CONTROLS.sub("", value) for value in values]
            for name, values in request.POST.lists()
            if "password" not in name and any(CONTROLS.search(value) for value in values)
        }
        if odd:
            cleaned = request.POST.copy()
            for name, values in odd.items():
                cleaned.setlist(name, values)
            request.POST = cleaned  # type: ignore[assignment]
