from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
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
