"""Conclusions from coded excerpts, from the claim to what is agreed on, through the real pages."""

import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from collaboration.actions import conclusion as actions
from collaboration.findings.texts import KINDS, sentences
from collaboration.findings.weight import independent
from collaboration.models import CodedExcerpt, Conclusion, ConclusionEvidence, Theme
from portal.models import Notification
from portal.reports import work
from portal.roles import Role
from tests.factories import (
    AreaReportFactory,
    BarrierFactory,
    ConclusionFactory,
    EvidenceNoteFactory,
    ReflectionFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    ThemeFactory,
    TurnFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
CLAIM = "Murid lebih banyak bertanya bila guru menunggu."


class Place:
    """A school whose shared texts are coded: a talk, a visit, a reflection, a barrier."""

    def __init__(self) -> None:
        TermFactory()
        self.school = SchoolFactory()
        self.head = principal_of(self.school)
        self.second = appointed(Role.COORDINATOR, school=self.school)
        self.supervisor = appointed(Role.SUPERVISOR, school=self.school)
        self.theme = ThemeFactory(school=self.school, name="Bertanya")
        self.session = SessionFactory(school=self.school, state="following_up")
        self.turn = TurnFactory(session=self.session, text="Murid saya mulai bertanya.")
        self.note = EvidenceNoteFactory(session=self.session, text="Lima murid mengangkat tangan.")
        self.reflection = ReflectionFactory(
            session=self.session, text="Menunggu membantu murid.", shared_at=timezone.now()
        )
        self.barrier = BarrierFactory(school=self.school, words="Kelas besar tetap diam.")

    @property
    def texts(self):
        return [
            ("turn", self.turn),
            ("note", self.note),
            ("reflection", self.reflection),
            ("barrier", self.barrier),
        ]

    def code(self, client, theme=None) -> None:
        for kind, text in self.texts:
            digests = [line.digest for line in sentences(KINDS[kind], text)]
            address = f"/temuan/{self.school.npsn}/teks/{kind}/{text.pk}/"
            client.post(address, {"theme": (theme or self.theme).pk, "sentence": digests})

    def write(self, client, **more) -> Conclusion:
        form = {"form_id": str(uuid.uuid4()), "claim": CLAIM, "themes": [self.theme.pk], **more}
        client.post(f"/simpulan/sekolah/{self.school.npsn}/baru/", form)
        return Conclusion.objects.get(pk=form["form_id"])


@pytest.fixture
def place(db):
    return Place()


def sides(client, row, **wanted):
    """Place excerpts by the kind of their text: ``turn="for"``."""
    form = {}
    for kind, side in wanted.items():
        for excerpt in CodedExcerpt.objects.filter(coded__key__startswith=f"{kind}:"):
            old = row.evidence.filter(key=excerpt.coded.key).first()
            form[f"seen-{excerpt.pk}"] = old.side if old else ""
            form[f"side-{excerpt.pk}"] = side
    return client.post(f"/simpulan/{row.pk}/bukti/", form, follow=True).content.decode()


def shown(client, row):
    return client.get(f"/simpulan/{row.pk}/").content.decode()


def filled(place, client) -> Conclusion:
    """A conclusion that has enough to be checked, and a note against it."""
    place.code(client)
    row = place.write(client, weighing="Di kelas besar belum terlihat.")
    sides(client, row, turn="for", note="for", reflection="for", barrier="against")
    return row


def test_from_a_theme_to_what_is_agreed_on(place, as_user):
    """The whole path: claim, both sides, a second person, agreement, and each refusal on it."""
    author, checker = as_user(place.head), as_user(place.supervisor)
    place.code(author)
    theme = f"?tema={place.theme.pk}"
    excerpts = author.get(f"/temuan/{place.school.npsn}/kutipan/{theme}").content.decode()
    assert f"/simpulan/sekolah/{place.school.npsn}/baru/{theme}" in excerpts
    form = author.get(f"/simpulan/sekolah/{place.school.npsn}/baru/{theme}").content.decode()
    assert form.count(" checked") == 1

    refused = author.post(f"/simpulan/sekolah/{place.school.npsn}/baru/", {"claim": CLAIM})
    assert refused.status_code == 200
    assert CLAIM in refused.content.decode()
    sent = {"form_id": str(uuid.uuid4()), "claim": CLAIM, "themes": [place.theme.pk]}
    for _again in range(2):
        author.post(f"/simpulan/sekolah/{place.school.npsn}/baru/", sent)
    row = Conclusion.objects.get()
    page = shown(author, row)
    assert "Belum ada kutipan yang mendukung" in page
    assert "4 kutipan bertema ini belum ditempatkan" in page
    thin = author.post(f"/simpulan/{row.pk}/minta/", follow=True).content.decode()
    assert "Tulis dahulu apa yang tidak mendukungnya" in thin

    assert "1 kutipan ditempatkan" in sides(author, row, turn="for")
    assert "1 sumber, 1 teknik." in shown(author, row)
    sides(author, row, note="for", barrier="against")
    assert "2 sumber, 2 teknik; 1 catatan berlawanan." in shown(author, row)
    words = {"claim": CLAIM, "themes": [place.theme.pk], "weighing": "Kelas besar berbeda."}
    author.post(f"/simpulan/{row.pk}/ubah/", words)
    for _again in range(2):
        author.post(f"/simpulan/{row.pk}/minta/")
    row.refresh_from_db()
    assert row.state == "asked"
    told = Notification.objects.filter(kind="conclusion_asked")
    assert {note.to for note in told} == {place.second, place.supervisor}

    own = author.post(f"/simpulan/{row.pk}/periksa/", {"revision": row.revision})
    assert "Anda ikut menulis simpulan ini" in own.content.decode()
    empty = checker.post(f"/simpulan/{row.pk}/periksa/", {"revision": row.revision, "back": "1"})
    assert "Tulis apa yang kurang" in empty.content.decode()
    old = checker.post(f"/simpulan/{row.pk}/periksa/", {"revision": row.revision - 1})
    assert "Isinya berubah" in old.content.decode()
    remark = {"revision": row.revision, "remark": "Sebut kelasnya.", "back": "1"}
    for _again in range(2):
        checker.post(f"/simpulan/{row.pk}/periksa/", remark)
    page = shown(author, row)
    assert "Dikembalikan dengan catatan:" in page
    assert page.count("Sebut kelasnya.") == 2  # beside the claim, and in its history

    author.post(f"/simpulan/{row.pk}/minta/")
    for _again in range(2):
        checker.post(f"/simpulan/{row.pk}/periksa/", {"revision": row.revision})
    row.refresh_from_db()
    assert (row.state, row.checked_by) == ("checked", place.supervisor)
    checker.post(f"/simpulan/{row.pk}/sepakat/", {"revision": row.revision})
    row.refresh_from_db()
    assert row.state == "checked"
    for _again in range(2):
        author.post(f"/simpulan/{row.pk}/sepakat/", {"revision": row.revision})
    row.refresh_from_db()
    assert (row.state, row.agreed_by) == ("agreed", place.head)
    assert row.events.filter(what="agreed").count() == 1


def agreed(place, author) -> Conclusion:
    row = filled(place, author)
    actions.ask(row, by=place.head, to=[])
    row.refresh_from_db()
    actions.check(row, by=place.supervisor, revision=row.revision, remark="")
    actions.agree(row, by=place.head, revision=row.revision)
    row.refresh_from_db()
    return row


def test_what_changes_after_the_check_is_a_draft_again_and_says_why(place, as_user):
    author = as_user(place.head)
    row = agreed(place, author)
    same = {"claim": CLAIM, "themes": [place.theme.pk], "weighing": row.weighing}
    author.post(f"/simpulan/{row.pk}/ubah/", same)
    row.refresh_from_db()
    assert row.state == "agreed"
    sides(author, row, reflection="aside")
    row.refresh_from_db()
    assert row.state == "draft"
    assert "karena kutipannya berubah setelah diperiksa" in shown(author, row)
    actions.ask(row, by=place.head, to=[])
    actions.check(row, by=place.supervisor, revision=row.revision, remark="")
    author.post(
        f"/simpulan/{row.pk}/ubah/", {**same, "claim": "Murid kelas 4 lebih sering bertanya."}
    )
    row.refresh_from_db()
    assert (row.state, row.checked_by) == ("draft", None)
    page = shown(author, row)
    assert "karena bunyinya berubah setelah diperiksa" in page
    assert f"“{CLAIM}”" in page  # as it read before


def test_withdrawn_words_drop_out_and_the_conclusion_says_so(place, as_user):
    author = as_user(place.head)
    row = agreed(place, author)
    place.reflection.shared_at = None
    place.reflection.save()
    page = shown(author, row)
    assert "1 kutipan ditarik penulisnya." in page
    assert "Menunggu membantu murid." not in page
    assert "Perlu dilihat lagi" not in page
    place.turn.text = "Saya menulis ulang."
    place.turn.save()
    page = shown(author, row)
    assert "1 kutipan diubah penulisnya." in page
    assert "Perlu dilihat lagi" in page
    listed = author.get(f"/simpulan/sekolah/{place.school.npsn}/?status=again").content.decode()
    assert CLAIM in listed
    agreed_ones = author.get(f"/simpulan/sekolah/{place.school.npsn}/?status=agreed")
    assert CLAIM not in agreed_ones.content.decode()
    place.turn.delete()
    assert "2 kutipan ditarik penulisnya." in shown(author, row)
    excerpt = CodedExcerpt.objects.get(coded__note=place.note)
    author.post(f"/temuan/{place.school.npsn}/lepas/{excerpt.pk}/")
    assert "1 kutipan dikeluarkan dari temanya oleh pengode." in shown(author, row)
    for _again in range(2):
        author.post(f"/simpulan/{row.pk}/rapikan/")
    page = shown(author, row)
    assert page.count("2 kutipan ditarik penulisnya.") == 1  # in the history alone
    assert row.events.filter(remark__contains="ditarik").count() == 1
    assert ConclusionEvidence.objects.count() == 1


def test_a_sentence_that_two_have_coded_stays_when_one_takes_it_out(place, as_user):
    author = as_user(place.head)
    row = filled(place, author)
    place.code(as_user(place.supervisor))
    mine = CodedExcerpt.objects.get(coded__note=place.note, coded__coder=place.head)
    author.post(f"/temuan/{place.school.npsn}/lepas/{mine.pk}/")
    page = shown(author, row)
    assert "Lima murid mengangkat tangan." in page
    assert "dikeluarkan" not in page


def test_two_at_once_lose_nothing(place, as_user):
    author, other = as_user(place.head), as_user(place.supervisor)
    row = filled(place, author)
    seen = actions.words_mark(row)
    first = {"claim": "Yang pertama.", "themes": [place.theme.pk], "seen": seen}
    author.post(f"/simpulan/{row.pk}/ubah/", first)
    answer = other.post(f"/simpulan/{row.pk}/ubah/", {**first, "claim": "Yang kedua."})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Yang pertama." in page
    assert "Yang kedua." in page
    excerpt = CodedExcerpt.objects.get(coded__turn=place.turn)
    stale = {f"seen-{excerpt.pk}": "", f"side-{excerpt.pk}": "against"}
    said = other.post(f"/simpulan/{row.pk}/bukti/", stale, follow=True).content.decode()
    assert "1 kutipan sudah dipindahkan orang lain" in said
    assert row.evidence.get(excerpt=excerpt).side == "for"
    odd = {f"seen-{excerpt.pk}": "for", f"side-{excerpt.pk}": "x"}
    refused = other.post(f"/simpulan/{row.pk}/bukti/", odd).content.decode()
    assert "Satu pilihan belum terbaca" in refused
    row.refresh_from_db()
    assert row.claim == "Yang pertama."


def test_each_reads_only_words_he_may_read_and_the_weight_is_the_same_for_all(place, as_user):
    author = as_user(place.head)
    row = filled(place, author)
    page = shown(as_user(place.second), row)
    assert "2 sumber, 3 teknik; 1 catatan berlawanan." in page
    assert "Kelas besar tetap diam." in page
    assert "Lima murid mengangkat tangan." not in page
    assert "3 kutipan ada dalam tulisan yang tidak dibagikan kepada Anda." in page
    teacher = as_user(appointed(Role.TEACHER, school=place.school))
    assert teacher.get(f"/simpulan/{row.pk}/").status_code == 404
    assert teacher.get("/simpulan/").status_code == 403
    stranger = as_user(principal_of(SchoolFactory()))
    assert stranger.get(f"/simpulan/{row.pk}/").status_code == 404
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(
            as_user(place.second).get(f"/simpulan/sekolah/{place.school.npsn}/unduh/").content
        )
    )
    assert book.sheet_names == ["Simpulan", "Kutipan"]
    words = [line[2] for line in book.get_sheet_by_index(1).to_python()[-1:]]
    assert words == ["Kelas besar tetap diam."]
    assert book.get_sheet_by_index(0).to_python()[-1][:3] == [
        CLAIM,
        "Draf",
        "2 sumber, 3 teknik; 1 catatan berlawanan",
    ]


def test_a_region_needs_many_voices_and_its_officer_reads_what_is_agreed(place, as_user):
    region = place.school.subdistrict
    writer = appointed(Role.SUPERVISOR, region=region)
    officer = as_user(appointed(Role.OFFICER, region=region))
    theme = ThemeFactory(school=None, region=region, name="Wilayah")
    client = as_user(writer)
    place.code(client, theme)
    form = {"form_id": str(uuid.uuid4()), "claim": CLAIM, "themes": [theme.pk], "weighing": "-"}
    client.post(f"/simpulan/wilayah/{region.code}/baru/", form)
    row = Conclusion.objects.get()
    sides(client, row, turn="for", note="for")
    refused = client.post(f"/simpulan/{row.pk}/minta/", follow=True).content.decode()
    assert "lima orang di tiga sekolah" in refused
    assert officer.get(f"/simpulan/{row.pk}/").status_code == 404
    assert officer.get("/simpulan/").url == f"/simpulan/wilayah/{region.code}/"
    Conclusion.objects.update(
        state="agreed",
        checked_by=place.head,
        agreed_by=writer,
        agreed_at=timezone.now(),
    )
    page = shown(officer, row)
    assert "Murid saya mulai bertanya." not in page
    assert "2 kutipan ada dalam tulisan" in page
    assert officer.get(f"/simpulan/{row.pk}/ubah/").status_code == 403
    assert officer.get(f"/simpulan/{row.pk}/unduh/").content.startswith(b"%PDF")
    assert CLAIM in officer.get(f"/simpulan/wilayah/{region.code}/").content.decode()


def test_one_person_is_one_source():
    assert independent([]) == 0
    assert independent([("leader", 1), ("peer", 1)]) == 1
    assert independent([("teacher", 1), ("teacher", 2), ("leader", 3), ("peer", 3)]) == 2
    assert (
        independent([("teacher", 1), ("leader", 1), ("leader", 2), ("peer", 2), ("peer", 3)]) == 3
    )


def test_filters_and_odd_values_of_the_list(place, as_user):
    author = as_user(place.head)
    row = filled(place, author)
    base = f"/simpulan/sekolah/{place.school.npsn}/"
    other = ThemeFactory(school=place.school)
    for query, there in (
        (f"?tema={place.theme.pk}", True),
        (f"?tema={other.pk}", False),
        ("?tema=x", True),
        (f"?semester={row.term_id}", True),
        ("?semester=999999", False),
        ("?semester=²", True),
        ("?status=draft", True),
        ("?status=asked", False),
        ("?hal=99", True),
    ):
        assert (CLAIM in author.get(base + query).content.decode()) is there, query


def test_whoever_writes_a_report_is_offered_what_is_agreed_and_still_holds(place, as_user):
    region = place.school.subdistrict
    writer = appointed(Role.SUPERVISOR, region=region)
    report = AreaReportFactory(region=region, made_by=writer, ready_at=None, steps=4, figures={})
    work.count.call(str(report.pk))
    row = agreed(place, as_user(place.head))
    elsewhere = ConclusionFactory(claim="Dari sekolah yang jauh.")
    page = f"/laporan-bersama/{report.pk}/ubah/simpulan/"
    offered = as_user(writer).get(page).content.decode()
    assert "Simpulan yang disepakati pada masa ini" in offered
    assert CLAIM in offered
    assert elsewhere.claim not in offered
    assert CLAIM not in as_user(writer).get(page.replace("simpulan", "dasar")).content.decode()
    place.reflection.delete()
    place.turn.delete()
    assert CLAIM not in as_user(writer).get(page).content.decode()
    at = f"/laporan/{place.school.npsn}/{row.term_id}/ubah/simpulan/"
    own = as_user(place.head).get(at).content.decode()
    assert f"/simpulan/sekolah/{place.school.npsn}/?status=agreed" in own


@pytest.mark.parametrize("rows", [1, 5])
def test_pages_of_conclusions_cost_as_many_queries_with_five_rows(place, as_user, rows):
    client = as_user(place.head)
    for _row in range(rows):
        place.turn = TurnFactory(session=place.session, text="Murid saya mulai bertanya.")
        row = filled(place, client)
        place.theme = ThemeFactory(school=place.school)
    place.theme = Theme.objects.get(conclusions=row)
    base, one = f"/simpulan/sekolah/{place.school.npsn}/", f"/simpulan/{row.pk}/"
    found = []
    for page in (base, one, f"{one}bukti/", f"{one}ubah/", f"{one}periksa/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        found.append(len(queries))
    assert max(found) <= 12
    assert found == [9, 10, 7, 6, 7]
