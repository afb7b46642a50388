"""A pack is made step by step: people, visits, activities, texts, and the checks of it all."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from portal.models import ResearchPack
from portal.research import archive, quoting
from portal.research.anonymity import (
    LEAST,
    LEAST_SCHOOLS,
    MOST_OF_ONE_SCHOOL,
    smallest,
)
from portal.research.codes import Codes
from portal.research.gathering import COLUMNS, ORDER, Gathering, month
from portal.research.quoting import Coding, Quoted

NUMBERS = re.compile(rb"(?<![0-9A-Za-z-])\d{8,}(?![0-9A-Za-z-])")


@dataclass
class Making:
    """One making of ``pack``; run ``steps`` in their order, then read the rest."""

    pack: ResearchPack
    now: dt.datetime
    gathering: Gathering = field(init=False)
    texts: list[Quoted] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    clean: bool = False  # no name was found in what is quoted

    def __post_init__(self) -> None:
        self.gathering = Gathering(self.pack.region, Codes(self.pack.secret), self.now)

    @property
    def steps(self) -> list[Any]:
        found = self.gathering
        return [
            found.take_people,
            found.take_sessions,
            found.take_activities,
            self.take_texts,
            self.write,
        ]

    @property
    def people(self) -> list[str]:
        return sorted(self.gathering.people.values())

    def take_texts(self) -> None:
        found, codes = self.gathering, self.gathering.codes
        known = quoting.names(self.pack.region, found.people)
        self.texts = quoting.quoted(found, known, self.pack.left_out)
        self.codings = quoting.codings(found, self.texts)
        self.kept = [
            row.as_kept(sorted({word for line in row.words for word in known.doubts(line)}))
            for row in self.texts
        ]
        self.clean = all(known.scrub(line) == line for row in self.texts for line in row.words)
        used = {row.theme.pk: row.theme for row in self.codings}
        found.tables["tema"] = sorted(
            [
                codes.of("H", row.pk),
                "school" if row.school_id else "region",
                known.scrub(row.name),
                known.scrub(row.definition),
                known.scrub(row.example) if row.made_by_id in found.people else "",
                known.scrub(row.when_not),
            ]
            for row in used.values()
        )
        found.tables["pengodean"] = sorted(
            [
                codes.of("H", row.theme.pk),
                row.coder,
                row.writer,
                row.kind.key,
                row.kind.technique,
                row.day,
                row.text,
                "" if row.line is None else str(row.line),
            ]
            for row in self.codings
        )
        found.tables["kesimpulan"] = quoting.conclusions(found, self.texts, set(used))
        found.tables["teks"] = [
            [row.code, row.kind, row.writer, row.day, row.session, number, words]
            for row in self.texts
            for number, words in enumerate(row.words, 1)
        ]

    def write(self) -> None:
        tables, now = self.gathering.tables, month(self.now)
        self.files = {f"{name}.csv": archive.table(name, rows) for name, rows in tables.items()}
        themes = [(row[0], row[2], row[3]) for row in tables["tema"]]
        self.files |= {
            "kamus-data.csv": archive.dictionary_table(),
            "project.qde": archive.project(
                self.gathering.codes, now, themes, self.texts, self.codings
            ),
        }
        self.report = self._report()
        self.files["BACA-DULU.txt"] = archive.readme(now, self.pack.recipient, self.pack.purpose)

    def _report(self) -> dict[str, Any]:
        """Counts of what is in it, what was merged, and whether each check holds."""
        found, places = self.gathering, self.gathering.places
        assert found.coarse is not None  # noqa: S101  the first step sets it
        rows = [tuple(row[2:]) for row in found.tables["orang"]]
        number = len(rows)
        share = max(places.values(), default=0) / number if number else 1.0
        return {
            "people": number,
            "left_out": len(found.coarse.left_out),
            "alone": found.coarse.unique,
            "smallest": smallest(rows),
            "merged": {COLUMNS[column]: found.coarse.merged[column] for column in ORDER},
            "widened": found.widened,
            "schools": len(places),
            "coded_schools": len(found.schools),
            "rows": {name: len(table) for name, table in found.tables.items()},
            "texts": len(self.texts),
            "themes": [" \u00b7 ".join(filter(None, row[2:])) for row in found.tables["tema"]],
            "checks": {
                "people": number >= LEAST,
                "schools": len(places) >= LEAST_SCHOOLS,
                "share": share <= MOST_OF_ONE_SCHOOL,
                "groups": smallest(rows) >= LEAST,
                "names": self.clean
                and not any(NUMBERS.search(data) for data in self.files.values()),
            },
        }
