import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from portal import sheets
from portal.fields import clean_text
from portal.models import AuditEvent
from portal.workbook import lines
from supervision import content, exchange, seed
from supervision.models import Instrument, Scale
from supervision.models.scale import values
from tests.factories import InstrumentFactory, SchoolFactory, principal_of

pytestmark = pytest.mark.django_db


def reread(data):
    """Read in this process, as the child does it; quicker for many runs."""
    found = {}
    for line in lines(data):
        row = sheets.Row(line["row"], line["cells"], tuple(line["computed"]))
        found.setdefault(line["sheet"], []).append(row)
    return found


def test_every_seeded_instrument_comes_back_as_it_was():
    seed.load()
    forms = list(Instrument.objects.all())
    assert {item.scale for form in forms for item in form.indicators.all()} >= {"four", "three"}
    for form in forms:
        said = content.written(form)
        assert exchange.read(reread(exchange.write(said))) == said, form.key


texts = st.one_of(
    st.sampled_from(
        ["=1+1", "+62", "-", "@x", "baris\nkedua", "_x0041_", "0", "1e5", "007", "TRUE"]
    ),
    st.text(max_size=60),
).map(lambda text: clean_text(text).strip())
filled = texts.filter(bool)


@st.composite
def spoken(draw, base=texts):
    found = {"id": draw(base), "en": draw(texts)}
    return {language: text for language, text in found.items() if text}


@st.composite
def items(draw, code):
    scale = draw(st.sampled_from(Scale.values))
    words = {lang: [draw(texts) for _ in values(scale)] for lang in ("id", "en")}
    line = filled.map(lambda text: " ".join(text.split())).filter(bool)
    asked = {lang: draw(st.lists(line, max_size=3)) for lang in ("id", "en")}
    kinds = ["class_teacher", "multigrade", "pai", "pjok"]
    return {
        "code": code,
        "scale": scale,
        "text": draw(spoken(filled)),
        **{name: draw(spoken()) for name in ("twin", "help", "good", "thin")},
        "levels": {lang: own for lang, own in words.items() if any(own)},
        "questions": {lang: own for lang, own in asked.items() if own},
        "applies_to": content.joined(k for k in kinds if draw(st.booleans())),
        "grades": content.joined(g for g in "123456" if draw(st.booleans())),
    }


@st.composite
def forms(draw):
    sections, number = [], 0
    for _ in range(draw(st.integers(0, 3))):
        own = []
        for _ in range(draw(st.integers(0, 3))):
            number += 1
            own.append(draw(items(f"S{number:02}")))
        sections.append({"title": draw(spoken(filled)), "indicators": own})
    bounds = draw(st.lists(st.sampled_from([12, 40.5, 61, 76, 91]), unique=True).map(sorted))
    bands = [{"from": n, "label": draw(spoken(filled))} for n in [0, *bounds]]
    return {
        "key": "amatan-1",
        "kind": draw(st.sampled_from(Instrument.Kind.values)),
        "aspect": "planning",
        "scoring": draw(st.sampled_from(Instrument.Scoring.values)),
        "title": draw(spoken(filled)),
        "source": draw(spoken()),
        "bands": draw(st.sampled_from([[], bands])),
        "sections": sections,
    }


@given(said=forms())
@profile(max_examples=40)
def test_any_instrument_comes_back_as_it_was(said):
    assert exchange.read(reread(exchange.write(said))) == said


def test_no_cell_of_an_export_is_a_formula():
    form = InstrumentFactory(title={"id": '=HYPERLINK("http://x")'})
    data = exchange.write(content.written(form))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        bodies = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    assert len(bodies) == 4
    assert not any(b"<f>" in body or b"<hyperlink" in body for body in bodies)


def upload(client, draft, data):
    file = SimpleUploadedFile("instrumen.xlsx", data)
    return client.post(reverse("instrument-import", args=[draft.pk]), {"file": file})


def test_a_file_is_taken_out_and_read_into_a_draft_through_the_pages(as_user):
    school = SchoolFactory()
    seed.load()
    source = Instrument.objects.get(key="perencanaan", retired_at=None)
    draft = InstrumentFactory(school=school, published_at=None, items=1)
    client = as_user(principal_of(school))
    sent = client.get(reverse("instrument-export", args=[source.pk]))
    assert "attachment" in sent["Content-Disposition"]
    answer = upload(client, draft, sent.content)
    assert answer.url == reverse("instrument-draft", args=[draft.pk])
    draft.refresh_from_db()
    assert content.written(draft) == content.written(source) | {"key": draft.key}
    assert (draft.published_at, draft.school) == (None, school)
    assert AuditEvent.objects.filter(act="instrument_import").count() == 1


def broken(change):
    said = content.written(InstrumentFactory())
    parts = exchange.sheets(said)
    change(parts)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in parts.items():
        sheet = book.add_worksheet(name)
        for col, label in enumerate(exchange.SHEETS[name]):
            sheet.write_string(0, col, label)
            for at, row in enumerate(rows, 1):
                text = row.get(label, "")
                write = sheet.write_formula if text.startswith("{=") else sheet.write_string
                write(at, col, text)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda p: p["survey"][1].update(scale="sepuluh"), ("baris 3", "scale", "sepuluh")),
        (lambda p: p["survey"][2].update(name="R01"), ("baris 4", "name", "R01")),
        (lambda p: p["survey"][1].update({"hint::English (en)": "{=1+1}"}), ("Rumus",)),
        (lambda p: p["survey"].pop(0), ("begin group",)),
        (lambda p: p["survey"][1].update(grades="1 9"), ("grades", "9")),
        (lambda p: p["settings"][0].update(aspect="x"), ("Lembar settings", "aspect")),
        (lambda p: p["bands"][1].update({"from": "nol"}), ("Lembar bands", "nol")),
        (lambda p: p["bands"].pop(0), ("Rentang mulai dari 0",)),
        (lambda p: p.pop("settings"), ("Lembar settings", "tidak ada")),
    ],
)
def test_what_is_wrong_is_told_cell_by_cell_and_nothing_saved(as_user, change, words):
    school = SchoolFactory()
    draft = InstrumentFactory(school=school, published_at=None)
    before = content.written(draft)
    answer = upload(as_user(principal_of(school)), draft, broken(change))
    text = answer.content.decode()
    assert answer.status_code == 200
    for word in ("belum ada yang disimpan", *words):
        assert word in text
    assert content.written(draft) == before


@pytest.mark.parametrize("data", [b"x", b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"])
def test_what_is_no_workbook_is_refused_kindly(as_user, data):
    school = SchoolFactory()
    draft = InstrumentFactory(school=school, published_at=None)
    answer = upload(as_user(principal_of(school)), draft, data)
    assert answer.status_code == 200
    assert "Ada yang perlu dilengkapi" in answer.content.decode()


def test_two_versions_are_shown_with_what_is_new_gone_and_changed(as_user):
    school = SchoolFactory()
    old = InstrumentFactory(school=school, key="amatan", items=2)
    new = InstrumentFactory(school=school, key="amatan", version=2, items=3, published_at=None)
    item = new.indicators.get(code="R01")
    item.text = {"id": "Butir lain", "en": "Item R01"}
    item.save(update_fields=["text"])
    new.indicators.filter(code="R02").delete()
    client = as_user(principal_of(school))
    text = client.get(reverse("instrument-compare", args=[new.pk, old.pk])).content.decode()
    assert "Baru: R03" in text
    assert "Dikeluarkan: R02" in text
    assert "Berubah: R01" in text
    assert '<ins><span class="visually-hidden">baru: </span>lain' in text
    other = InstrumentFactory()
    assert client.get(reverse("instrument-compare", args=[new.pk, other.pk])).status_code == 404
