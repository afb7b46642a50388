"""The arithmetic keeps its word where the truth is known: invented schools, fixed seed."""

import json

import pytest
from django.core.management import call_command

from supervision.stats import simulation
from supervision.stats.simulation import Cell, Joining

RUNS = 300
ERROR = (0.05 * 0.95 / RUNS) ** 0.5
NOTHING = [cell for cell in simulation.cells() if cell.effect == 0]
HELPED = [cell for cell in simulation.cells() if cell.effect]
SILENT = [
    cell for cell in simulation.cells() if cell.schools == 2 and cell.joining == "whole_schools"
]


def name(cell):
    return f"{cell.schools}x{cell.per_school}-{cell.joining}"


@pytest.mark.parametrize("cell", NOTHING, ids=name)
def test_where_nothing_moved_little_is_claimed(cell):
    found = simulation.simulate(cell, RUNS, seed=11)
    assert found.claims <= 0.05 + 3 * ERROR
    if cell not in SILENT:
        assert found.coverage >= 0.95 - 3 * ERROR
        holds_its_word(cell, found)


@pytest.mark.parametrize("cell", HELPED[::2], ids=name)
def test_the_bracket_holds_what_moved(cell):
    found = simulation.simulate(cell, RUNS, seed=12)
    if cell not in SILENT:
        assert found.coverage >= 0.95 - 3 * ERROR


def holds_its_word(cell, found):
    """Each estimate holds 93 to 97 % where its own assumption is true."""
    if cell.joining != Joining.LOW_RATING:
        assert 0.93 - 3 * ERROR <= found.gain_covers <= 0.97 + 3 * ERROR
    if cell.joining != Joining.TRULY_WEAKER:
        assert 0.93 - 3 * ERROR <= found.adjusted_covers <= 0.97 + 3 * ERROR


def test_one_estimate_alone_would_claim_what_is_not_there():
    low = simulation.simulate(Cell(20, 8, 0.1, Joining.LOW_RATING, 0.0), 60, seed=1)
    weak = simulation.simulate(Cell(20, 8, 0.1, Joining.TRULY_WEAKER, 0.0), 60, seed=1)
    assert low.gain > 0.5
    assert weak.adjusted > 0.5
    assert low.claims + weak.claims < 0.2


def test_half_a_level_is_found_in_most_of_twenty_schools():
    found = simulation.simulate(Cell(20, 8, 0.1, Joining.RANDOM, 0.5), 100, seed=1)
    assert found.claims > 0.6


def test_whole_schools_are_silent_where_there_are_two():
    for cell in SILENT:
        found = simulation.simulate(cell, 5, seed=1)
        assert (found.claims, found.silent, found.coverage) == (0, 1, None)


def test_command_writes_the_cells_and_repeats_itself(tmp_path, capsys):
    paths = tmp_path / "a.json", tmp_path / "b.json"
    for path in paths:
        call_command("simulate_effects", runs=4, path=path)
    rows = json.loads(paths[0].read_text())
    assert paths[0].read_text() == paths[1].read_text()
    assert {row["joining"] for row in rows} == set(Joining)
    assert {(row["schools"], row["per_school"]) for row in rows} == {
        (2, 8),
        (6, 8),
        (20, 8),
        (38, 9),
    }
    assert {row["effect"] for row in rows} == {0.0, 0.5}
    assert all(row["runs"] == 4 and 0 <= row["claims"] <= 1 and row["share"] > 0 for row in rows)
    assert len(capsys.readouterr().out.splitlines()) == 2 * (1 + len(rows))
