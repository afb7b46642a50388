from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management import (
    BaseCommand,
    CommandError,
    CommandParser,
    call_command,
)
from django.db import transaction
from django.utils import timezone

from portal.demo import people, story
from portal.models import Region, User
from supervision import seed


class Command(BaseCommand):
    """Load a plausible Kecamatan Kraton into an empty database; the same day, the same demo.

    What is built into it, so that pages can be checked against it: teachers who came to the
    four KKG meetings of their cluster about 100 days ago (45 % of them, drawn by chance, apart
    for each aspect) moved by 0.5 levels in *evaluation* and by nothing in *planning*; everybody
    moved by 0.05 levels between the visits before and after those meetings. In the cluster of the
    named accounts enough teachers were seen on planning on both sides to show a bracket around 0,
    and on evaluation in the term before, for the check. True levels of
    teachers are drawn around 2.6 (planning 2.7, evaluation 2.4), with a spread of 0.3 between
    teachers, 0.1 between visits and 0.5 between items; self-ratings lie 0.15 higher. About one
    item in 25 is not observed.
    """

    help = "Load the demo into an empty database. Does nothing if it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=dt.date.fromisoformat, help="pretend it is this day")
        parser.add_argument("--if-empty", action="store_true", help="say nothing unless loaded")

    def handle(self, *, today: dt.date | None, if_empty: bool, **options: Any) -> None:
        if not settings.DEMO:
            if if_empty:
                return
            raise CommandError("Set REMBUK_DEMO=1: its accounts have a password known to all.")
        if User.objects.exists():
            if if_empty or User.objects.filter(username="guru").exists():
                return
            raise CommandError("The database holds people already; the demo needs an empty one.")
        with transaction.atomic():
            if not Region.objects.exists():
                call_command("load_regions", verbosity=0)
            call_command("load_holidays", verbosity=0)
            seed.load()
            people.terms(today or timezone.localdate())
            operator = people.officials()
            people.rosters(operator)
            people.backdate()
            people.accounts()
            story.tell(today or timezone.localdate())
        self.stdout.write("The demo is loaded.")
