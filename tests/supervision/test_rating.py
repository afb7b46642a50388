from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone

from portal.models import Draft
from supervision import merging
from supervision.actions import observe as actions
from supervision.actions import prepare
from supervision.forms import rating
from supervision.forms.sheet import sheets
from supervision.models import Section
from tests.factories import (
    EvidenceNoteFactory,
    IndicatorFactory,
    InstrumentFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

SECRET = "Rahasia dari asesmen diri guru"
LEVELS = (
    "Guru menyampaikan isi sendiri dari awal sampai akhir, murid mendengarkan dan menyalin.",
    "Guru bertanya kepada seluruh kelas; murid yang biasa mengangkat tangan yang menjawab.",
    "Guru memberi waktu berpikir, dan murid dari semua baris ikut menjawab dengan alasannya.",
    "Murid saling bertanya dan menanggapi alasan temannya; guru menuntun seperlunya saja.",
)


def make(items=3, state="prepared", **more):
    instruments = [InstrumentFactory(aspect="teaching", items=items)]
    return SessionFactory(state=state, instruments=instruments, **more)


def long_form():
    """Forty indicators in eight sections, with descriptions as long as real ones."""
    form = InstrumentFactory(aspect="teaching", items=0)
    form.sections.all().delete()
    for number in range(1, 41):
        part = (number - 1) // 5 + 1
        title = {"id": f"Bagian {part} dari pelajaran", "en": f"Part {part}"}
        section, _new = Section.objects.get_or_create(
            instrument=form, order=part, defaults={"title": title}
        )
        levels = [f"{text} ({number})" for text in LEVELS]
        IndicatorFactory(
            instrument=form,
            section=section,
            code=f"P{number:02}",
            order=number,
            text={
                "id": f"Butir {number}: guru menuntun murid menemukan sendiri gagasan pelajaran",
                "en": f"Item {number}",
            },
            levels={"id": levels, "en": levels},
            help={"id": f"Lihat siapa yang berbicara dan berapa lama, butir {number}.", "en": "?"},
        )
    return SessionFactory(state="prepared", instruments=[form])


def page(session, name="teaching/", number=None):
    return f"/supervisi/{session.pk}/observasi/{name}" + (f"?bagian={number}" if number else "")


def items(session):
    return list(session.parts.get().instrument.indicators.order_by("order"))


class Counter(HTMLParser):
    def __init__(self):
        super().__init__()
        self.nodes, self.named = 0, {}

    def handle_starttag(self, tag, attrs):
        self.nodes += 1
        attrs = dict(attrs)
        if tag in ("input", "button", "textarea") and attrs.get("name"):
            self.named.setdefault(attrs["name"], []).append(attrs)


def read(text):
    counter = Counter()
    counter.feed(text)
    return counter


def test_forty_indicators_take_at_most_52_taps(as_user):
    """Notes are open; a tap is a choice, a pressed button or a link."""
    session = long_form()
    client = as_user(session.observer)
    home = client.get(page(session, "")).content.decode()
    address, taps = re.search(r'href="([^"]*/observasi/teaching/)"', home)[1], 1
    while "/observasi/" in address:
        fields = read(client.get(address).content.decode()).named
        sent = {"seen": fields["seen"][0]["value"]}
        for name in [name for name in fields if name.startswith("level-")]:
            sent[name] = "3"
            taps += 1
        number = re.search(r"bagian=(\d+)", address)
        answer = client.post(page(session, number=number[1] if number else 1), sent)
        address, taps = answer.url, taps + 1
    client.post(address)
    taps += 1
    session.refresh_from_db()
    assert session.state == "observed"
    assert session.ratings.filter(level=3).count() == 40
    assert taps <= 52


def test_the_whole_form_of_forty_is_light(as_user):
    session = long_form()
    questions = rating.questions(items(session), {})
    whole = render_to_string(
        "supervision/_questions.html",
        {"questions": questions, "starts": True, "first_person": False},
    )
    assert whole.count('type="radio"') == 200
    assert len(gzip.compress(whole.encode())) <= 25 * 1024
    assert read(whole).nodes <= 1500
    client = as_user(session.observer)
    pages = [client.get(page(session, number=n)).content for n in range(1, 9)]
    assert max(len(gzip.compress(text)) for text in pages) <= 8 * 1024
    assert max(read(text.decode()).nodes for text in pages) <= 400


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ([], []),
        ([3], [3]),
        ([8], [8]),
        ([9], [5, 4]),
        ([3, 10, 2], [8, 7]),
        ([4, 5, 3], [4, 8]),
        ([5] * 8, [5] * 8),
        ([40], [8] * 5),
    ],
)
def test_a_form_is_cut_into_pages_of_a_handful(sections, expected):
    form = InstrumentFactory(aspect="teaching", items=0)
    number = 0
    for order, size in enumerate(sections, 2):
        section = Section.objects.create(instrument=form, order=order, title={"id": "x"})
        for _item in range(size):
            number += 1
            IndicatorFactory(instrument=form, section=section, code=f"P{number:02}", order=number)
    rows = list(form.indicators.order_by("order"))
    cut = sheets(rows)
    assert [row for sheet in cut for row in sheet.indicators] == rows
    assert all(len(sheet.indicators) <= 8 for sheet in cut)
    if expected:
        assert len(cut) <= len(expected)


def test_one_returns_to_the_first_page_with_something_to_answer(as_user):
    session = long_form()
    client = as_user(session.observer)
    rows = items(session)
    actions.observe(session, by=session.observer, levels=dict.fromkeys(rows[:5], 3))
    assert client.get(page(session)).context["sheet"].number == 2
    assert client.get(page(session, number=1)).context["sheet"].number == 1
    assert client.get(page(session, number="x")).status_code == 200


def test_a_level_gives_the_beginning_of_its_evidence(as_user):
    session = make()
    first = items(session)[0]
    sent = {f"level-{first.pk}": "4", "start": first.pk}
    response = as_user(session.observer).post(page(session), sent)
    assert ">Layak dibagikan</textarea>" in response.content.decode()
    rows = session.ratings.values_list("level", "evidence")
    assert list(rows) == [(4, "")]  # a proposal is nobody's words until it is sent


@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999", ""])
def test_a_beginning_for_no_item_changes_nothing(as_user, key):
    session = make()
    response = as_user(session.observer).post(page(session), {"start": key})
    assert response.status_code == 200
    assert not session.ratings.exists()


def opened(client, session):
    return read(client.get(page(session)).content.decode()).named["seen"][0]["value"]


def test_two_pages_that_rate_lose_no_word(as_user):
    session = make()
    first, second, third = items(session)
    client = as_user(session.observer)
    early = opened(client, session)
    client.post(
        page(session),
        {"seen": early, f"level-{first.pk}": "3", f"evidence-{first.pk}": "Dari HP"},
    )
    response = client.post(
        page(session),
        {
            "seen": early,
            f"level-{first.pk}": "2",
            f"evidence-{first.pk}": "Dari laptop",
            f"level-{second.pk}": "3",
            f"level-{third.pk}": "3",
        },
        follow=True,
    )
    kept = session.ratings.get(indicator=first)
    assert (kept.level, kept.evidence) == (2, "Dari HP\nDari laptop")
    assert "Kedua tulisan disimpan" in response.content.decode()


def test_a_page_opened_earlier_does_not_empty_what_another_wrote(as_user):
    session = make()
    first, second, _third = items(session)
    client = as_user(session.observer)
    actions.observe(session, by=session.observer, levels={first: 3}, evidence={first: "Lama"})
    early = opened(client, session)
    client.post(
        page(session),
        {"seen": early, f"level-{first.pk}": "4", f"evidence-{first.pk}": "Baru dari HP"},
    )
    client.post(
        page(session),
        {
            "seen": early,
            f"level-{first.pk}": "3",
            f"evidence-{first.pk}": "Lama",
            f"level-{second.pk}": "2",
        },
    )
    kept = session.ratings.get(indicator=first)
    assert (kept.level, kept.evidence) == (4, "Baru dari HP")
    assert session.ratings.get(indicator=second).level == 2


def test_both_texts_that_are_too_long_together_are_refused_and_stay_on_the_page(as_user):
    session = make()
    first = items(session)[0]
    client = as_user(session.observer)
    early = opened(client, session)
    for letter in "ab":
        response = client.post(
            page(session),
            {
                "seen": early,
                f"level-{first.pk}": "3",
                f"evidence-{first.pk}": letter * 1500,
            },
        )
    assert "b" * 1500 in response.content.decode()
    assert session.ratings.get().evidence == "a" * 1500


@pytest.mark.parametrize("seen", ["", "x", "1:", ":", "9" * 50 + ":a", "1:zz,2:-,\x00"])
def test_odd_marks_are_no_marks(as_user, seen):
    session = make(items=1)
    (first,) = items(session)
    sent = {"seen": seen, f"level-{first.pk}": "3"}
    assert as_user(session.observer).post(page(session), sent).status_code == 302
    assert session.ratings.get().level == 3


def test_sending_twice_is_sending_once(as_user):
    session = make(items=1)
    (first,) = items(session)
    client = as_user(session.observer)
    sent = {
        "seen": opened(client, session),
        f"level-{first.pk}": "3",
        f"evidence-{first.pk}": "Baris pertama\r\nBaris kedua",
    }
    for _again in range(3):
        client.post(page(session), sent)
    assert session.ratings.get().evidence == "Baris pertama\nBaris kedua"
    mark = merging.mark(3, "Baris pertama\nBaris kedua")
    assert mark in opened(client, session)


def test_an_ended_session_keeps_levels_and_words(as_user):
    session = make(items=1)
    (first,) = items(session)
    client = as_user(session.observer)
    sent = {f"level-{first.pk}": "4", f"evidence-{first.pk}": "Murid saling bertanya"}
    hour = timezone.now() + timezone.timedelta(hours=1)
    with time_machine.travel(hour):
        ended = client.post(page(session, number=1), sent)
        assert ended.status_code == 403
        sealed = re.search(r'name="sealed" value="([^"]+)"', ended.content.decode())[1]
        account = {"login": session.observer.username, "password": "kata sandi panjang"}
        back = client.post("/masuk/lanjut/", {"sealed": sealed, **account}).content.decode()
        assert f'action="{page(session, number=1)}"' in back
        typed = {
            name: rows[-1]["value"]
            for name, rows in read(back).named.items()
            if name.startswith(("level-", "evidence-"))
        }
        assert typed == sent
        client.post(page(session, number=1), typed)
    assert session.ratings.get().evidence == "Murid saling bertanya"


def test_an_ended_session_keeps_a_note(as_user):
    session = make()
    client = as_user(session.observer)
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=1)):
        ended = client.post(page(session, ""), {"text": "Tiga kelompok di papan"})
        sealed = re.search(r'name="sealed" value="([^"]+)"', ended.content.decode())[1]
        account = {"login": session.observer.username, "password": "kata sandi panjang"}
        back = client.post("/masuk/lanjut/", {"sealed": sealed, **account}).content.decode()
    assert "Tiga kelompok di papan" in back


def test_nothing_of_the_self_assessment_is_in_the_pages_of_the_observer(as_user):
    session = make()
    first, second, third = items(session)
    prepare.self_assess(
        session,
        by=session.teacher,
        levels={first: 1, second: 4, third: 2},
        evidence={first: SECRET},
    )
    prepare.finish_self_assessment(session, by=session.teacher)
    note = EvidenceNoteFactory(session=session)
    client = as_user(session.observer)
    for name in ("", "tandai/", f"catatan/{note.pk}/", "teaching/"):
        text = client.get(page(session, name)).content.decode()
        assert SECRET not in text
        assert " checked" not in text
    for name in ("persiapan/", "periksa/", ""):
        assert SECRET not in client.get(f"/supervisi/{session.pk}/{name}").content.decode()
    check = client.get(f"/supervisi/{session.pk}/periksa/")
    assert list(check.context["ratings"]) == []


def test_a_sent_page_forgets_its_draft_and_no_other(as_user):
    session = long_form()
    client = as_user(session.observer)
    for number in (1, 2):
        Draft.objects.create(
            owner=session.observer, form=f"session-rate:{session.pk}:teaching-{number}", revision=1
        )
    sent = {f"level-{row.pk}": "3" for row in items(session)[:5]}
    client.post(page(session, number=1), sent)
    assert Draft.objects.get().form.endswith("teaching-2")


def test_going_back_after_saving_shows_the_receipt(as_user):
    session = make(items=1)
    (first,) = items(session)
    client, check = as_user(session.observer), f"/supervisi/{session.pk}/periksa/"
    actions.observe(session, by=session.observer, levels={first: 3})
    for _again in range(2):
        assert client.post(check).url == check
    text = client.get(check).content.decode()
    assert "Tersimpan, belum dibagikan" in text
    assert f"OBS-{str(session.pk)[:4].upper()}" in text


@pytest.mark.parametrize("rows", [1, 5])
def test_rating_pages_cost_the_same_for_any_number_of_items(
    as_user, django_assert_num_queries, rows
):
    session = make(items=rows)
    for row in items(session):
        note = EvidenceNoteFactory(session=session)
        note.indicators.add(row)
        actions.observe(session, by=session.observer, levels={row: 3}, evidence={row: "Ada"})
    client = as_user(session.observer)
    with django_assert_num_queries(9):
        client.get(page(session))
    with django_assert_num_queries(11):  # the eleventh asks for the methods that were seen
        client.get(f"/supervisi/{session.pk}/periksa/")
