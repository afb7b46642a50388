from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from portal.models import User

settings.register_profile("rembuk", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("rembuk")


def pytest_collection_finish() -> None:
    """What was imported stays until the end: the collector need not go over it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


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
