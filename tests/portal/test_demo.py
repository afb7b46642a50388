import datetime as dt
import runpy
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from collaboration.models import Activity, EffectEstimate
from portal.models import User
from supervision import summaries
from supervision.models import Rating, State, SupervisionSession, TermSummary

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)
BASE = Path(__file__).resolve().parents[2]
PAGES = runpy.run_path(str(BASE / "workshop" / "pages.py"))["main_pages"]


def test_demo_needs_the_demo_flag(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo", today=DAY)
    assert not User.objects.exists()


def test_demo_tells_what_its_docstring_says(settings):
    settings.DEMO = True
    call_command("demo", today=DAY)
    assert 650 <= SupervisionSession.objects.count() <= 750
    assert 20_000 <= Rating.objects.count() <= 30_000
    assert 110 <= Activity.objects.count() <= 160
    states = set(
        SupervisionSession.objects.filter(school__npsn="95141621").values_list("state", flat=True)
    )
    assert states == set(State.values)
    kept = set(TermSummary.objects.values_list("school", "term", "aspect", "teachers"))
    summaries.rebuild()
    assert set(TermSummary.objects.values_list("school", "term", "aspect", "teachers")) == kept
    tells_what_moved()
    addresses = [page.find() for page in PAGES()]
    assert len(addresses) > 100
    before = Rating.objects.count()
    call_command("demo", today=DAY)
    assert Rating.objects.count() == before


def tells_what_moved() -> None:
    """The built-in half level is in the brackets that pages show, and what has none claims none."""
    day = DAY - dt.timedelta(days=110)
    rows = EffectEstimate.objects.filter(
        aspect="evaluation",
        activity__forum__isnull=False,
        activity__starts_at__date__range=(day, day + dt.timedelta(days=8)),
        gain__isnull=False,
    )
    found = [(row.gain, row.low, row.high, row.verdict) for row in rows]
    assert len(found) >= 3
    assert all(low <= 0.5 <= high for _gain, low, high, _verdict in found)
    assert sum(gain for gain, *_rest in found) / len(found) == pytest.approx(0.5, abs=0.15)
    assert "up" in {verdict for *_rest, verdict in found}
    null = EffectEstimate.objects.filter(aspect__in=("planning", "teaching"))
    assert null.exists()
    assert not null.filter(verdict__in=("up", "down")).exists()
