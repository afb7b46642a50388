import re
from uuid import uuid4

import pytest
from django.urls import reverse

from supervision import library
from supervision.models import ReadyStep
from tests.factories import (
    ClusterFactory,
    InstrumentFactory,
    ReadyStepFactory,
    RegionFactory,
    SchoolFactory,
    appointed,
)

pytestmark = pytest.mark.django_db
LIST = reverse("ready-step-list")


def kraton():
    return RegionFactory(code="35.14.16", name="Kraton")


def shown(client, **query):
    return client.get(LIST, query).content.decode()


def new(client, region, code="R01", **words):
    form = {"region": region.pk, "code": code, "what": "Tulis dua pertanyaan", "sign": "", **words}
    return client.post(reverse("ready-step-new"), form)


@pytest.mark.parametrize("role", ["supervisor", "officer"])
def test_who_looks_after_a_region_adds_changes_and_retires_its_steps(client, role):
    InstrumentFactory()
    region, key = kraton(), uuid4()
    client.force_login(appointed(role, region=region))
    for _ in range(2):
        assert new(client, region, form_id=key).status_code == 302
    step = ReadyStep.objects.get()
    url = reverse("ready-step-edit", args=[step.pk])
    client.post(url, {"code": "R02", "what": "Tulis tiga pertanyaan", "sign": "Murid menjawab"})
    step.refresh_from_db()
    assert (step.code, step.what, step.sign) == ("R02", "Tulis tiga pertanyaan", "Murid menjawab")
    retire = reverse("ready-step-retire", args=[step.pk])
    assert "tidak lagi ditawarkan" in client.get(retire).content.decode()
    client.post(retire)
    assert "Tulis tiga pertanyaan" not in shown(client)
    assert "Tulis tiga pertanyaan" in shown(client, tampil="berhenti")
    client.post(retire, {"back": "1"})
    assert "Tulis tiga pertanyaan" in shown(client)


@pytest.mark.parametrize("role", ["teacher", "principal", "coordinator"])
def test_a_school_reads_and_does_not_write(client, role):
    InstrumentFactory()
    region = kraton()
    step = ReadyStepFactory(region=region)
    client.force_login(appointed(role, school=SchoolFactory(subdistrict=region)))
    words = shown(client)
    assert step.what in words
    assert reverse("ready-step-new") not in words
    assert new(client, region).status_code == 403
    assert client.get(reverse("ready-step-edit", args=[step.pk])).status_code == 403
    assert ReadyStep.objects.count() == 1


def test_steps_of_far_regions_and_of_the_portal_are_nobodys_to_change(client):
    InstrumentFactory()
    far = RegionFactory(code="35.75.01", name="Gadingrejo")
    theirs, portals = ReadyStepFactory(region=far, what="Langkah jauh"), ReadyStepFactory()
    client.force_login(appointed("officer", region=kraton()))
    assert "Langkah jauh" not in shown(client)
    assert portals.what in shown(client)
    assert client.get(reverse("ready-step-edit", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("ready-step-edit", args=[portals.pk])).status_code == 403
    assert new(client, far).status_code == 200
    assert ReadyStep.objects.count() == 2


def test_a_regency_sees_what_its_subdistricts_offer_and_they_see_its(client):
    InstrumentFactory()
    regency = RegionFactory(code="35.14", name="Pasuruan")
    ReadyStepFactory(region=regency, what="Langkah kabupaten")
    ReadyStepFactory(region=kraton(), what="Langkah kecamatan")
    for place in (regency, kraton()):
        client.force_login(appointed("officer", region=place))
        words = shown(client)
        assert "Langkah kabupaten" in words
        assert "Langkah kecamatan" in words


def test_a_supervisor_of_a_cluster_reads_the_steps_around_it(client):
    InstrumentFactory()
    cluster = ClusterFactory(subdistrict=kraton())
    SchoolFactory(cluster=cluster, subdistrict=cluster.subdistrict)
    ReadyStepFactory(region=kraton(), what="Langkah kecamatan")
    client.force_login(appointed("supervisor", cluster=cluster))
    assert "Langkah kecamatan" in shown(client)


def test_search_and_indicator_narrow_the_list(client):
    InstrumentFactory()
    ReadyStepFactory(code="R01", what="Kartu giliran")
    ReadyStepFactory(code="R02", what="Papan tanya", sign="Kartu terisi")
    client.force_login(appointed("teacher"))
    assert "Papan tanya" in shown(client, cari="kartu")
    assert "Papan tanya" not in shown(client, cari="giliran")
    assert "Kartu giliran" not in shown(client, butir="R02")
    for odd in ("\x00", "%", "😀", "x" * 3000):
        assert client.get(LIST, {"cari": odd, "butir": odd, "hal": odd}).status_code == 200


@pytest.mark.parametrize("words", [{"what": " "}, {"code": "ZZ9"}, {"what": "x" * 301}])
def test_a_refused_step_keeps_what_was_typed(client, words):
    InstrumentFactory()
    region = kraton()
    client.force_login(appointed("officer", region=region))
    answer = new(client, region, **{"sign": "Murid menjawab", **words})
    assert answer.status_code == 200
    assert "Murid menjawab" in answer.content.decode()
    assert not ReadyStep.objects.exists()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_the_same(as_user, rows, django_assert_num_queries):
    InstrumentFactory()
    ReadyStepFactory.create_batch(rows, region=kraton())
    client = as_user(appointed("teacher", school=SchoolFactory(subdistrict=kraton())))
    # session, user, appointments, schools, count, steps, indicators
    with django_assert_num_queries(7):
        client.get(LIST)


def test_the_portals_own_steps_are_brought_once():
    first, again = library.load(), library.load()
    assert (first, again) == (43, 0)
    assert ReadyStep.objects.filter(region=None, sign="").count() == 0


def test_two_who_change_one_step_lose_no_word(client):
    InstrumentFactory()
    step = ReadyStepFactory(region=kraton(), code="R01", what="Tulis dua pertanyaan")
    url = reverse("ready-step-edit", args=[step.pk])
    words = {"code": "R01", "sign": "", "what": "Tulis tiga pertanyaan"}
    client.force_login(appointed("officer", region=step.region))
    seen = mark_of(client.get(url))
    client.post(url, {**words, "seen": seen})
    client.force_login(appointed("supervisor", region=step.region))
    late = client.post(url, {**words, "what": "Pasang kartu tanya", "seen": seen})
    step.refresh_from_db()
    assert step.what == "Tulis tiga pertanyaan"
    assert "Pasang kartu tanya" in late.content.decode()
    assert "Tulis tiga pertanyaan" in late.content.decode()
    client.post(url, {**words, "what": "Pasang kartu tanya", "seen": mark_of(late)})
    step.refresh_from_db()
    assert step.what == "Pasang kartu tanya"


def mark_of(answer):
    return re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
