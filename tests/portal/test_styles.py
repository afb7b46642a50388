"""The look as numbers: contrast, size, and nothing that the content policy forbids."""

from __future__ import annotations

import gzip
import itertools
import re
from pathlib import Path

import pytest
from django.core.management import call_command

BASE = Path(__file__).resolve().parent.parent.parent
TOKENS = (BASE / "static" / "css" / "tokens.css").read_text()
TEXT = [
    *[(ink, ground) for ink in ("ink", "muted", "primary") for ground in ("page", "surface")],
    *[(f"{tone}-ink", tone) for tone in ("neutral", "running", "waiting", "late", "done", "error")],
    ("on-primary", "primary"),
    ("primary", "running"),
    ("on-recent-1", "recent-1"),
    ("on-recent-2", "recent-2"),
    ("on-recent-3", "recent-3"),
    ("ink", "recent-4"),
]
SHAPES = [
    ("control", "page"),
    ("control", "surface"),
    *[(f"chart-{number}", "surface") for number in (1, 2, 3, 4)],
    ("ticked", "surface"),
    ("on-ticked", "ticked"),
]
# Class names without a rule of their own: hooks of scripts, tests and of crispy's layout.
BARE = {"clearfix", "controls"}


def blocks() -> dict[str, dict[str, str]]:
    """The tokens by theme: light, dark of the device, dark of the setting."""
    found = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body))
        for body in re.findall(r":root[^{]*\{([^}]*)\}", TOKENS)
    ]
    light, device, chosen = found
    return {"light": light, "device": light | device, "chosen": light | chosen}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_follows_the_formula_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "device", "chosen"])
def test_text_is_readable_and_borders_are_visible(theme: str) -> None:
    tokens = blocks()[theme]
    low = [
        (one, other, round(contrast(tokens[one], tokens[other]), 2))
        for pairs, least in ((TEXT, 4.5), (SHAPES, 3.0))
        for one, other in pairs
        if contrast(tokens[one], tokens[other]) < least
    ]
    assert low == []


def test_dark_by_device_and_dark_by_choice_are_one_theme() -> None:
    assert blocks()["device"] == blocks()["chosen"]


@pytest.mark.parametrize("theme", ["light", "chosen"])
def test_neighbouring_levels_of_a_bar_differ_in_grey(theme: str) -> None:
    tokens = blocks()[theme]
    steps = [tokens[f"recent-{number}"] for number in (4, 3, 2, 1)]
    assert [
        round(contrast(a, b), 1) for a, b in itertools.pairwise(steps) if contrast(a, b) < 1.4
    ] == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    call_command("build_styles")
    return (BASE / "build" / "static" / "css" / "rembuk.css").read_text()


def test_all_styles_of_a_page_stay_small(built: str) -> None:
    assert len(gzip.compress(built.encode())) <= 18 * 1024


def test_styles_load_nothing_from_elsewhere_and_no_pictures_in_the_text(built: str) -> None:
    assert re.findall(r"data:|@import|https?://", built) == []
    pictures = set(re.findall(r"url\(\s*[\"']?([^\"')]+)", built))
    assert pictures
    assert all((BASE / "static" / "css" / name).resolve().is_file() for name in pictures)


def test_every_class_of_a_template_has_a_rule(built: str) -> None:
    known = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", built)) | BARE
    unknown = {
        f"{path.relative_to(BASE)}: {name}"
        for path in (BASE / "templates").rglob("*.html")
        for names in re.findall(r'\bclass="([^"]*)"', path.read_text())
        for name in re.sub(r"\{[{%].*?[%}]\}", "\0", names).split()
        if "\0" not in name and name not in known
    }
    assert unknown == set()
