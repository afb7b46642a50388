from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up: the operator or an import prepares each person."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
