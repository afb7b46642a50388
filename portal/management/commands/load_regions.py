from __future__ import annotations

import csv
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.models import Region

FILES = {
    "provinces.csv": 2,
    "regencies.csv": 5,
    "subdistricts.csv": 8,
}  # length of their codes
CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,2}")


class Command(BaseCommand):
    """Load provinces, regencies and subdistricts. Loading them again changes nothing."""

    help = "Load the regions of Indonesia (7,837) from a folder of CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.BASE_DIR / "portal/data/regions",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        read = {code: name for file in FILES for code, name in rows(folder / file)}
        for code in read:
            if len(code) > 2 and code[:-3] not in read:
                raise CommandError(f"Region {code} has no parent {code[:-3]} in {folder}.")
        with transaction.atomic():
            before = dict(Region.objects.values_list("code", "name"))
            changed = {code: name for code, name in read.items() if before.get(code) != name}
            Region.objects.bulk_create(
                [Region(code=code, name=name) for code, name in changed.items()],
                batch_size=2000,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["name"],
            )
        new = len(changed.keys() - before.keys())
        self.stdout.write(
            f"{len(read)} regions read: {new} new, {len(changed) - new} changed, "
            f"{len(read) - len(changed)} unchanged."
        )


def rows(path: Path) -> list[tuple[str, str]]:
    """Code and name of each line of ``path``; the first line names the columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = [(row["code"].strip(), row["name"].strip()) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"Cannot read {path}: {error}") from error
    except (KeyError, AttributeError) as error:
        raise CommandError(f"{path} needs the columns code and name.") from error
    for code, name in table:
        if not CODE.fullmatch(code) or len(code) != FILES[path.name] or not name:
            raise CommandError(f"{path}: {code!r} is no official code with a name.")
    return table
