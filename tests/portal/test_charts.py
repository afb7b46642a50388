from __future__ import annotations

import itertools
import re

from django.template.loader import render_to_string

from portal import charts


def drawn(values: list[float | None], words: list[str]) -> str:
    chart = charts.levels(["a", "b", "c"][: len(values)], [("Pengamat", 1, values, words)])
    return render_to_string(
        "charts/_levels.html", {"chart": chart, "title": "Asesmen awal", "id": "one"}
    )


def test_a_higher_level_stands_higher_and_the_axis_never_moves() -> None:
    low = charts.levels(["a", "b"], [("x", 1, [1.0, 1.1], ["", ""])])
    high = charts.levels(["a", "b"], [("x", 1, [3.9, 4.0], ["", ""])])
    assert low.ticks == high.ticks
    assert low.lines[0].end.y > high.lines[0].end.y


def test_a_hidden_level_has_neither_point_nor_number() -> None:
    chart = charts.levels(["a", "b", "c"], [("x", 1, [2.0, None, 3.0], ["", "", ""])])
    assert [point.text for point in chart.lines[0].points] == ["2,0", "3,0"]
    assert charts.levels(["a", "b"], [("x", 1, [None, None], ["", ""])]).lines == []


def test_labels_of_lines_that_end_together_do_not_overlap() -> None:
    series = [
        (name, 1, [2.0, level], ["", ""]) for name, level in (("a", 2.5), ("b", 2.5), ("c", 2.6))
    ]
    heights = [line.label_y for line in charts.levels(["x", "y"], series).lines]
    assert all(b - a >= charts.GAP for a, b in itertools.pairwise(heights))


def test_the_drawing_is_named_small_and_free_of_inline_styles() -> None:
    page = drawn([2.0, 2.5, 3.0], ["n=5", "n=6", "n=7"])
    assert 'aria-labelledby="one"' in page
    assert 'id="one"' in page
    assert "Pengamat" in page
    assert not re.search(r"\sstyle=|<script", page)
    assert len(page) < 10 * 1024


def test_counts_stand_under_their_points() -> None:
    page = drawn([2.0, None, 3.0], ["n=5", "n=4", "n=7"])
    assert "n=5" in page
    assert "n=7" in page
    assert "n=4" not in page


def test_shares_fill_the_bar_and_leave_empty_levels_out() -> None:
    pieces = charts.shares([0, 3, 1, 0])
    assert [(piece.level, piece.count) for piece in pieces] == [(2, 3), (3, 1)]
    assert sum(piece.width for piece in pieces) == 300
    assert pieces[1].x == pieces[0].x + pieces[0].width
    assert charts.shares([0, 0, 0, 0]) == []


def test_the_bar_says_every_level_in_words_with_its_count() -> None:
    page = render_to_string(
        "charts/_shares.html", {"pieces": charts.shares([1, 1, 30, 1]), "title": "E", "id": "e"}
    )
    assert re.findall(r"</svg>\s*([^<]+?)\s*</li>", page) == [
        "Mulai (1): 1",
        "Berkembang (2): 1",
        "Mantap (3): 30",
        "Menginspirasi (4): 1",
    ]


def test_dots_leave_out_a_side_that_has_no_level() -> None:
    plot = charts.dots([("1.1", 2, 4), ("1.2", None, 3)])
    assert plot.rows[0].first < plot.rows[0].second  # type: ignore[operator]
    assert plot.rows[1].first is None
    page = render_to_string(
        "charts/_dots.html",
        {"plot": plot, "title": "Dua sisi", "first": "guru", "second": "pengamat"},
    )
    assert page.count("<circle") == 1
    assert page.count("<rect") == 2
