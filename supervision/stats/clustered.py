"""One coefficient of a least-squares fit with an error that fits how the rows hang together.

Only ``scipy.special`` is imported, which is a quarter of the start of ``scipy.stats``.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers = NDArray[np.float64]
Groups = NDArray[np.intp]  # group of each row, 0 to G - 1


@dataclass(frozen=True, slots=True)
class Fit:
    """A coefficient in the unit of the outcome, its standard error and degrees of freedom."""

    value: float
    error: float
    freedom: float

    @property
    def p(self) -> float:
        """Two-sided p of Student's t; 1.0 for 0 without error, 0.0 for a shift without error."""
        if self.error == 0:
            return 1.0 if self.value == 0 else 0.0
        return float(2 * special.stdtr(self.freedom, -abs(self.value / self.error)))

    def interval(self, share: float = 0.95) -> tuple[float, float]:
        """Ends of Student's interval that holds the truth in ``share`` of cases."""
        reach = float(special.stdtrit(self.freedom, (1 + share) / 2)) * self.error
        return self.value - reach, self.value + reach


def numbered(names: Sequence[Hashable]) -> Groups:
    """Groups as numbers from 0, in the order in which they first appear."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.intp)


def within(y: Numbers, columns: Numbers, groups: Groups) -> Fit | None:
    """Coefficient of the first of ``columns`` (rows x k) with an effect for each group.

    Group means are taken off both sides (Frisch, Waugh and Lovell), then ordinary least squares
    with n - G - k degrees of freedom. None without any left or where the columns do not vary
    within groups.
    """
    counts = np.bincount(groups).astype(float)
    freedom = len(y) - len(counts) - columns.shape[1]
    centred = np.column_stack([_centred(column, groups, counts) for column in columns.T])
    inverse = _inverse(centred)
    if freedom < 1 or inverse is None:
        return None
    left = _centred(y, groups, counts)
    beta = inverse @ centred.T @ left
    rest = left - centred @ beta
    error = np.sqrt(rest @ rest / freedom * inverse[0, 0])
    return Fit(float(beta[0]), float(error), float(freedom))


def _centred(values: Numbers, groups: Groups, counts: Numbers) -> Numbers:
    means = np.bincount(groups, weights=values) / counts
    return np.asarray(values - means[groups], dtype=np.float64)


def _inverse(design: Numbers) -> Numbers | None:
    """Inverse of X'X; None where the columns are not independent."""
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    inverse: Numbers = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
    return inverse


def cr2(y: Numbers, design: Numbers, groups: Groups, column: int = 1) -> Fit | None:
    """Coefficient of ``column`` with bias-reduced clustered errors and Satterthwaite freedom.

    Bell and McCaffrey (2002), Imbens and Kolesar (2016), Pustejovsky and Tipton (2018): each
    group's residuals are stretched by (I - H_gg)^(-1/2), and the degrees of freedom are
    (tr L)^2 / tr(L^2) for rows alike and independent. None where the columns are not independent.
    """
    inverse = _inverse(design)
    if inverse is None:
        return None
    beta = inverse @ design.T @ y
    rest = y - design @ beta
    squares, own, shared = [], [], []
    for number in range(int(groups.max()) + 1):
        rows = np.flatnonzero(groups == number)
        part = design[rows]
        kept = np.eye(len(rows)) - part @ inverse @ part.T
        weights = inverse[column] @ part.T @ _root(kept)
        squares.append((weights @ rest[rows]) ** 2)
        own.append(weights @ weights)
        shared.append(weights @ part)
    crossed = np.array(shared)
    spread = np.diag(own) - crossed @ inverse @ crossed.T  # L, since I - H is its own square
    freedom = np.trace(spread) ** 2 / np.sum(spread**2)
    return Fit(float(beta[column]), float(np.sqrt(sum(squares))), float(freedom))


def _root(kept: Numbers) -> Numbers:
    """The symmetric inverse square root, a pseudo-inverse where a group is fitted exactly."""
    values, vectors = np.linalg.eigh(kept)
    scale = np.where(values > 1e-10, np.maximum(values, 1e-10) ** -0.5, 0)
    root: Numbers = (vectors * scale) @ vectors.T
    return root


def cr3(y: Numbers, design: Numbers, groups: Groups, freedom: float, column: int = 1) -> Fit | None:
    """Coefficient with the error from leaving out one group at a time (Efron and Stein 1981).

    sqrt((G - 1) / G * sum (b_(g) - b)^2), as MacKinnon and others (2023) have it for CR3.
    None where the fit needs one of the groups.
    """
    count = int(groups.max()) + 1
    found = [_beta(y, design, np.ones(len(y), dtype=bool), column)]
    found += [_beta(y, design, groups != number, column) for number in range(count)]
    if any(value is None for value in found):
        return None
    whole, left_out = found[0], np.array(found[1:], dtype=float)
    error = np.sqrt((count - 1) / count * np.sum((left_out - whole) ** 2))
    return Fit(float(whole or 0.0), float(error), freedom)


def _beta(y: Numbers, design: Numbers, rows: NDArray[np.bool_], column: int) -> float | None:
    inverse = _inverse(design[rows])
    return None if inverse is None else float((inverse @ design[rows].T @ y[rows])[column])
