from __future__ import annotations

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.supervision.machine.cycle import Cycle, build

RUNS, PARTS = 504, 4
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_order_of_acts_by_anybody_breaks_a_cycle(part: int) -> None:
    """At least 500 random runs on each database, always the same ones."""

    class Part(Cycle):
        place = build()

    Part.__name__ = f"Cycle{part}"
    profile = settings(
        max_examples=RUNS // PARTS,
        stateful_step_count=14,
        deadline=None,
        derandomize=False,
        database=None,
        suppress_health_check=QUIET,
        print_blob=False,
    )
    seed(part)(Part)
    run_state_machine_as_test(Part, settings=profile)
