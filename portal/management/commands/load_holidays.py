from __future__ import annotations

import csv
import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.models import Holiday

TENTATIVE = "{name} (perkiraan)"  # as it stands on pages until the day is decided
Row = tuple[str, dt.date, dt.date]


class Command(BaseCommand):
    """Load the holidays of the whole country. Loading them again changes nothing.

    Within the days of the file its rows replace those of the country, so that a corrected date
    leaves no wrong one behind. Holidays of regions and schools are never touched.
    """

    help = "Load national holidays from a CSV file (name, starts_on, ends_on, tentative)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=settings.BASE_DIR / "portal/data/holidays/national.csv",
        )

    @transaction.atomic
    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        read = set(rows(file))
        national = Holiday.objects.filter(region=None, school=None)
        if read:
            first, last = min(row[1] for row in read), max(row[2] for row in read)
            national = national.filter(starts_on__lte=last, ends_on__gte=first)
        kept: set[Row] = set()
        for holiday in national:
            row = (holiday.name, holiday.starts_on, holiday.ends_on)
            if row in read - kept:
                kept.add(row)
            elif read:
                holiday.delete()
        new = sorted(read - kept, key=lambda row: row[1])
        Holiday.objects.bulk_create(
            [Holiday(name=name, starts_on=begins, ends_on=ends) for name, begins, ends in new]
        )
        if options["verbosity"]:
            self.stdout.write(f"{len(read)} holidays read: {len(new)} new, {len(kept)} unchanged.")


def rows(path: Path) -> list[Row]:
    """Each line of ``path`` as name, first and last day; the first line names the columns."""
    found = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                name = line["name"].strip()
                begins = dt.date.fromisoformat(line["starts_on"].strip())
                ends = dt.date.fromisoformat(line["ends_on"].strip())
                if not name or ends < begins:
                    raise CommandError(f"{path}: {name or 'a row'} has no name or ends too early.")
                name = TENTATIVE.format(name=name) if line["tentative"].strip() else name
                found.append((name, begins, ends))
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        raise CommandError(f"Cannot read {path}: {error}") from error
    except (KeyError, AttributeError) as error:
        raise CommandError(
            f"{path} needs the columns name, starts_on, ends_on and tentative."
        ) from error
    return found
