from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from portal.templatetags import numbers, rembuk

DAY = dt.date(2026, 11, 26)


def test_dates_are_written_as_in_a_letter() -> None:
    assert rembuk.date_long(DAY) == "Kamis, 26 November 2026"
    assert rembuk.date_short(DAY) == "26-11-2026"
    assert rembuk.date_long(None) == rembuk.date_short(None) == rembuk.near(None) == ""


def test_thousands_are_parted_and_keep_what_they_open() -> None:
    links = {"jam": ("/jam/", "buka daftarnya")}
    assert [numbers.grouped(n) for n in (0, 999, 1695, 2.7)] == ["0", "999", "1.695", "2,7"]
    assert ">1.695<span" in numbers.opens(links, "jam", 1695)
    with translation.override("en"):
        assert numbers.grouped(19000) == "19,000"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "hari ini, Kamis, 26 November 2026"),
        (1, "besok, Kamis, 26 November 2026"),
        (7, "7 hari lagi, Kamis, 26 November 2026"),
        (8, "Kamis, 26 November 2026"),
        (-1, "Kamis, 26 November 2026"),
    ],
)
def test_a_near_day_says_how_far_it_is(days: int, words: str) -> None:
    assert rembuk.near(DAY, DAY - dt.timedelta(days=days)) == words


def test_only_a_day_that_is_past_is_overdue() -> None:
    assert rembuk.overdue(DAY, DAY) == ""
    assert "3 hari" in rembuk.overdue(DAY, DAY + dt.timedelta(days=3))


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Jakarta", "26 November 2026, 06.30 WIB"),
        ("Asia/Makassar", "26 November 2026, 07.30 WITA"),
        ("Asia/Jayapura", "26 November 2026, 08.30 WIT"),
    ],
)
def test_hours_are_those_of_the_school(zone: str, words: str) -> None:
    assert rembuk.moment(dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC), zone) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2.46, "2,5"),
        (2.96, "3"),
        (3, "3"),
        (1234.56, "1.234,6"),
        (-0.04, "0"),
        (None, "\N{EN DASH}"),
    ],
)
def test_numbers_have_one_decimal_at_most(value: float | None, words: str) -> None:
    assert rembuk.number(value) == words


def test_numbers_follow_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert rembuk.number(2.5) == "2.5"


def test_a_nip_shows_its_year_alone() -> None:
    masked = rembuk.masked_nip("198503152010012003")
    assert masked == "1985" + "•" * 14
    assert rembuk.masked_nip("") == rembuk.masked_nip(None) == ""


def test_a_badge_is_shape_and_word_and_escapes_the_word() -> None:
    page = Template('{% load rembuk %}{% badge "late" "clock" word %}').render(
        Context({"word": "<b>Lewat"})
    )
    assert "<svg" in page
    assert "&lt;b&gt;Lewat" in page
    assert 'aria-hidden="true"' in page


def test_an_unknown_icon_is_still_a_drawing() -> None:
    assert rembuk.icon("nothing of this name") == rembuk.icon("more")


class Thought(forms.Form):
    text = forms.CharField(label="Isi")
    level = forms.ChoiceField(label="Tingkat", choices=[("1", "Mulai")], widget=forms.RadioSelect)


def test_the_summary_leads_to_each_field_of_sent_forms_alone() -> None:
    sent, unsent = Thought({}, prefix="a"), Thought(prefix="b")
    found = rembuk.form_problems(sent, unsent, None)
    assert [problem.label for problem in found] == ["Isi", "Tingkat"]
    drawn = Template("{{ form }}").render(Context({"form": sent}))
    assert [f'id="{problem.target}"' in drawn for problem in found] == [True, True]
