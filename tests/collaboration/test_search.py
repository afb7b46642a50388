"""The library finds the same plans in the same order on both databases."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from collaboration.actions import plan as actions
from collaboration.models import Authorship, LessonPlan, PlanText, PlanVersion
from collaboration.plans import texts as plan_texts
from collaboration.plans import words
from collaboration.plans.retrieval import narrowed
from portal.roles import Role
from tests.factories import (
    MethodFactory,
    PlanFactory,
    PlanMethodFactory,
    SchoolFactory,
    appointed,
)

pytestmark = pytest.mark.django_db

SHELF = {  # title: (subject, topic, class, steps), from new to old
    "Pecahan senilai": ("Matematika", "Pecahan", 4, "Melipat kertas dan membandingkan."),
    "Rantai makanan": ("IPAS", "Ekosistem", 5, "Diskusi kelompok tentang sawah."),
    "Berbagi adil": ("Matematika", "Memecahkan masalah pecahan", 4, "Membagi kue."),
    "Wujud benda": ("IPAS", "Es mencair", 4, "Mengamati es; waktu dicatat sebagai pecahan jam."),
    "Membandingkan pecahan": ("Matematika", "Bilangan", 3, "Garis bilangan."),
    "Pembelajaran puisi": ("Bahasa Indonesia", "Puisi anak", 6, "Pembacaan puisi berkelompok."),
    "Cerita rakyat Jawa": ("Bahasa Indonesia", "Cerita", 6, "Bercerita, lalu penilaian sebaya."),
}
ANSWERS = [  # what is typed: titles in the order of the answer
    ("pecahan", ["Pecahan senilai", "Membandingkan pecahan", "Berbagi adil", "Wujud benda"]),
    ("Memecahkan", ["Pecahan senilai", "Membandingkan pecahan", "Berbagi adil", "Wujud benda"]),
    ("pecahan matematika", ["Pecahan senilai", "Berbagi adil", "Membandingkan pecahan"]),
    ("pecahan kelas 4", ["Pecahan senilai", "Berbagi adil", "Wujud benda"]),
    ("belajar", ["Pembelajaran puisi"]),
    ("berdiskusi", ["Rantai makanan"]),
    ("kelompok", ["Rantai makanan", "Pembelajaran puisi"]),
    ("menilai", ["Cerita rakyat Jawa"]),
    ("CERITA", ["Cerita rakyat Jawa"]),
    ("bercerita yang di dengan", ["Cerita rakyat Jawa"]),
    ("és", ["Wujud benda"]),
    ("kuantum", []),
    ("pecahan kuantum", []),
]


@pytest.fixture
def shelf():
    """The plans of ``SHELF``, opened to everyone, a day apart; returns their reader."""
    school, now = SchoolFactory(), timezone.now()
    author = appointed(Role.TEACHER, school=school)
    for age, (title, (subject, topic, grade, steps)) in enumerate(SHELF.items()):
        plan = LessonPlan.objects.create(
            title=title,
            subject=subject,
            topic=topic,
            grade=grade,
            scope="everyone",
            school=school,
            made_at=now - dt.timedelta(days=age),
        )
        Authorship.objects.create(plan=plan, user=author, since=plan.made_at)
        PlanVersion.objects.create(
            plan=plan, number=1, author=author, made_at=plan.made_at, sections={"steps": steps}
        )
        plan_texts.keep(plan)
    return appointed(Role.TEACHER)


def titles(client, query: str) -> list[str]:
    rows = client.get(f"/pustaka/?{query}").context["found"].rows
    return ["".join(piece for piece, _is_found in row.title) for row in rows]


@pytest.mark.parametrize(("typed", "answer"), ANSWERS)
def test_the_shared_test_set_is_answered_in_one_order(as_user, shelf, typed, answer):
    assert titles(as_user(shelf), f"cari={quote(typed)}") == answer


def test_the_full_text_index_of_the_database_is_used(shelf):
    plan = narrowed(LessonPlan.objects.all(), "key", {"body": ["pecah"]}).explain()
    assert ("VIRTUAL TABLE" in plan) if connection.vendor == "sqlite" else ("_words" in plan)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("fase=B&mapel=Matematika", ["Pecahan senilai", "Berbagi adil", "Membandingkan pecahan"]),
        ("kelas=6", ["Pembelajaran puisi", "Cerita rakyat Jawa"]),
        ("kelas=6&urut=nama", ["Cerita rakyat Jawa", "Pembelajaran puisi"]),
        ("topik=masalah+pecahan", ["Berbagi adil"]),
        ("cari=pecahan&kelas=4&urut=nama", ["Berbagi adil", "Pecahan senilai", "Wujud benda"]),
        (
            "cari=pecahan&urut=baru",
            ["Pecahan senilai", "Berbagi adil", "Wujud benda", "Membandingkan pecahan"],
        ),
        ("milik=saya", []),
        ("diferensiasi=1", []),
        ("topik=yang", []),
        ("metode=tidak-ada", []),
    ],
)
def test_filters_and_orders(as_user, shelf, query, answer):
    assert titles(as_user(shelf), query) == answer


def test_method_and_differentiation_narrow_the_list(as_user, shelf):
    plan = LessonPlan.objects.get(title="Rantai makanan")
    method = MethodFactory()
    PlanMethodFactory(plan=plan, method=method)
    actions.revise(
        plan,
        plan.pk,
        by=plan.authors.get(),
        base=1,
        sections={"differentiation": "Kartu bantuan bagi yang belum siap"},
    )
    client = as_user(shelf)
    assert titles(client, f"metode={method.key}") == ["Rantai makanan"]
    assert titles(client, "diferensiasi=1") == ["Rantai makanan"]
    assert titles(client, "cari=tutor+sebaya") == ["Rantai makanan"]


def test_found_words_are_marked_and_their_surroundings_escaped(as_user, shelf):
    plan = LessonPlan.objects.get(title="Wujud benda")
    actions.revise(
        plan, plan.pk, by=plan.authors.get(), base=1, sections={"steps": "<b>Mencairkan</b> es"}
    )
    page = as_user(shelf).get("/pustaka/?cari=cair").content.decode()
    assert "&lt;b&gt;<mark>Mencairkan</mark>&lt;/b&gt; es" in page
    assert "<b>Mencairkan" not in page


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", '" OR 1=1', "a AND NOT (b", "NEAR(a b)", "title:pecahan", "pecah*", "^pecah",
        "{body}: x", "a:b & !c | (", "\\", "%", "\x00", "yang di dan", "ber" * 160, "x" * 500,
        "الله", "²", "😀", "- - -", "pecahan " * 80, "' | 'a'::tsquery",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["cari", "topik"])
def test_odd_queries_are_answered_with_the_page(as_user, shelf, field, typed):
    answer = as_user(shelf).get("/pustaka/", {field: typed})
    assert answer.status_code == 200


def test_nobody_finds_what_she_may_not_read(as_user, shelf):
    plan = LessonPlan.objects.get(title="Pecahan senilai")
    LessonPlan.objects.filter(pk=plan.pk).update(scope="me")
    assert "Pecahan senilai" not in titles(as_user(shelf), "cari=pecahan")
    assert "Pecahan senilai" in titles(as_user(plan.authors.get()), "cari=pecahan")


def test_put_away_plans_stand_under_mine_alone(as_user, shelf):
    plan = LessonPlan.objects.get(title="Pecahan senilai")
    actions.archive(plan, by=plan.authors.get())
    client = as_user(plan.authors.get())
    assert "Pecahan senilai" not in titles(client, "cari=pecahan")
    assert "Pecahan senilai" in titles(client, "cari=pecahan&milik=saya")


def test_index_follows_each_act_and_equals_a_new_one(shelf):
    author, school = appointed(Role.TEACHER), SchoolFactory()
    about = {"title": "Magnet", "grade": 5, "subject": "IPAS", "topic": "Gaya"}
    plan = actions.write(uuid4(), by=author, school=school, sections={"steps": "Kutub"}, **about)
    actions.revise(plan, uuid4(), by=author, base=1, sections={"steps": "Kutub tolak"})
    actions.revise(
        plan,
        uuid4(),
        by=author,
        base=2,
        sections={"steps": "Kutub tolak"},
        about={**about, "grade": "5", "title": "Besi berani"},
    )
    copy = actions.adapt(plan.versions.first(), uuid4(), by=author, school=school)
    assert plan_texts.stale() == []
    assert LessonPlan.objects.filter(text=None).count() == 0
    assert "tolak" in PlanText.objects.get(plan=copy).body
    before = list(PlanText.objects.values_list("plan", "key", "body"))
    call_command("index_plans")
    assert list(PlanText.objects.values_list("plan", "key", "body")) == before


def test_the_check_names_a_plan_that_was_changed_behind_the_index(shelf):
    call_command("index_plans", check=True)
    plan = LessonPlan.objects.order_by("pk")[0]
    LessonPlan.objects.filter(pk=plan.pk).update(title="Sesuatu yang lain")
    with pytest.raises(CommandError, match=str(plan.pk)):
        call_command("index_plans", check=True)
    call_command("index_plans")
    call_command("index_plans", check=True)


def test_words_changed_in_the_row_are_changed_in_the_engines_index(as_user, shelf):
    """Guards SQLite's triggers, which a later change of the table would lose."""
    text = PlanText.objects.get(plan__title="Rantai makanan")
    PlanText.objects.filter(pk=text.pk).update(body="kuantum")
    client = as_user(shelf)
    assert titles(client, "cari=kuantum") == ["Rantai makanan"]
    assert titles(client, "cari=berdiskusi") == []
    text.delete()
    assert "Rantai makanan" not in titles(client, "")


def test_two_plans_of_the_same_moment_both_stand_in_the_index():
    now = timezone.now()
    first, second = PlanFactory(made_at=now), PlanFactory(made_at=now)
    PlanText.objects.filter(plan=second).delete()
    PlanText.objects.filter(plan=first).update(key=plan_texts.key_of(second))
    assert plan_texts.keep(second).key == plan_texts.key_of(second) + 1


def test_long_answers_are_counted_up_to_a_window_and_paged_beyond_it(as_user):
    school = SchoolFactory()
    author = appointed(Role.TEACHER, school=school)
    for _number in range(65):
        PlanFactory(school=school, author=author, scope="school")
    client = as_user(author)
    first = client.get("/pustaka/?cari=wujud").context["found"]
    assert (first.count, len(first.rows), first.has_next) == (None, 20, True)
    last = client.get("/pustaka/?cari=wujud&hal=4").context["found"]
    assert (last.number, len(last.rows), last.has_next) == (4, 5, False)
    page = client.get("/pustaka/?cari=wujud&hal=2&kelas=4").content.decode()
    assert "cari=wujud&amp;kelas=4&amp;hal=3" in page


@pytest.mark.parametrize("rows", [1, 5])
def test_a_search_costs_the_same_for_any_number_of_answers(
    as_user, django_assert_num_queries, rows
):
    author = appointed(Role.TEACHER)
    for _number in range(rows):
        plan = PlanFactory(school=author.appointments.get().school, scope="school")
        PlanMethodFactory(plan=plan)
    client = as_user(author)
    # Session, user, appointments; vocabulary, the look; plans, authors, methods, users
    with django_assert_num_queries(9):
        assert client.get("/pustaka/?cari=mengamati").status_code == 200


def test_used_by_counts_each_teacher_once_and_opens_what_may_be_read(as_user):
    plan = PlanFactory(scope="everyone")
    reader = appointed(Role.TEACHER)
    school = reader.appointments.get().school
    for _number in range(2):
        actions.adapt(plan.versions.get(), uuid4(), by=reader, school=school)
    other = appointed(Role.TEACHER)
    hidden = actions.adapt(
        plan.versions.get(), uuid4(), by=other, school=other.appointments.get().school
    )
    client = as_user(reader)
    row = next(r for r in client.get("/pustaka/").context["found"].rows if r.pk == plan.pk)
    assert row.users == 2
    answer = client.get(f"/modul/{plan.pk}/dipakai/")
    assert [len(use.pages) for use in answer.context["page"]] == [2, 0]
    assert str(hidden.pk) not in answer.content.decode()


@pytest.mark.parametrize(
    "family",
    [
        "pecahan pecah memecahkan",
        "penilaian menilai nilai dinilai",
        "diskusi berdiskusi mendiskusikan",
        "kelompok berkelompok",
        "pembelajaran belajar mengajar pelajaran",
        "bacaan membaca pembacaan",
        "penjumlahan jumlah menjumlahkan",
        "percobaan mencoba",
        "asesmen asesmennya",
    ],
)
def test_words_of_one_family_have_one_root(family):
    assert len({words.stem(word) for word in family.split()}) == 1
