import datetime as dt
import re
import runpy
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from collaboration.findings.cards import cards
from collaboration.models import (
    Activity,
    Attachment,
    Conclusion,
    DoseFigure,
    EffectEstimate,
    Forum,
    IndicatorFigure,
    Membership,
    PlanFigure,
    TeachingNote,
)
from portal import files
from portal.models import ResearchPack, School, User
from supervision import summaries
from supervision.models import Rating, Reflection, State, SupervisionSession, TermSummary

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
    assert 750 <= SupervisionSession.objects.count() <= 850
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
    shows_files()
    meets_beyond_the_cluster()
    names_nobody_to_researchers()
    concludes_in_three_ways()
    addresses = [page.find() for page in PAGES()]
    assert len(addresses) > 100
    before = Rating.objects.count()
    call_command("demo", today=DAY)
    assert Rating.objects.count() == before


def meets_beyond_the_cluster() -> None:
    kinds = set(Forum.objects.values_list("kind", flat=True))
    assert {"kkg_subdistrict", "kkg_pjok", "kombel_between"} <= kinds
    assert Membership.objects.filter(forum__kind="kkg_subdistrict", ended_on__isnull=False).exists()
    for kind in ("workshop", "demo_lesson"):
        held = Activity.objects.filter(forum__isnull=False, kind=kind).get()
        assert held.minuted_at
        assert held.to_try
        assert held.attendance.filter(came=True).count() >= 5
    assert User.objects.get(username="provinsi").scope
    taught = TeachingNote.objects.values_list("taught_on", flat=True)
    assert not [day for day in taught if day.weekday() == 6]


def shows_files() -> None:
    """Beside the plan on ice, its copies and its visits; of meetings of school and KKG."""
    rows = Attachment.objects.select_related("file")
    beside = {row.file_id for row in rows.filter(plan__title="Mengapa es mencair?")}
    assert len(beside) == 2
    assert {row.file_id for row in rows.filter(plan__adapted_from__isnull=False)} == beside
    assert {row.file_id for row in rows.filter(taught__isnull=False)} == beside
    assert rows.filter(activity__forum__isnull=False).count() == 2
    assert all(len(files.read(row.file)) == row.file.size for row in rows)


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
    around = [(row.low, row.high) for row in null.filter(gain__isnull=False)]
    assert around
    assert all(low < 0 < high for low, high in around)
    checks = rows.filter(check_gain__isnull=False)
    assert checks.exists()
    assert all(row.is_along and row.check_low <= 0.5 <= row.check_high for row in checks)
    assert IndicatorFigure.objects.filter(after__isnull=False).count() >= 10
    assert [row.teachers for row in PlanFigure.objects.exclude(mean=None) if row.is_told] >= [5]
    assert not null.filter(verdict__in=("up", "down")).exists()
    beside = {row.aspect: row for row in DoseFigure.objects.filter(region="35.14.16")}
    low, high = beside["evaluation"].per_ten[1:]
    assert beside["evaluation"].verdict == "more"
    assert low < 1.25 < high  # half a level in the four hours of two meetings
    assert beside["planning"].verdict == "wide"


def concludes_in_three_ways() -> None:
    """One agreed on, one draft with a note against it, one that needs another look."""
    rows = cards(User.objects.get(username="kepsek"), Conclusion.objects.for_list())
    found = {card.status: card.weight for card in rows}
    assert set(found) == {"agreed", "draft", "again"}
    assert found["agreed"].enough
    assert found["draft"].against == 1
    assert found["again"].lost == {"withdrawn": 1}
    for username in ("pengawas", "dinas"):
        (region,) = cards(
            User.objects.get(username=username),
            Conclusion.objects.exclude(region=None).for_list(),
        )
        assert region.status == "agreed"
        assert (region.weight.against, region.weight.enough) == (1, True)
        assert region.conclusion.checked_by.username == "pengawas2"


def names_nobody_to_researchers() -> None:
    """No byte of a pack of the demo holds whom it is about, by any of the ways to name them."""
    pack = ResearchPack.objects.get(released_at__isnull=False)
    with pack.file.open("rb") as kept, zipfile.ZipFile(kept) as book:
        files = {name: book.read(name).decode("utf-8-sig") for name in book.namelist()}
    whole = "\n".join(files.values()).casefold()
    assert pack.report["people"] > 100
    assert pack.report["texts"] > 20
    known: list[str] = []
    for user in User.objects.all():
        known += filter(None, [user.nip, user.nuptk, user.email, user.phone])
        known += [user.name] if " " in user.name else []
    known += [word for row in School.objects.values_list("npsn", "name") for word in row]
    assert [word for word in known if word.casefold() in whole] == []
    single = [user.name for user in User.objects.all() if " " not in user.name]
    quoted = files["teks.csv"] + files["tema.csv"]
    assert [name for name in single if re.search(rf"\b{re.escape(name)}\b", quoted)] == []
    private = {f"reflection:{row.pk}" for row in Reflection.objects.filter(shared_at=None)}
    assert private
    assert not private & {row["key"] for row in pack.texts}
