from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from portal.models import User

settings.register_profile("rembuk", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("rembuk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--with-database", action="store_true", help="only tests that touch it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--with-database"):
        config.hook.pytest_deselected(items=[i for i in items if not touches_database(i)])
        items[:] = [item for item in items if touches_database(item)]


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & {"db", "transactional_db", "live_server"}
    )


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
        client.get("/healthz")
        return client

    return sign_in
