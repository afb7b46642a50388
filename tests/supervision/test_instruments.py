import copy
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.roles import Role
from supervision import seed
from supervision.models import Aspect, Indicator, Instrument
from supervision.stats.bands import faults
from tests.factories import InstrumentFactory, RegionFactory, UserFactory, appointed

pytestmark = pytest.mark.django_db


def test_one_instrument_an_aspect_is_published():
    call_command("load_instruments")
    assert sorted(Instrument.objects.in_use().values_list("aspect", flat=True)) == sorted(
        Aspect.values
    )


def test_each_indicator_has_four_levels_and_a_twin_in_both_languages():
    seed.load()
    for item in Indicator.objects.all():
        assert [len(item.levels[language]) for language in ("id", "en")] == [4, 4], item.code
        assert all(item.text[language] and item.twin[language] for language in ("id", "en"))
    for instrument in Instrument.objects.all():
        assert faults([band["from"] for band in instrument.bands]) == []


def test_loading_twice_changes_nothing():
    first = {row.pk for row in seed.load()}
    assert {row.pk for row in seed.load()} == first
    assert Instrument.objects.count() == 3


def test_a_changed_file_makes_a_new_version_and_leaves_the_old(tmp_path, monkeypatch):
    old = seed.load()[0]
    before = copy.deepcopy(seed.written(old))
    forms = json.loads(seed.FILE.read_text(encoding="utf-8"))
    forms[0]["sections"][0]["indicators"][0]["text"]["id"] = "Kalimat yang lain"
    file = tmp_path / "instruments.json"
    file.write_text(json.dumps(forms), encoding="utf-8")
    monkeypatch.setattr(seed, "FILE", file)
    new = seed.load()[0]
    old.refresh_from_db()
    assert (new.version, new.retired_at) == (2, None)
    assert (old.version, old.retired_at is None) == (1, False)
    assert seed.written(old) == before
    assert Instrument.objects.count() == 4


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


@pytest.mark.parametrize("rows", [1, 5])
def test_queries_of_list_and_form_do_not_grow(as_user, rows, django_assert_num_queries):
    forms = [InstrumentFactory(items=rows) for _ in range(rows)]
    client = as_user(appointed(Role.TEACHER))
    with django_assert_num_queries(4):  # session, user, appointments, instruments
        client.get(reverse("instrument-list"))
    with django_assert_num_queries(6):  # the same, then sections and indicators
        client.get(reverse("instrument-detail", args=[forms[0].pk]))
