"""From a permission to the unpacked file, through the pages of those who do it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import uuid
import zipfile
from xml.etree import ElementTree as Xml

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from portal.models import AuditEvent, Notification, QuoteConsent, ResearchConsent, ResearchPack
from portal.research import archive, work
from portal.research.actions import pack as actions
from portal.research.codes import Codes
from portal.research.making import Making
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    CodedExcerptFactory,
    CodedTextFactory,
    ConclusionFactory,
    FollowUpFactory,
    RatingFactory,
    ReflectionFactory,
    RegionFactory,
    ResearchConsentFactory,
    ResearchPackFactory,
    SchoolFactory,
    SessionFactory,
    ThemeFactory,
    TurnFactory,
    appointed,
    principal_of,
)
from tests.portal.research.refi import faults

pytestmark = pytest.mark.django_db
LIST, NEW = "/paket-penelitian/", "/paket-penelitian/baru/"
CANARY = "KENARI-RAHASIA"


@pytest.fixture(autouse=True)
def files_of_its_own(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    def go(act):
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return go


class Place:
    """A subdistrict of three schools; each with six teachers visited once by their principal."""

    def __init__(self, schools=3, teachers=6):
        self.region = RegionFactory(code="35.14.16", name="Kraton")
        self.officer = appointed(Role.OFFICER, region=self.region)
        self.supervisor = appointed(Role.SUPERVISOR, region=self.region)
        self.sessions = []
        for number in range(schools):
            school = SchoolFactory(subdistrict=self.region, name=f"SD Negeri Wonosunyo {number}")
            for at in range(teachers):
                self.visit(school, f"Wulandari{number}{at}", number * 100 + at)

    def visit(self, school, name, number):
        teacher = appointed(
            school=school,
            name=re.sub(r"\d", lambda digit: "abcdefghij"[int(digit.group())], name),
            nip=f"19850312201001{number:04}",
            nuptk=f"12345678901{number:05}",
            email=f"orang{number}@contoh.id",
            phone=f"0812345{number:05}",
        )
        session = SessionFactory(
            school=school, teacher=teacher, state="closed", grade=4, subject="IPAS"
        )
        RatingFactory(session=session, level=3, evidence=CANARY)
        RatingFactory(session=session, rater="self", level=2, evidence=CANARY)
        FollowUpFactory(session=session, owner=teacher, what=CANARY)
        self.sessions.append(session)

    @property
    def teachers(self):
        return [row.teacher for row in self.sessions]

    def consent(self, *people):
        for user in people or self.teachers:
            ResearchConsentFactory(user=user)


def opened(client, pack):
    answer = client.get(f"{LIST}{pack.pk}/paket.zip")
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return data, {name: book.read(name) for name in book.namelist()}


def table(files, name):
    text = files[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def made(place, run):
    """A pack of the place, ready; made by the task as a worker would."""
    words = {"recipient": "Universitas Contoh", "purpose": "Skripsi"}
    pack = run(lambda: actions.prepare(uuid.uuid4(), place.region, by=place.officer, **words))
    pack.refresh_from_db()
    assert pack.ready_at
    return pack


def test_from_permission_to_the_unpacked_file(as_user, run):
    place = Place()
    silent, *others = place.teachers
    for user in others:
        as_user(user).post("/penelitian/", {"answer": "give"})
    writer, session = others[0], place.sessions[1]
    said = TurnFactory(
        session=session, author=writer, text=f"Bu {others[1].name} menolong. Murid lebih berani."
    )
    TurnFactory(session=session, author=writer, text=CANARY)
    own = ReflectionFactory(session=session, author=writer, text=CANARY)
    assert as_user(writer).post(f"/penelitian/teks/reflection/{own.pk}/").status_code == 404
    as_user(writer).post(f"/penelitian/teks/turn/{said.pk}/", {"answer": "give"})
    theme = _code(said, others[2])
    hidden = CodedTextFactory(
        school=session.school, coder=others[2], reflection=own, key=f"reflection:{own.pk}"
    )
    words = hashlib.sha256(CANARY.encode()).hexdigest()[:32]
    CodedExcerptFactory(coded=hidden, theme=theme, digest=words)
    _conclude(as_user, session.school, others[2], theme)
    meeting = ActivityFactory(forum=None, school=session.school, title=CANARY, agenda=CANARY)
    for user in place.teachers[:6]:
        AttendanceFactory(activity=meeting, user=user, came=True, shared=True)

    officer, supervisor = as_user(place.officer), as_user(place.supervisor)
    form = {
        "region": place.region.pk,
        "recipient": "Universitas Contoh",
        "purpose": "Skripsi tentang percakapan",
        "form_id": str(uuid.uuid4()),
    }
    for _twice in range(2):
        run(lambda: officer.post(NEW, form))
    (pack,) = ResearchPack.objects.all()
    at = f"{LIST}{pack.pk}/"
    assert pack.passes
    assert supervisor.post(f"{at}lepas/").status_code == 403
    page = officer.get(f"{at}teks/").content.decode()
    assert "Murid lebih berani." in page
    assert others[1].name not in page
    officer.post(f"{at}teks/", {})
    assert officer.post(f"{at}lepas/").status_code == 403
    assert officer.get(f"{at}paket.zip").status_code == 403
    assert f'action="{at}lepas/"' in supervisor.get(f"{at}teks/").content.decode()
    assert f'action="{at}lepas/"' not in officer.get(f"{at}teks/").content.decode()
    for _twice in range(2):
        assert supervisor.post(f"{at}lepas/").status_code == 302
    assert supervisor.get(f"{at}paket.zip").status_code == 403
    data, files = opened(officer, pack)
    pack.refresh_from_db()
    assert hashlib.sha256(data).hexdigest() == pack.checksum
    assert len(data) == pack.size
    acts = AuditEvent.objects.filter(object_id=str(pack.pk)).order_by("number")
    assert list(acts.values_list("act", "actor")) == [
        ("research_pack_prepare", place.officer.pk),
        ("research_pack_look_over", place.officer.pk),
        ("research_pack_release", place.supervisor.pk),
        ("research_pack_download", place.officer.pk),
    ]
    _holds_what_it_says(files, len(others))
    _names_nobody(files, place, silent)


def _code(turn, coder):
    theme = ThemeFactory(school=turn.session.school, name="Murid berani")
    coded = CodedTextFactory(
        school=turn.session.school, coder=coder, turn=turn, key=f"turn:{turn.pk}"
    )
    words = hashlib.sha256(b"Murid lebih berani.").hexdigest()[:32]
    CodedExcerptFactory(coded=coded, theme=theme, digest=words)
    return theme


def _conclude(as_user, school, writer, theme):
    """Two conclusions by a coordinator of the pack; one may be quoted."""
    appointed(Role.COORDINATOR, user=writer, school=school)
    checked = {"state": "checked", "checked_by": principal_of(school), "written_by": writer}
    claim = "Menunggu lima detik menolong."
    told = ConclusionFactory(school=school, claim=claim, weighing="", themes=[theme], **checked)
    ConclusionFactory(school=school, claim=CANARY, **checked)
    as_user(writer).post(f"/penelitian/teks/conclusion/{told.pk}/", {"answer": "give"})


def _holds_what_it_says(files, people):
    sums = dict(reversed(line.split("  ")) for line in files["sha256.txt"].decode().splitlines())
    assert sums.keys() == files.keys() - {"sha256.txt"}
    assert all(hashlib.sha256(files[name]).hexdigest() == told for name, told in sums.items())
    for name, columns in archive.dictionary().items():
        head = files[f"{name}.csv"].decode("utf-8-sig").splitlines()[0]
        assert head == ";".join(f'"{column}"' for column, _text in columns)
    rows = {name: table(files, name) for name in archive.dictionary()}
    assert {len(rows[name]) for name in ("orang", "sesi", "penilaian", "tindak_lanjut")} == {people}
    assert {row["penilai"] for row in rows["penilaian"]} == {"self"}  # no observer permits it
    assert {row["pengamat"] for row in rows["sesi"]} == {""}
    assert len(rows["kegiatan"]) == 1
    assert len(rows["keikutsertaan"]) == 5
    known = {row["orang"] for row in rows["orang"]}
    assert {row["guru"] for row in rows["sesi"]} == known
    assert all(re.fullmatch(r"\d{4}-\d{2}", row["bulan"]) for row in rows["sesi"])
    (theme,) = rows["tema"]
    (coding,) = rows["pengodean"]
    assert (coding["tema"], coding["kalimat"]) == (theme["tema"], "2")
    claims = {row["teks"]: row["kata"] for row in rows["teks"] if row["jenis"] == "conclusion"}
    assert list(claims.values()) == ["Menunggu lima detik menolong."]
    drawn = {(row["tema"], row["teks"]) for row in rows["kesimpulan"]}
    assert drawn == {(theme["tema"], next(iter(claims))), ("", "")}
    words = [row["kata"] for row in rows["teks"] if row["jenis"] == "turn"]
    assert re.fullmatch(r"Bu P[0-9a-f]{10} menolong\.", words[0])
    assert words[1:] == ["Murid lebih berani."]
    _is_a_project(files["project.qde"], words)


def _is_a_project(data, words):
    assert faults(data) == []
    space = {"q": archive.NAMESPACE}
    root = Xml.fromstring(data)
    contents = [row.text for row in root.iterfind(".//q:PlainTextContent", space)]
    text = "\n".join(words)
    assert text in contents
    selection = root.find(".//q:PlainTextSelection", space)
    first, last = (int(selection.get(name)) for name in ("startPosition", "endPosition"))
    assert text[first:last] == "Murid lebih berani."
    codes = {row.get("guid") for row in root.iterfind(".//q:Code", space)}
    assert {row.get("targetGUID") for row in root.iterfind(".//q:CodeRef", space)} == codes
    users = {row.get("guid") for row in root.iterfind(".//q:User", space)}
    assert {row.get("creatingUser") for row in root.iterfind(".//q:Coding", space)} == users


def _names_nobody(files, place, silent):
    whole = b"".join(files.values()).lower()
    people = [*place.teachers, *(row.observer for row in place.sessions)]
    words = [CANARY, "Wonosunyo", *(row.school.npsn for row in place.sessions)]
    for user in people:
        words += filter(None, [user.name, user.nip, user.nuptk, user.email, user.phone])
    assert [word for word in words if word.lower().encode() in whole] == []
    assert silent.name.encode() not in whole


def test_whoever_withdraws_leaves_drafts_released_packs_and_the_next(as_user, run):
    place = Place()
    place.consent()
    draft, out = made(place, run), made(place, run)
    actions.look_over(out, by=place.officer)
    actions.release(out, by=place.supervisor)
    name = out.file.name
    leaver = place.teachers[0]
    waiting = ResearchPackFactory(region=place.region, prepared_by=place.officer, ready_at=None)
    assert len(draft.people) == len(out.people) == 18
    run(lambda: as_user(leaver).post("/penelitian/", {"answer": "withdraw"}))
    draft.refresh_from_db()
    out.refresh_from_db()
    assert (draft.turn, len(draft.people), draft.looked_at) == (2, 17, None)
    assert (out.closed_why, out.people, out.texts, out.file.name) == ("recalled", [], [], "")
    assert not default_storage.exists(name)
    told = Notification.objects.get(to=place.officer)
    assert (told.kind, told.actor) == ("pack_recalled", None)
    assert as_user(place.officer).get(f"{LIST}{out.pk}/paket.zip").status_code == 403
    assert "ganti" in as_user(place.officer).get(f"{LIST}{out.pk}/").content.decode()
    waiting.refresh_from_db()
    assert (waiting.turn, len(waiting.people)) == (2, 17)  # begun before, made anew
    assert work.make.call(str(waiting.pk), 1) == "gone"
    assert len(made(place, run).people) == 17


def test_a_text_goes_with_its_permission_its_sharing_and_at_the_preparers_word(as_user, run):
    place = Place()
    place.consent()
    session = place.sessions[0]
    turns = [TurnFactory(session=session, author=session.teacher, text=f"Kata {n}.") for n in "abc"]
    mine = as_user(session.teacher)
    for turn in turns:
        mine.post(f"/penelitian/teks/turn/{turn.pk}/", {"answer": "give"})
    pack = made(place, run)
    first = next(row for row in pack.texts if row["words"] == ["Kata a."])
    officer = as_user(place.officer)
    sent = {"leave_out": "1", "text": [first["code"], "Tasing"]}
    run(lambda: officer.post(f"{LIST}{pack.pk}/teks/", sent))
    pack.refresh_from_db()
    assert sorted(row["words"][0] for row in pack.texts) == ["Kata b.", "Kata c."]
    run(lambda: mine.post(f"/penelitian/teks/turn/{turns[1].pk}/", {"answer": "withdraw"}))
    pack.refresh_from_db()
    assert [row["words"] for row in pack.texts] == [["Kata c."]]
    actions.look_over(pack, by=place.officer)
    type(turns[2]).objects.filter(pk=turns[2].pk).update(text="Kata lain.")
    page = as_user(place.supervisor).post(f"{LIST}{pack.pk}/lepas/", follow=True)
    assert "berubah atau ditarik" in page.content.decode()
    pack.refresh_from_db()
    assert pack.released_at is None
    assert QuoteConsent.objects.count() == 4


def test_the_same_records_give_the_same_bytes(run):
    place = Place()
    place.consent()
    pack = made(place, run)
    found = [Making(pack, timezone.now()) for _twice in range(2)]
    for making in found:
        for step in making.steps:
            step()
    one, two = (archive.zipped(making.files) for making in found)
    assert one == two
    assert hashlib.sha256(one).hexdigest() == pack.checksum


@pytest.mark.parametrize(("schools", "teachers", "fails"), [
    (1, 4, {"people", "schools", "share", "groups"}),
    (2, 6, {"schools"}),
    (3, 6, set()),
])  # fmt: skip
def test_a_pack_that_would_show_somebody_is_not_released(as_user, run, schools, teachers, fails):
    place = Place(schools, teachers)
    place.consent()
    pack = made(place, run)
    assert {name for name, yes in pack.report["checks"].items() if not yes} == fails
    page = as_user(place.officer).get(f"{LIST}{pack.pk}/").content.decode()
    assert ("Kelompok kecil" in page) == ("people" not in fails)
    actions.look_over(pack, by=place.officer)
    as_user(place.supervisor).post(f"{LIST}{pack.pk}/lepas/")
    pack.refresh_from_db()
    assert bool(pack.released_at) == (not fails)


def test_it_is_called_off_while_it_is_made_and_taken_back_or_ends_afterwards(as_user, run):
    place = Place()
    place.consent()
    officer = as_user(place.officer)
    waiting = ResearchPackFactory(region=place.region, prepared_by=place.officer, ready_at=None)
    page = officer.get(f"{LIST}{waiting.pk}/").content.decode()
    assert 'data-wait="' in page
    told = officer.get(f"{LIST}{waiting.pk}/kemajuan/").json()
    assert told == {"percent": 0, "ready": False}
    officer.post(f"{LIST}{waiting.pk}/batal/")
    assert work.make.call(str(waiting.pk), 1) == "gone"
    waiting.refresh_from_db()
    assert waiting.closed_why == "cancelled"
    back, old = made(place, run), made(place, run)
    for pack in (back, old):
        actions.look_over(pack, by=place.officer)
        actions.release(pack, by=place.supervisor)
    run(lambda: officer.post(f"{LIST}{back.pk}/tarik/"))
    ResearchPack.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    assert officer.get(f"{LIST}{old.pk}/paket.zip").status_code == 404
    told = io.StringIO()
    run(lambda: call_command("expire_packs", stdout=told))
    run(lambda: call_command("expire_packs", stdout=told))
    assert told.getvalue().split("\n") == ["1 packs are closed.", "0 packs are closed.", ""]
    found = ResearchPack.objects.filter(pk__in=(back.pk, old.pk))
    assert set(found.values_list("closed_why", "file")) == {("taken_back", ""), ("expired", "")}


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICER, Role.CHAIR, Role.TEACHER])
def test_who_has_no_part_in_it_finds_nothing(as_user, role):
    pack = ResearchPackFactory(region=RegionFactory(code="35.14.16"))
    far = RegionFactory(code="35.75.01", name="Gadingrejo")
    at = {"region": far} if role == Role.OFFICER else {}
    if role in (Role.OPERATOR, Role.CHAIR):
        at = {"region": pack.region}
    person = appointed(role, **at) if at else principal_of(SchoolFactory())
    client = as_user(person)
    assert client.get(f"{LIST}{pack.pk}/").status_code == 404
    assert client.get(f"{LIST}{pack.pk}/paket.zip").status_code == 404
    assert client.get(NEW).status_code == (200 if role == Role.OFFICER else 403)
    sent = {"region": "35.14.16", "recipient": "\x00", "purpose": " "}
    answer = client.post(NEW, sent)
    assert answer.status_code == (200 if role == Role.OFFICER else 403)
    assert ResearchPack.objects.count() == 1
    assert not ResearchConsent.objects.visible_to(person).exists()


@pytest.mark.parametrize("rows", [1, 5])
def test_pages_of_packs_cost_the_same_for_any_number(as_user, rows, django_assert_num_queries):
    region = RegionFactory()
    officer = appointed(Role.OFFICER, region=region)
    packs = ResearchPackFactory.create_batch(rows, region=region, prepared_by=officer)
    texts = [{"key": str(n), "code": str(n), "words": ["Kata."], "doubts": []} for n in range(rows)]
    ResearchPack.objects.filter(pk=packs[0].pk).update(texts=texts)
    client = as_user(officer)
    with django_assert_num_queries(5):  # session, user, appointments, count, rows
        assert len(client.get(LIST).context["page"]) == rows
    with django_assert_num_queries(6):  # session, user, appointments, pack, 2 readers
        client.get(f"{LIST}{packs[0].pk}/")
    with django_assert_num_queries(6):
        assert len(client.get(f"{LIST}{packs[0].pk}/teks/").context["page"]) == rows


def test_a_project_without_texts_keeps_the_format_too():
    data = archive.project(Codes("rahasia"), "2026-11", [], [], [])
    assert faults(data) == []
    assert b"Sources" not in data


def test_the_check_of_the_format_notices_what_is_wrong():
    sound = archive.project(Codes("rahasia"), "2026-11", [("H1", "Tema", "Arti")], [], [])
    assert faults(sound) == []
    for old, new in (
        (b"isCodable", b"isCoded"),
        (b'guid="', b'guid="x'),
        (b"<CodeBook>", b"<Users /><CodeBook>"),
        (b"Description", b"Memo"),
    ):
        assert faults(sound.replace(old, new))
