import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from collaboration import effects
from collaboration.models import Activity
from portal.models import User
from supervision import summaries
from supervision.models import Rating, State, SupervisionSession, TermSummary

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


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
    assert moved("evaluation") == pytest.approx(0.5, abs=0.15)
    assert moved("planning") == pytest.approx(0.0, abs=0.15)
    before = Rating.objects.count()
    call_command("demo", today=DAY)
    assert Rating.objects.count() == before


def moved(aspect: str) -> float:
    """How much more the participants of that aspect's first helping meetings moved, on average."""
    gains = []
    day = DAY - dt.timedelta(days=110)
    for activity in Activity.objects.filter(
        aspects__aspect=aspect,
        forum__isnull=False,
        starts_at__date__range=(day, day + dt.timedelta(days=8)),
    ):
        (row,) = effects.around(activity)
        if row.is_known:
            joined = row.joined.after - row.joined.before
            gains.append(joined - (row.others.after - row.others.before))
    assert len(gains) >= 3
    return sum(gains) / len(gains)
