from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

FAILURES = Path(__file__).resolve().parents[2] / "build" / "browser"  # where each phone ended
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
]
PATIENCE = 15_000  # ms until a page that never comes is a failure, on a busy machine too
expect.set_options(timeout=PATIENCE)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop of its own


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("No Chromium. Run `make test`, or type: sudo apt install chromium")
    return found


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database in a file, so that each request has a connection of its own, as when serving.

    In memory, all threads of the server would share one connection and its transactions.
    """
    if connection.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "browser.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session")
def playwright_here() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chrome(playwright_here: Playwright) -> Iterator[Browser]:
    rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright_here.chromium.launch(
        executable_path=chromium(), args=[*ARGUMENTS, *rooted]
    )
    yield browser
    browser.close()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def phone(
    chrome: Browser, live_server, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Page]]:
    """Opens a phone of its own (360 px) for each person, with and without script."""
    contexts: list[BrowserContext] = []

    def take() -> Page:
        context = chrome.new_context(
            base_url=live_server.url,
            viewport={"width": 360, "height": 740},
            java_script_enabled=request.param,
            locale="id-ID",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield take
    FAILURES.mkdir(parents=True, exist_ok=True)
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=FAILURES / f"last-{request.param}-{number}.png", full_page=True)
        context.close()
