"""A solver against what is published: exact bounds by linear programming, for invented districts.

It knows more than any reader: how many teachers with levels each school had at either time, which
of them a number holds, how numbers are rounded, and one colleague's own ratings. It knows nothing
of how the publisher decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag

LEVELS = np.array([1.0, 2.0, 3.0, 4.0])


@dataclass(frozen=True)
class Told:
    """One published number about the teachers of some classes of ``sizes``."""

    members: frozenset[int]  # numbers of classes
    mean: float | None = None  # to one decimal
    tenths: tuple[int, ...] = ()  # largest remainders: each less than 0.75 away


@dataclass(frozen=True)
class Question:
    """Bounds of the mean level of ``target``: how many teachers of which class.

    ``knows`` is a colleague's class and her shares of ratings at levels 1 to 4.
    """

    target: Mapping[int, int]
    knows: tuple[int, tuple[float, ...]] | None = None


def bounds(
    sizes: list[int], told: list[Told], questions: list[Question]
) -> list[tuple[float, float]]:
    """Least and greatest possible mean for each question: all in one programme of blocks."""
    above, limits, equal, values, costs = [], [], [], [], []
    for question in questions:
        for sign in (1.0, -1.0):
            rows, most, sums, totals, cost = _block(sizes, told, question)
            above.append(rows)
            limits.append(most)
            equal.append(sums)
            values.append(totals)
            costs.append(sign * cost)
    done = linprog(
        np.concatenate(costs),
        A_ub=block_diag(above, format="csr"),
        b_ub=np.concatenate(limits),
        A_eq=block_diag(equal, format="csr"),
        b_eq=np.concatenate(values),
        bounds=(0, None),
        method="highs",
    )
    assert done.status == 0, done.message
    at, found = 0, []
    for number, cost in enumerate(costs):
        value = float(cost @ done.x[at : at + len(cost)])
        found.append(value if number % 2 == 0 else -value)
        at += len(cost)
    return list(zip(found[::2], found[1::2], strict=True))


def _block(sizes: list[int], told: list[Told], question: Question):
    """One question: per class its teachers' worth of ratings by level, then those of the target."""
    classes, chosen = len(sizes), list(question.target)
    width = 4 * (classes + len(chosen))
    rows, most, sums, totals = [], [], [], []
    for number, size in enumerate(sizes):
        row = np.zeros(width)
        row[4 * number : 4 * number + 4] = 1
        sums.append(row)
        totals.append(size)
    for number in told:
        _add(number, sizes, width, rows, most)
    cost = np.zeros(width)
    people = sum(question.target.values())
    for place, number in enumerate(chosen, classes):
        row = np.zeros(width)
        row[4 * place : 4 * place + 4] = 1
        cost[4 * place : 4 * place + 4] = LEVELS / people
        sums.append(row)
        totals.append(question.target[number])
    for number in {*chosen, *([question.knows[0]] if question.knows else [])}:
        known = question.knows[1] if question.knows and question.knows[0] == number else (0.0,) * 4
        for level in range(4):  # what the target and the colleague have is part of the class
            row = np.zeros(width)
            row[4 * number + level] = -1
            if number in question.target:
                row[4 * (classes + chosen.index(number)) + level] = 1
            rows.append(row)
            most.append(-known[level])
    return np.array(rows), np.array(most), np.array(sums), np.array(totals, dtype=float), cost


def _add(number: Told, sizes: list[int], width: int, rows: list, most: list) -> None:
    people = sum(sizes[member] for member in number.members)
    if number.mean is not None:
        row = np.zeros(width)
        for member in number.members:
            row[4 * member : 4 * member + 4] = LEVELS / people
        rows += [row, -row]
        most += [number.mean + 0.05 + 1e-9, -(number.mean - 0.05 - 1e-9)]
    for level, tenth in enumerate(number.tenths):
        row = np.zeros(width)
        for member in number.members:
            row[4 * member + level] = 1 / people
        rows += [row, -row]
        most += [(tenth + 0.75) / 10, -(tenth - 0.75) / 10]
