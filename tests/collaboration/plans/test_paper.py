"""A plan on paper, as a text document, its family, and the version that a visit saw."""

import io

import pytest
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn

from collaboration import papers
from collaboration.models import LessonPlan, PlanVersion, TaughtPlan
from collaboration.plans import family
from tests.factories import (
    PlanFactory,
    PlanVersionFactory,
    SessionFactory,
    TurnFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = PlanFactory(scope="school")
    plan.siti, plan.rina = plan.authors.get(), appointed("teacher", school=plan.school)
    return plan


def printed(plan, reader):
    return papers.Printed(
        plan, plan.versions.get(), list(plan.authors.all()), "", reader, timezone.now()
    )


def test_the_pdf_has_its_name_and_signs_principal_left_teacher_right(plan, as_user):
    leader = principal_of(plan.school)
    answer = as_user(plan.siti).get(f"/modul/{plan.pk}/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert (
        'filename="Modul ajar - Perubahan wujud benda - kelas 4 - v1.pdf"'
        in (answer["Content-Disposition"])
    )
    block = printed(plan, plan.siti).signatures
    assert block.left.name == leader.paper_name
    assert block.left.role.endswith("Kepala Sekolah")
    assert (block.right.name, block.right.role) == (plan.siti.paper_name, "Guru")
    assert block.left.nip == ""
    assert block.right.nip == (plan.siti.nip or "")


def test_who_only_reads_prints_it_in_the_name_of_its_author(plan):
    block = printed(plan, plan.rina).signatures
    assert (block.right.name, block.right.nip) == (plan.siti.paper_name, "")


def test_the_document_opens_with_real_headings_language_and_properties(plan, as_user):
    words = "Baris satu\nBaris dua \x0b=SUM(1) <b>"
    PlanVersion.objects.filter(plan=plan).update(
        sections={"objectives": "Murid menjelaskan", "steps": words}
    )
    answer = as_user(plan.siti).get(f"/modul/{plan.pk}/docx/")
    assert 'v1.docx"' in answer["Content-Disposition"]
    text = Document(io.BytesIO(answer.content))
    headings = [
        (row.style.name, row.text)
        for row in text.paragraphs
        if row.style.name.startswith(("Heading", "Title"))
    ]
    assert headings == [
        ("Title", plan.title),
        ("Heading 1", "Desain pembelajaran"),
        ("Heading 2", "Tujuan"),
        ("Heading 1", "Pengalaman belajar"),
        ("Heading 2", "Langkah"),
    ]
    assert "Baris satu" in [row.text for row in text.paragraphs]
    about = text.core_properties
    assert (about.title, about.language) == (plan.title, "id-ID")
    assert about.author == plan.siti.paper_name
    assert about.created.date() == plan.made_at.date()
    languages = {mark.get(qn("w:val")) for mark in text.styles.element.iter(qn("w:lang"))}
    assert languages == {"id-ID"}
    left, right = text.tables[0].rows[1].cells
    assert "Kepala Sekolah" in left.text
    assert plan.siti.paper_name in right.text


def test_who_may_not_read_gets_no_paper_and_no_family(plan, as_user):
    stranger = as_user(appointed("teacher"))
    for page in ("pdf", "docx", "silsilah"):
        assert stranger.get(f"/modul/{plan.pk}/{page}/").status_code == 404


def adapted(plan, scope="school", **kwargs):
    source = plan.versions.get()
    return PlanFactory(school=plan.school, adapted_from=source, scope=scope, **kwargs)


def test_the_family_shows_parents_and_children_and_hides_what_one_may_not_read(plan, as_user):
    child = adapted(plan, title="Anak modul")
    hidden = adapted(child, scope="me", title="Rahasia sekali")
    grandchild = adapted(hidden, title="Cucu modul")
    page = as_user(plan.siti).get(f"/modul/{grandchild.pk}/silsilah/").content.decode()
    assert "Rahasia sekali" not in page
    assert page.count(">modul lain<") == 2
    for row in (plan, child):
        assert f'href="/modul/{row.pk}/"' in page
    assert "Cucu modul</strong>" in page
    tree = family.of(grandchild, plan.siti)
    assert [node.depth for node in tree.walk()] == [0, 1, 2, 3]
    marks = family.drawn(tree).marks
    assert len({(mark.x, mark.y) for mark in marks}) == 4
    assert (marks[1].parent_x, marks[1].parent_y) == (marks[0].x, marks[0].y)


@pytest.mark.parametrize("rows", [1, 5])
def test_a_family_asks_the_same_questions_however_large(
    plan, as_user, django_assert_num_queries, rows
):
    for _ in range(rows):
        adapted(plan)
    siti = as_user(plan.siti)
    with django_assert_num_queries(8):
        siti.get(f"/modul/{plan.pk}/silsilah/")


def test_a_plan_that_only_points_to_an_unreadable_source_says_another_plan(plan, as_user):
    child = adapted(plan, title="Anak modul")
    LessonPlan.objects.filter(pk=plan.pk).update(scope="me", title="Judul tertutup")
    rina = as_user(plan.rina)
    for page in ("", "cetak/"):
        assert "Judul tertutup" not in rina.get(f"/modul/{child.pk}/{page}").content.decode()


def taught(plan, **kwargs):
    session = SessionFactory(school=plan.school, teacher=plan.siti, **kwargs)
    TaughtPlan.objects.create(
        session=session,
        version=plan.versions.get(number=1),
        attached_by=plan.siti,
        attached_at=plan.made_at,
    )
    return session


def test_the_version_that_was_taught_is_read_with_the_visit_and_stays(plan, as_user):
    LessonPlan.objects.filter(pk=plan.pk).update(scope="me")
    session = taught(plan, state="closed")
    PlanVersionFactory(plan=plan, author=plan.siti, number=2, sections={"steps": "Kata baru"})
    address = f"/supervisi/{session.pk}/modul/baca/"
    leader = as_user(session.observer)
    page = leader.get(address).content.decode()
    assert "Mengamati es" in page
    assert "Kata baru" not in page
    assert f"/modul/{plan.pk}/" not in page
    assert f"/modul/{plan.pk}/" in as_user(plan.siti).get(address).content.decode()
    TurnFactory(session=session, author=plan.siti, kind="reflection")
    for where in ("", "catatan/"):
        assert address in leader.get(f"/supervisi/{session.pk}/{where}").content.decode()


def test_the_preparation_leads_to_it_too(plan, as_user):
    session = taught(plan, state="planned")
    page = as_user(session.observer).get(f"/supervisi/{session.pk}/persiapan/").content.decode()
    assert f"/supervisi/{session.pk}/modul/baca/" in page


def test_foreign_plans_of_visits_are_refused(plan, as_user):
    session = taught(plan, state="closed")
    bare = SessionFactory(school=plan.school, teacher=plan.siti, state="closed")
    address = f"/supervisi/{session.pk}/modul/baca/"
    assert as_user(plan.rina).get(address).status_code == 404
    assert as_user(appointed("teacher")).get(address).status_code == 404
    siti = as_user(plan.siti)
    assert siti.get(f"/supervisi/{bare.pk}/modul/baca/").status_code == 404
    foreign = PlanFactory()
    planned = SessionFactory(school=plan.school, teacher=plan.siti, state="planned")
    answer = siti.post(f"/supervisi/{planned.pk}/modul/", {"plan": foreign.pk})
    assert answer.status_code == 200
    assert not TaughtPlan.objects.filter(session=planned).exists()


def test_every_author_signs_on_each_kind_of_paper(plan, as_user):
    plan.authors.add(plan.rina, through_defaults={"since": timezone.now()})
    client = as_user(plan.siti)
    page = client.get(f"/modul/{plan.pk}/cetak/").content.decode()
    document = Document(io.BytesIO(client.get(f"/modul/{plan.pk}/docx/").content))
    signed = [cell.text for row in document.tables[0].rows for cell in row.cells]
    signed += [row.text for row in document.paragraphs if row.text.startswith("Guru\n")]
    for author in (plan.siti, plan.rina):
        assert f"<strong>{author.paper_name}</strong>" in page
        assert sum(author.paper_name in words for words in signed) == 1
    last = document.paragraphs[:-1][-2:]
    assert all(row.paragraph_format.keep_with_next for row in last)
