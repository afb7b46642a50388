"""The two free filters of a dashboard, as they are carried along up, down and back."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from portal.http import SignedInRequest
from portal.models import School, Term


def chosen_term(request: SignedInRequest, terms: Sequence[Term]) -> Term | None:
    """The one that the address names, else the newest."""
    return named_term(request, terms) or (terms[-1] if terms else None)


def named_term(request: SignedInRequest, terms: Sequence[Term]) -> Term | None:
    wanted = request.GET.get("semester", "")
    return next((term for term in terms if str(term.pk) == wanted), None)


def status_of(request: SignedInRequest) -> str:
    wanted = request.GET.get("jenis", "")
    return wanted if wanted in School.Status.values else ""


def kept(request: SignedInRequest, terms: Sequence[Term], **changed: object) -> str:
    """What the address filters by, "?semester=3"; what names no term or kind is left out."""
    term = named_term(request, terms)
    values = {"semester": term.pk if term else "", "jenis": status_of(request)} | changed
    query = urlencode({name: value for name, value in values.items() if value})
    return f"?{query}" if query else ""
