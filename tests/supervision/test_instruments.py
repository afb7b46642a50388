import copy
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.roles import Role
from supervision import content, reports, seed
from supervision.models import Aspect, Indicator, Instrument
from supervision.models.scale import values
from supervision.stats.bands import faults
from tests.factories import InstrumentFactory, RegionFactory, UserFactory, appointed

pytestmark = pytest.mark.django_db


BROUGHT = {
    "perencanaan", "pelaksanaan", "evaluasi", "kunjungan-singkat", "kunjungan-sejawat",
    "percakapan", "praktik-kelas", "pkg-lama", "teach-primary",
}  # fmt: skip


def test_what_the_portal_brings_is_published_with_its_source():
    call_command("load_instruments")
    in_use = Instrument.objects.in_use()
    assert set(in_use.values_list("key", flat=True)) == BROUGHT
    standard = in_use.filter(kind=Instrument.Kind.STANDARD)
    assert sorted(standard.values_list("aspect", flat=True)) == sorted(Aspect.values)
    assert all(len(row.source[language]) > 40 for row in in_use for language in ("id", "en"))
    assert "CC BY 4.0 IGO" in in_use.get(key="teach-primary").source["id"]


def test_each_indicator_describes_all_levels_of_its_scale_in_both_languages():
    seed.load()
    for item in Indicator.objects.all():
        for language in ("id", "en"):
            assert item.text[language], item.code
            assert len(item.levels.get(language, [])) == len(values(item.scale)), item.code
            assert item.twin.get(language) or item.scale not in ("four", "three"), item.code
    for instrument in Instrument.objects.all():
        assert not instrument.bands or faults([band["from"] for band in instrument.bands]) == []


def test_the_older_appraisal_has_14_competences_and_its_five_bands():
    seed.load()
    form = Instrument.objects.get(key="pkg-lama")
    assert form.sections.count() == 14
    assert [band["from"] for band in form.bands] == [0, 51, 61, 76, 91]


def test_teach_is_told_by_segment_and_never_in_a_hundred():
    seed.load()
    form = Instrument.objects.get(key="teach-primary")
    found = reports.explained(form)
    assert (found.score, found.bands, found.segments) == (None, [], ["S1", "S2"])
    assert sum(row.mean is not None for row in found.rows) == 9


def test_loading_twice_changes_nothing():
    first = {row.pk for row in seed.load()}
    assert {row.pk for row in seed.load()} == first
    assert Instrument.objects.count() == len(BROUGHT)


def test_a_changed_file_makes_a_new_version_and_leaves_the_old(tmp_path, monkeypatch):
    old = seed.load()[0]
    before = copy.deepcopy(content.written(old))
    forms = json.loads(seed.FILE.read_text(encoding="utf-8"))
    forms[0]["sections"][0]["indicators"][0]["text"]["id"] = "Kalimat yang lain"
    file = tmp_path / "instruments.json"
    file.write_text(json.dumps(forms), encoding="utf-8")
    monkeypatch.setattr(seed, "FILE", file)
    new = seed.load()[0]
    old.refresh_from_db()
    assert (new.version, new.retired_at) == (2, None)
    assert (old.version, old.retired_at is None) == (1, False)
    assert content.written(old) == before
    assert Instrument.objects.count() == len(BROUGHT) + 1


def test_everybody_with_an_appointment_reads_the_instruments(client):
    instrument = seed.load()[0]
    region = RegionFactory()
    for user in (appointed(Role.TEACHER), appointed(Role.OFFICER, region=region)):
        client.force_login(user)
        assert instrument.name in client.get(reverse("instrument-list")).content.decode()
        words = client.get(reverse("instrument-detail", args=[instrument.pk])).content.decode()
        item = instrument.indicators.first()
        assert item.name in words
        assert item.descriptions[3] in words
        assert "dibagi 4 kali" in words  # the formula in words


def test_drafts_and_strangers_find_nothing(client):
    draft = InstrumentFactory(published_at=None)
    client.force_login(appointed(Role.PRINCIPAL))
    assert client.get(reverse("instrument-detail", args=[draft.pk])).status_code == 404
    published = InstrumentFactory()
    client.force_login(UserFactory())
    assert client.get(reverse("instrument-detail", args=[published.pk])).status_code == 404
