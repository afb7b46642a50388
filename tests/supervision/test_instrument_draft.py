import uuid

import pytest
from django.urls import reverse

from portal.roles import Role
from supervision.models import Instrument, Section
from tests.factories import (
    IndicatorFactory,
    InstrumentFactory,
    RegionFactory,
    SchoolFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db

ABOUT = {
    "title_id": "Amatan kami",
    "aspect": "teaching",
    "kind": "standard",
    "scoring": "sum_over_max",
}


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def client(as_user, school):
    return as_user(principal_of(school))


@pytest.fixture
def draft(school):
    return InstrumentFactory(school=school, published_at=None)


def url(name, draft, *args):
    return reverse(f"instrument-{name}", args=[draft.pk, *args])


def item_data(item, **changes):
    """What the form of ``item`` sends when nothing but ``changes`` was typed."""
    data = {
        "section": item.section_id,
        "code": item.code,
        "scale": item.scale,
        "shown": item.scale,
        "text_id": item.text["id"],
        "text_en": item.text["en"],
        "twin_id": item.twin["id"],
        "twin_en": item.twin["en"],
    }
    for language in ("id", "en"):
        for level, words in enumerate(item.levels[language], 1):
            data[f"level_{level}_{language}"] = words
    return data | changes


def base(client, address):
    return client.get(address).context["base"]


def test_from_nothing_to_a_published_form(client, school):
    sent = {**ABOUT, "form_id": str(uuid.uuid4())}
    for _ in range(2):
        answer = client.post(reverse("instrument-new"), sent)
    draft = Instrument.objects.get(school=school)
    assert answer.url == url("draft", draft)
    assert "Bagian pertama" in client.get(answer.url).content.decode()

    answer = client.post(url("section-new", draft), {"title_id": "Pembukaan"})
    section = draft.sections.get()
    assert answer.url == url("item-new", draft, section.pk)
    code = client.get(answer.url).context["form"].initial["code"]
    assert code == "SP01"
    item = {
        "section": section.pk,
        "code": code,
        "scale": "four",
        "shown": "four",
        "text_id": "Guru menyapa tiap murid.",
        "twin_id": "Saya menyapa tiap murid.",
        "applies_to": ["multigrade", "pai"],
        "grades": ["1", "2"],
        "questions_id": "Apa yang Ibu lihat?\n\nSiapa yang belum disapa?",
        **{f"level_{n}_id": f"Tampak {n}" for n in range(1, 5)},
    }
    for _ in range(2):
        answer = client.post(url("item-new", draft, section.pk), {**item, "next": "1"})
    assert answer.url == url("item-new", draft, section.pk)
    saved = draft.indicators.get()
    assert saved.levels == {"id": ["Tampak 1", "Tampak 2", "Tampak 3", "Tampak 4"]}
    assert saved.questions == {"id": ["Apa yang Ibu lihat?", "Siapa yang belum disapa?"]}
    assert (saved.applies_to, saved.grades) == (",multigrade,pai,", ",1,2,")
    assert (saved.text, saved.help) == ({"id": "Guru menyapa tiap murid."}, {})

    words = client.get(url("check", draft)).content.decode()
    assert "Semua sudah ada: 1 butir." in words
    assert "Belum berbahasa Inggris" in words
    client.post(url("publish", draft))
    draft.refresh_from_db()
    assert draft.published_at is not None
    client.post(reverse("set-language"), {"language": "en"})
    assert "Guru menyapa tiap murid." in client.get(url("detail", draft)).content.decode()


def test_what_is_missing_is_named_with_its_link_and_keeps_it_a_draft(client, draft):
    item = draft.indicators.first()
    item.twin, item.levels = {}, {"id": ["Belum", "", "", ""]}
    item.save(update_fields=["twin", "levels"])
    empty = Section.objects.create(instrument=draft, order=2, title={"id": "Penutup"})
    words = client.get(url("check", draft)).content.decode()
    assert "1 dari 4 tingkat sudah diuraikan." in words
    assert "Kalimat orang pertama untuk asesmen diri belum ada." in words
    assert "Bagian “Penutup” belum punya butir." in words
    assert url("item", draft, item.pk) in words
    assert url("item-new", draft, empty.pk) in words
    assert "Terbitkan versi" not in words
    client.post(url("publish", draft))
    draft.refresh_from_db()
    assert draft.published_at is None


def test_scales_that_do_not_fit_the_scoring_are_refused(client, draft):
    IndicatorFactory(
        instrument=draft,
        section=draft.sections.get(),
        code="R09",
        order=9,
        scale="three",
        levels={"id": ["a", "b", "c"], "en": ["a", "b", "c"]},
    )
    sentence = "Tingkat dari skala yang berbeda tidak dijumlahkan."
    assert sentence in client.get(url("check", draft)).content.decode()
    draft.scoring = "level_count"
    draft.save(update_fields=["scoring"])
    assert sentence not in client.get(url("check", draft)).content.decode()


def test_places_are_asked_only_where_there_are_several(as_user, school):
    client = as_user(principal_of(school))
    words = client.get(reverse("instrument-new")).content.decode()
    assert f"Untuk <strong>{school}</strong>." in words
    other = SchoolFactory()
    both = principal_of(school)
    appointed(Role.COORDINATOR, user=both, school=other)
    client = as_user(both)
    assert client.post(reverse("instrument-new"), ABOUT).status_code == 200
    client.post(reverse("instrument-new"), {**ABOUT, "place": f"school-{other.pk}"})
    assert Instrument.objects.get().school == other
    foreign = {**ABOUT, "place": f"school-{SchoolFactory().pk}"}
    assert client.post(reverse("instrument-new"), foreign).status_code == 200
    assert Instrument.objects.count() == 1


def test_sections_and_items_are_moved_where_they_were_seen(client, draft):
    first = draft.sections.get()
    second = Section.objects.create(instrument=draft, order=2, title={"id": "Penutup"})

    def order():
        return [
            (part.title["id"], [item.code for item in part.indicators.order_by("order")])
            for part in draft.sections.order_by("order")
        ]

    def move(item, way):
        item.refresh_from_db()
        client.post(url("move", draft), {"butir": item.pk, "dari": item.order, "arah": way})

    r1, r2, r3 = draft.indicators.all()
    move(r1, "turun")
    assert order() == [("Bagian", ["R02", "R01", "R03"]), ("Penutup", [])]
    move(r3, "turun")
    assert order() == [("Bagian", ["R02", "R01"]), ("Penutup", ["R03"])]
    move(r3, "naik")
    assert order() == [("Bagian", ["R02", "R01", "R03"]), ("Penutup", [])]
    seen = {"butir": r2.pk, "dari": 1, "arah": "turun"}
    for _ in range(3):  # a second tap on the page as it was moves it no further
        client.post(url("move", draft), seen)
    assert order() == [("Bagian", ["R01", "R02", "R03"]), ("Penutup", [])]
    client.post(url("move", draft), {"bagian": second.pk, "dari": 2, "arah": "naik"})
    assert order() == [("Penutup", []), ("Bagian", ["R01", "R02", "R03"])]
    client.post(url("move", draft), {"bagian": first.pk, "dari": 2, "arah": "turun"})
    assert order() == [("Penutup", []), ("Bagian", ["R01", "R02", "R03"])]
    for odd in ({}, {"butir": "²"}, {"bagian": "9" * 30}, {"butir": "1e9"}):
        assert client.post(url("move", draft), odd).status_code == 404


def test_an_item_goes_to_another_section_by_its_form(client, draft):
    second = Section.objects.create(instrument=draft, order=2, title={"id": "Penutup"})
    item = draft.indicators.first()
    client.post(url("item", draft, item.pk), item_data(item, section=second.pk))
    assert [row.code for row in second.indicators.all()] == ["R01"]
    assert [row.code for row in draft.indicators.order_by("order")] == ["R02", "R03", "R01"]


def test_another_scale_asks_for_its_levels_and_keeps_those_of_the_same_number(client, draft):
    item = draft.indicators.first()
    address = url("item", draft, item.pk)
    answer = client.post(address, item_data(item, scale="three"))
    assert answer.url == address
    item.refresh_from_db()
    assert item.levels["id"] == ["Belum tampak", "Tampak sebagian", "Tampak utuh"]
    words = client.get(address).content.decode()
    assert "Skalanya berubah" in words
    assert 'name="level_4_id"' not in words
    client.post(address, item_data(item, scale="words", shown="three"))
    item.refresh_from_db()
    assert item.levels == {}


def test_a_code_is_used_once_and_is_letters_and_digits(client, draft):
    second = draft.indicators.all()[1]
    address = url("item", draft, second.pk)
    words = client.post(address, item_data(second, code="R01", text_id="Ketikan saya")).content
    assert "Kode ini sudah dipakai butir lain" in words.decode()
    assert "Ketikan saya" in words.decode()
    for odd in ("", "R 1", "=1+1", "R01,", "R" * 9, "R0\x001"):
        assert client.post(address, item_data(second, code=odd)).status_code == 200
    second.refresh_from_db()
    assert second.code == "R02"


def test_two_editors_of_one_item_lose_nothing(client, draft, as_user, school):
    item = draft.indicators.first()
    address = url("item", draft, item.pk)
    begun = base(client, address)
    other = as_user(appointed(Role.COORDINATOR, school=school))
    theirs = item_data(item, text_id="Kalimat rekan", twin_en="Theirs", base=begun)
    assert other.post(address, theirs).status_code == 302

    mine = item_data(item, text_id="Kalimat saya", text_en="Mine", base=begun)
    answer = client.post(address, mine)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "Kalimat rekan" in words
    assert "Kalimat saya" in words
    item.refresh_from_db()
    assert item.text == {"id": "Kalimat rekan", "en": "Item R01"}

    again = {**mine, "base": answer.context["base"]}
    assert client.post(address, again).status_code == 302
    item.refresh_from_db()
    assert item.text == {"id": "Kalimat saya", "en": "Mine"}
    assert item.twin["en"] == "Theirs"  # what only the other changed stays hers


def test_two_editors_of_name_and_bands_are_told(client, draft, as_user, school):
    other = as_user(appointed(Role.COORDINATOR, school=school))
    about, bands = url("about", draft), url("bands", draft)
    begun, bands_begun = base(client, about), base(client, bands)
    changed = {**ABOUT, "title_id": "Nama rekan", "base": begun}
    assert other.post(about, changed).status_code == 302
    words = client.post(about, {**ABOUT, "title_id": "Nama saya", "base": begun}).content.decode()
    assert "Nama rekan" in words
    assert 'value="Nama saya"' in words
    assert other.post(bands, band_data((0, "Awal")) | {"base": bands_begun}).status_code == 302
    answer = client.post(bands, band_data((0, "Mula"), (50, "Baik")) | {"base": bands_begun})
    assert "Rentangnya sementara itu diubah orang lain" in answer.content.decode()
    again = band_data((0, "Mula"), (50, "Baik")) | {"base": answer.context["base"]}
    assert client.post(bands, again).status_code == 302


def band_data(*rows):
    data = {"rentang-TOTAL_FORMS": str(len(rows)), "rentang-INITIAL_FORMS": "0"}
    for n, (bound, word) in enumerate(rows):
        data |= {f"rentang-{n}-bound": str(bound), f"rentang-{n}-label_id": word}
    return data


def test_bands_are_kept_with_a_decimal_comma_and_may_be_none(client, draft):
    address = url("bands", draft)
    rows = band_data((0, "Bertumbuh"), ("60,5", "Baik"), ("", ""), (91, "Amat baik"))
    assert client.post(address, rows).url == url("draft", draft)
    draft.refresh_from_db()
    assert draft.bands == [
        {"from": 0, "label": {"id": "Bertumbuh"}},
        {"from": 60.5, "label": {"id": "Baik"}},
        {"from": 91, "label": {"id": "Amat baik"}},
    ]
    assert 'value="60,5"' in client.get(address).content.decode()
    client.post(address, band_data())
    draft.refresh_from_db()
    assert draft.bands == []


@pytest.mark.parametrize(
    "rows",
    [
        [(10, "Awal"), (50, "Baik")],
        [(0, "Awal"), (50, "Baik"), (50, "Lagi")],
        [(0, "Awal"), (60, "Baik"), (40, "Lagi")],
        [(0, "Awal"), (100, "Baik")],
        [(0, "Awal"), (101, "Baik")],
        [(-1, "Awal"), (50, "Baik")],
        [(0, "")],
        [("", "Awal")],
        [("nol", "Awal")],
        [(0, "Awal"), ("9" * 400, "Baik")],
        [("NaN", "Awal")],
    ],
)
def test_bands_with_a_gap_or_an_overlap_are_refused_and_kept_as_typed(client, draft, rows):
    answer = client.post(url("bands", draft), band_data(*rows))
    assert answer.status_code == 200
    assert "Ada yang perlu dilengkapi" in answer.content.decode()
    before = draft.bands
    draft.refresh_from_db()
    assert draft.bands == before


def test_taking_out_says_what_goes_with_it(client, draft):
    part, item = draft.sections.get(), draft.indicators.first()
    address = url("item-drop", draft, item.pk)
    assert client.get(address).status_code == 200
    assert client.post(address).url == url("draft", draft)
    assert client.post(address).status_code == 404
    assert [row.order for row in draft.indicators.all()] == [1, 2]
    address = url("section-drop", draft, part.pk)
    assert "2 butir ikut terhapus" in client.get(address).content.decode()
    client.post(address)
    assert not draft.sections.exists()
    assert not draft.indicators.exists()


def test_a_draft_is_thrown_away_after_asking(client, draft):
    address = url("discard", draft)
    assert "3 butir ikut hilang" in client.get(address).content.decode()
    assert Instrument.objects.filter(pk=draft.pk).exists()
    client.post(address)
    assert not Instrument.objects.filter(pk=draft.pk).exists()


def test_drafts_of_another_place_are_not_there(as_user, draft):
    part, item = draft.sections.get(), draft.indicators.first()
    people = (
        principal_of(SchoolFactory()),
        appointed(Role.TEACHER, school=draft.school),
        appointed(Role.OFFICER, region=RegionFactory(code="35.14.16")),
    )
    for person in people:
        client = as_user(person)
        for name, args in [("draft", ()), ("about", ()), ("item", (item.pk,)), ("check", ())]:
            assert client.get(url(name, draft, *args)).status_code == 404
        assert client.post(url("section", draft, part.pk), {"title_id": "x"}).status_code == 404


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "x" * 5000, "<script>alert(1)</script>", "=1+1"])
def test_odd_texts_break_nothing(client, draft, odd):
    item, part = draft.indicators.first(), draft.sections.get()
    sent = odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for address, data in [
        (url("about", draft), {**ABOUT, "title_id": sent, "kind": sent}),
        (url("section", draft, part.pk), {"title_id": sent, "base": sent}),
        (url("item", draft, item.pk), item_data(item, text_id=sent, scale=sent, section=sent)),
        (url("item", draft, item.pk), item_data(item, help_id=sent, base=sent, shown=sent)),
        (url("item-new", draft, part.pk), {"text_id": sent, "applies_to": sent}),
        (url("bands", draft), {"rentang-TOTAL_FORMS": sent}),
        (reverse("instrument-new"), {"title_id": sent, "form_id": sent, "place": sent}),
    ]:
        assert client.post(address, data).status_code in (200, 302)
    words = client.get(url("draft", draft)).content.decode()
    assert "<script>alert(1)" not in words
