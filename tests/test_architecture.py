"""Rules of the whole project that no single package can keep alone."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

BASE = Path(__file__).resolve().parent.parent
PACKAGES = ("portal", "supervision", "collaboration")
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
VIEWS = sorted(
    path
    for package in PACKAGES
    for path in (BASE / package).rglob("*.py")
    if path.name == "views.py" or path.parent.name == "views"
)
SOURCES = sorted(
    path
    for folder in (*PACKAGES, "templates", "static", "workshop", "docs")
    for path in (BASE / folder).rglob("*")
    if path.suffix in {".py", ".html", ".css", ".js", ".md", ".sh"}
)
LOCKS = sorted(BASE.glob("requirements*.txt"))
ALL_ROWS = re.compile(r"\.objects\.(all|first|last|count|exists)\(\)")
INLINE = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|javascript:""")
MACHINE = re.compile(r"""["'(\s]/(root|home/[a-z]|mnt)/""")


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(BASE)) for path in paths]


def holding(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return named([path for path in paths if pattern.search(path.read_text())])


def test_the_rules_below_look_at_something() -> None:
    assert len(TEMPLATES) > 40
    assert len(VIEWS) > 10
    assert len(LOCKS) == 4


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_names_no_host_and_every_package_has_a_hash(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE)
    pins = re.split(r"\n(?=\S)", text.strip())
    assert [pin.split(" ")[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_no_view_starts_from_all_rows() -> None:
    assert holding(ALL_ROWS, VIEWS) == []


def test_templates_hold_no_inline_style_or_script() -> None:
    assert holding(INLINE, TEMPLATES) == []


def test_templates_switch_escaping_off_nowhere() -> None:
    assert holding(re.compile(r"\|\s*safe\b|autoescape off"), TEMPLATES) == []


def test_forms_that_post_carry_the_token() -> None:
    form = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.DOTALL)
    bare = [
        path
        for path in TEMPLATES
        for found in form.findall(path.read_text())
        if "csrf_token" not in found and "{% crispy" not in found
    ]
    assert named(bare) == []


def test_parts_with_forms_are_handed_the_token() -> None:
    """A part that is included with ``only`` sees nothing of the page, its token neither."""
    folder = BASE / "templates"
    part = re.compile(r"{% include \"([^\"]+)\"([^%]*) only %}")
    bare = [
        path
        for path in TEMPLATES
        for name, given in part.findall(path.read_text())
        if "csrf_token" in (folder / name).read_text() and "csrf_token=" not in given
    ]
    assert named(bare) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert holding(MACHINE, SOURCES) == []


def test_templates_and_modules_stay_short_enough_to_read() -> None:
    long = [path for path in TEMPLATES if path.read_text().count("\n") > 130]
    long += [
        path
        for package in PACKAGES
        for path in (BASE / package).rglob("*.py")
        if path.parent.name != "migrations" and path.read_text().count("\n") > 400
    ]
    assert named(long) == []


def test_catalogue_has_no_gap_and_keeps_every_placeholder() -> None:
    catalogue = polib.pofile(str(BASE / "locale" / "id" / "LC_MESSAGES" / "django.po"))
    assert [row.msgid for row in catalogue if not row.translated()] == []
    assert [row.msgid for row in catalogue.fuzzy_entries()] == []
    name = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
    lost = [
        row.msgid
        for row in catalogue
        for text in (row.msgstr_plural.values() if row.msgid_plural else [row.msgstr])
        if set(name.findall(text)) - set(name.findall(row.msgid + row.msgid_plural))
        or (not row.msgid_plural and set(name.findall(row.msgid)) - set(name.findall(text)))
    ]
    assert lost == []
