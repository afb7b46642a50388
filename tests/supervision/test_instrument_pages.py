import uuid

import pytest
from django.urls import reverse

from portal.models import AuditEvent
from portal.roles import Role
from supervision.models import Instrument, SessionInstrument
from tests.factories import (
    InstrumentFactory,
    RegionFactory,
    SchoolFactory,
    SessionFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.fixture
def school():
    RegionFactory(code="35", name="Jawa Timur")
    RegionFactory(code="35.14", name="Pasuruan")
    return SchoolFactory()


def titled(text, **kwargs):
    return InstrumentFactory(title={"id": text, "en": text}, **kwargs)


def test_list_shows_what_is_near_by_state_and_filters(as_user, school):
    titled("Milik portal")
    titled("Milik sekolah", school=school, aspect="teaching")
    titled("Milik kabupaten", region=RegionFactory(code="35.14"), kind="short")
    titled("Milik sekolah lain", school=SchoolFactory())
    titled("Milik kabupaten lain", region=RegionFactory(code="35.75"))
    titled("Masih draf", school=school, published_at=None)
    old = titled("Sudah lama")
    old.retired_at = old.published_at
    old.save(update_fields=["retired_at"])
    client = as_user(principal_of(school))

    def names(**query):
        found = client.get(reverse("instrument-list"), query).context["page"]
        return sorted(row.name for row in found)

    assert names() == ["Milik kabupaten", "Milik portal", "Milik sekolah"]
    assert names(aspek="teaching") == ["Milik sekolah"]
    assert names(jenis="short") == ["Milik kabupaten"]
    assert names(milik="portal") == ["Milik portal"]
    assert names(milik="wilayah") == ["Milik kabupaten"]
    assert names(milik="sekolah") == ["Milik sekolah"]
    assert names(tampil="draf") == ["Masih draf"]
    assert names(tampil="dihentikan") == ["Sudah lama"]
    assert names(aspek="\x00", jenis="'", milik="x" * 900) == names()


def test_a_teacher_sees_no_drafts_and_no_button(as_user, school):
    titled("Masih draf", school=school, published_at=None)
    client = as_user(appointed(Role.TEACHER, school=school))
    words = page(client, "instrument-list", tampil="draf")
    assert "Masih draf" not in words
    assert reverse("instrument-new") not in words
    assert client.get(reverse("instrument-new")).status_code == 403


def test_an_officer_sees_the_regions_below_and_above_his_own(as_user):
    RegionFactory(code="35", name="Jawa Timur")
    region = RegionFactory(code="35.14", name="Pasuruan")
    titled("Provinsi", region=RegionFactory(code="35"))
    titled("Kecamatan", region=RegionFactory(code="35.14.16"))
    titled("Kota lain", region=RegionFactory(code="35.75"))
    client = as_user(appointed(Role.OFFICER, region=region))
    found = client.get(reverse("instrument-list")).context["page"]
    assert sorted(row.name for row in found) == ["Kecamatan", "Provinsi"]


def test_list_counts_items_and_the_visits_that_the_reader_may_know_of(as_user, school):
    form = InstrumentFactory(items=3)
    SessionFactory(school=school, instruments=[form])
    SessionFactory(school=school, instruments=[form])
    SessionFactory(instruments=[form])
    words = page(as_user(principal_of(school)), "instrument-list")
    assert "3 butir" in words
    assert "dipakai dalam 2 kunjungan" in words
    assert "dipakai dalam" not in page(as_user(appointed(Role.TEACHER)), "instrument-list")


@pytest.mark.parametrize("rows", [1, 5])
def test_queries_of_list_detail_and_draft_do_not_grow(
    as_user, school, rows, django_assert_num_queries
):
    forms = [InstrumentFactory(items=rows) for _ in range(rows)]
    draft = InstrumentFactory(items=rows, school=school, published_at=None)
    client = as_user(principal_of(school))
    # session, user, appointments, own regions, number of rows, rows, where one may write
    with django_assert_num_queries(7):
        client.get(reverse("instrument-list"))
    # session, user, appointments, instrument, rights, sections, indicators, its example,
    # versions, places
    with django_assert_num_queries(10):
        client.get(reverse("instrument-detail", args=[forms[0].pk]))
    # session, user, appointments, instrument, rights, sections, indicators, version before
    with django_assert_num_queries(8):
        client.get(reverse("instrument-draft", args=[draft.pk]))
    with django_assert_num_queries(8):
        client.get(reverse("instrument-check", args=[draft.pk]))
    # session, user, appointments, instrument, indicators with their sections
    with django_assert_num_queries(5):
        client.get(reverse("instrument-preview", args=[draft.pk]))


def test_the_list_is_paged_by_twenty(as_user):
    for _ in range(21):
        InstrumentFactory(items=0)
    client = as_user(appointed(Role.TEACHER))
    assert len(client.get(reverse("instrument-list")).context["page"]) == 20
    assert len(client.get(reverse("instrument-list"), {"hal": 2}).context["page"]) == 1


def test_preview_is_the_real_form_without_a_way_to_send_it(as_user, school):
    draft = InstrumentFactory(school=school, published_at=None)
    client = as_user(principal_of(school))
    words = page(client, "instrument-preview", draft.pk)
    item = draft.indicators.first()
    assert f'name="level-{item.pk}"' in words
    assert "Layak dibagikan" in words
    assert f'action="{reverse("instrument-preview", args=[draft.pk])}"' not in words
    assert item.twin["id"] not in words
    assert item.twin["id"] in page(client, "instrument-preview", draft.pk, untuk="guru")
    assert client.post(reverse("instrument-preview", args=[draft.pk])).status_code == 200


def test_a_draft_is_published_once_and_its_former_version_retired(as_user, school):
    old = titled("Amatan kami", school=school, key="amatan", version=1)
    draft = titled("Amatan kami", school=school, key="amatan", version=2, published_at=None)
    planned = SessionFactory(school=school, instruments=[old])
    client = as_user(principal_of(school))
    words = page(client, "instrument-check", draft.pk)
    assert "Terbitkan versi 2" in words
    assert "Versi 1 tidak lagi ditawarkan" in words

    for _ in range(2):
        client.post(reverse("instrument-publish", args=[draft.pk]))

    draft.refresh_from_db()
    old.refresh_from_db()
    assert draft.published_at is not None
    assert old.retired_at is not None
    assert AuditEvent.objects.filter(act="instrument_publish").count() == 1
    assert SessionInstrument.objects.get(session=planned).instrument == old
    assert list(Instrument.objects.in_use()) == [draft]


def test_a_new_version_begins_with_the_words_of_the_old(as_user, school):
    form = titled("Amatan kami", school=school)
    client = as_user(appointed(Role.COORDINATOR, school=school))
    for _ in range(2):
        answer = client.post(reverse("instrument-revise", args=[form.pk]))
    draft = Instrument.objects.get(key=form.key, version=2)
    assert answer.url == reverse("instrument-draft", args=[draft.pk])
    assert [item.code for item in draft.indicators.all()] == ["R01", "R02", "R03"]
    assert (draft.published_at, draft.school, draft.bands) == (None, school, form.bands)
    assert "Versi 1, dipakai sampai versi ini terbit" in page(client, "instrument-draft", draft.pk)


def test_the_portals_own_is_copied_with_a_key_of_its_own_and_its_source(as_user, school):
    form = titled("Perencanaan", source={"id": "Ditulis untuk Rembuk.", "en": "For Rembuk."})
    client = as_user(principal_of(school))
    url = reverse("instrument-copy", args=[form.pk])
    assert "SD Negeri Contoh" in client.get(url).content.decode()
    sent = {"form_id": "7b0b8a8e-0000-4000-8000-000000000001"}
    for _ in range(2):
        client.post(url, sent)
    copy = Instrument.objects.get(school=school)
    assert copy.key != form.key
    assert (copy.version, copy.published_at) == (1, None)
    assert copy.source["id"] == ("Ditulis untuk Rembuk. Disalin dari “Perencanaan”, versi 1.")
    assert client.post(reverse("instrument-revise", args=[form.pk])).status_code == 403


def test_a_supervisor_and_an_officer_write_for_the_region_they_serve(as_user):
    region = RegionFactory(code="35.14", name="Pasuruan")
    RegionFactory(code="35.14.16")
    form = InstrumentFactory()
    for role in (Role.SUPERVISOR, Role.OFFICER):
        client = as_user(appointed(role, region=region))
        client.post(reverse("instrument-copy", args=[form.pk]), {"form_id": uuid.uuid4()})
        own = Instrument.objects.get(region=region, made_by__appointments__role=role)
        assert client.get(reverse("instrument-draft", args=[own.pk])).status_code == 200
    assert (
        as_user(appointed(Role.OFFICER, region=RegionFactory(code="35.75")))
        .get(reverse("instrument-draft", args=[own.pk]))
        .status_code
        == 404
    )


def test_stopping_asks_first_and_is_done_once(as_user, school):
    form = titled("Amatan kami", school=school)
    client = as_user(principal_of(school))
    url = reverse("instrument-retire", args=[form.pk])
    assert "Berhenti memakai “Amatan kami”, versi 1?" in client.get(url).content.decode()
    form.refresh_from_db()
    assert form.retired_at is None
    for _ in range(2):
        assert client.post(url).url == reverse("instrument-detail", args=[form.pk])
    form.refresh_from_db()
    assert form.retired_at is not None
    assert AuditEvent.objects.filter(act="instrument_retire").count() == 1
    assert "Tidak dipakai lagi" in page(client, "instrument-detail", form.pk)


def test_a_published_version_takes_no_change_by_any_address(as_user, school):
    form = InstrumentFactory(school=school)
    part, item = form.sections.get(), form.indicators.first()
    client = as_user(principal_of(school))
    before = Instrument.objects.filter(pk=form.pk).values().get()
    wanted = [
        ("instrument-about", ()),
        ("instrument-bands", ()),
        ("instrument-section-new", ()),
        ("instrument-section", (part.pk,)),
        ("instrument-section-drop", (part.pk,)),
        ("instrument-item-new", (part.pk,)),
        ("instrument-item", (item.pk,)),
        ("instrument-item-drop", (item.pk,)),
        ("instrument-move", ()),
        ("instrument-discard", ()),
    ]
    for name, args in wanted:
        url = reverse(name, args=[form.pk, *args])
        assert client.post(url, {"title_id": "Lain", "butir": item.pk}).status_code == 403, name
    assert Instrument.objects.filter(pk=form.pk).values().get() == before
    assert form.indicators.count() == 3
    for name in ("instrument-draft", "instrument-check"):
        answer = client.get(reverse(name, args=[form.pk]))
        assert answer.url == reverse("instrument-detail", args=[form.pk])
