from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from portal.models import User

settings.register_profile("rembuk", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("rembuk")

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A client signed in as somebody, its session warmed, so that only the page is counted."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        client.get("/tentang/")
        return client

    return sign_in
