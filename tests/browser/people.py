"""Phones of people who are signed in already."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from playwright.sync_api import Page

from portal.models import User
from tests.conftest import BACKEND

Opened = Callable[[User, str], Page]


def signed_in(take: Callable[[], Page], address: str) -> Opened:
    """Opens a page as somebody, each person on one phone of her own."""
    phones: dict[int, Page] = {}

    def open_as(user: User, path: str) -> Page:
        if user.pk not in phones:
            client = Client()
            client.force_login(user, backend=BACKEND)
            phones[user.pk] = take()
            key = client.cookies["sessionid"].value
            cookie = {"name": "sessionid", "value": key, "url": address}
            phones[user.pk].context.add_cookies([cookie])  # type: ignore[list-item]
        phones[user.pk].goto(path)
        return phones[user.pk]

    return open_as
