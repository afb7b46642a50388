"""Pictures of the main pages for each role at 360 and 1280 px, and those of the manual.

``ONLY=kkg,guru-modul make screenshots`` takes those pages alone whose name holds one of the words.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import demo
import pages
from playwright.sync_api import Browser, sync_playwright

BASE = Path(__file__).resolve().parent.parent
TARGET = BASE / "build" / "screenshots"
MANUAL = BASE / "docs" / "manual" / "pictures"
IN_MANUAL = {
    "guru-beranda",
    "kepsek-beranda",
    "kepsek-nilai",
    "kurikulum-beranda",
    "ketua-beranda",
    "pengawas-beranda",
    "dinas-dasbor",
    "operator-impor",
}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(port: int) -> None:
    for _try in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("The server for the pictures did not start within 30 seconds.")


def sign_in(browser: Browser, address: str, role: str, width: int, *, dark: bool):
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        locale="id-ID",
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    page.goto("/masuk/")
    page.locator("[name=login]").fill(role)
    page.locator("[name=password]").fill("rembuk-demo")
    page.locator("form[novalidate] button").first.click()
    page.wait_for_load_state()
    return page


def take(address: str) -> None:
    wanted: dict[str, list[tuple[str, str]]] = {}
    only = [word for word in os.environ.get("ONLY", "").split(",") if word]
    for page in pages.main_pages():
        if not only or any(word in f"{page.role}-{page.name}" for word in only):
            wanted.setdefault(page.role, []).append((page.name, page.find()))
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)))
    rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--disable-gpu", *rooted]
        )
        for role, found in wanted.items():
            for width, dark in ((360, False), (1280, False), (360, True)):
                page = sign_in(browser, address, role, width, dark=dark)
                for name, path in found:
                    page.goto(path)
                    mood = "-dark" if dark else ""
                    picture = TARGET / f"{role}-{name}-{width}{mood}.png"
                    page.screenshot(path=picture, full_page=True)
                    if f"{role}-{name}" in IN_MANUAL and width == 360 and not dark:
                        page.screenshot(path=MANUAL / f"{role}-{name}.png")
                page.context.close()
        browser.close()


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    MANUAL.mkdir(parents=True, exist_ok=True)
    demo.prepare()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--no-control-socket",
    ]
    server = subprocess.Popen([*command, "portal.wsgi:application"], cwd=BASE)  # noqa: S603
    try:
        wait_for(port)
        take(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()
    print(f"{len(list(TARGET.glob('*.png')))} pictures in {TARGET.relative_to(BASE)}")


if __name__ == "__main__":
    main()
