"""Every number opens a list that is as long as the number says."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from collaboration import variety
from collaboration.models import Forum, LessonPlan
from portal.models import School, User
from tests.collaboration.test_methods import lesson
from tests.factories import (
    BarrierFactory,
    MethodFactory,
    PlanFactory,
    SchoolFactory,
    appointed,
)
from tests.portal.dashboards.numbers import OPENED_BY, sums_below, wrong_numbers

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
COUNTED = {  # where a number leads to: what a row of the list there begins with
    r"/kegiatan/\?forum=": '<li><a href="/kegiatan/',
    r"/kkg/[^/]+/anggota/": "<li>",
    r"/modul/[^/]+/dipakai/": "<li>",
    r"/kegiatan/[^/]+/kehadiran/": "<li>",
    r"/hambatan/[^/]+/\?(jenis|semester)=": "<li><strong>",
    r"/visi/[^/]+/\?semester=\d+&kegiatan=": '<li><a href="/kegiatan/',
    r"/jam-belajar/\?tampil=": '<li><a href="/kegiatan/',
}


def number_in(words: str) -> int | None:
    """The first number that a link shows, None where it shows none; names of terms have none."""
    seen = re.sub(r'<span class="visually-hidden">.*?</span>', "", words, flags=re.DOTALL)
    found = re.search(r"(?<![\d/])\d+(?![\d/])", re.sub(r"<[^>]+>", "", seen))
    return int(found.group()) if found else None


def main_of(client, address: str) -> str:
    """The content of a page, from the place on that the address names."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = answer.content.decode()
    text = text[text.index("<main") : text.index("</main>")]
    _page, _sign, anchor = address.partition("#")
    return text[text.index(f'id="{anchor}"') :] if anchor else text


def rows_behind(client, address: str, row: str) -> int:
    """Rows of the list at ``address``, through all its pages."""
    path, sign, anchor = address.partition("#")
    total = number = 0
    more = True
    while more:
        number += 1
        page = f"{path}{'&' if '?' in path else '?'}hal={number}{sign}{anchor}"
        text = main_of(client, page)
        total += text[text.index('class="rows"') :].count(row)
        more = 'rel="next"' in text
    return total


def differences(client, address: str) -> tuple[int, list[tuple[str, str, int]]]:
    """How many links with numbers stand at ``address``, and those whose list is not as long."""
    followed, wrong = 0, []
    for target, words in LINK.findall(main_of(client, address)):
        whole = (address + target if target.startswith("?") else target).replace("&amp;", "&")
        row = next((row for where, row in COUNTED.items() if re.match(where, whole)), None)
        number = number_in(words)
        if row is None or number is None or "aria-current" in words:
            continue
        if whole.startswith("/jam-belajar/") and "visually-hidden" not in words:
            continue  # the name of a year leads to the same list as its number
        followed += 1
        found = rows_behind(client, whole, row)
        if found != number:
            wrong.append((whole, words, found))
    return followed, wrong


def test_on_the_demo_each_number_opens_a_list_as_long_as_it_says(as_user, settings):
    settings.DEMO = True
    call_command("demo", today=timezone.localdate())
    forum = Forum.objects.get(kind="kkg_cluster", officers__user__username="ketua")
    npsn = School.objects.get(npsn="95141621").npsn
    shared = LessonPlan.objects.filter(school__npsn=npsn, scope="everyone").first()
    held = forum.activities.filter(minuted_at__isnull=False).first()
    places = [
        "/kkg/",
        f"/kkg/{forum.pk}/",
        f"/kegiatan/{held.pk}/",
        "/pustaka/",
        f"/modul/{shared.pk}/",
        "/jam-belajar/",
        f"/visi/{npsn}/",
        f"/hambatan/{npsn}/",
        "/",
    ]
    followed, wrong = {}, []
    for username in ("guru", "ketua", "kurikulum", "kepsek"):
        client = as_user(User.objects.get(username=username))
        for place in places:
            number, found = differences(client, place)
            followed[place] = followed.get(place, 0) + number
            wrong += [(username, *row) for row in found]
    assert wrong == []
    for username, opened in OPENED_BY.items():
        client = as_user(User.objects.get(username=username))
        number, found = wrong_numbers(client, f"/dasbor/sekolah/{npsn}/", opened)
        assert found == [], username
        assert number >= 2 * len(opened), username
    dinas = as_user(User.objects.get(username="dinas"))
    for place in ("35.14", "35.14.16", f"gugus/{forum.cluster_id}"):
        number, found = sums_below(dinas, f"/dasbor/{place}/")
        assert found == [], place
        assert number >= 10, place
    idle = {place for place, number in followed.items() if not number}
    assert idle <= {f"/modul/{shared.pk}/"}


@pytest.fixture
def place():
    """A school with barriers of two kinds, one of them long ago."""
    school = SchoolFactory()
    month = timezone.localdate().replace(day=1)
    for kind, tried, when in (
        ("time", "moved", month),
        ("time", "shared", month),
        ("habit", "moved", month),
        ("time", "moved", month - dt.timedelta(days=400)),
    ):
        BarrierFactory(school=school, kind=kind, tried=tried, month=when.replace(day=1))
    return school


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 4),
        ("jenis=time", 2),
        ("jenis=time&dicoba=moved", 1),
        ("jenis=habit", 1),
        ("jenis=spirit", 0),
        ("jenis=x", 4),
        ("bulan=2026-99", 4),
        ("bulan=²", 4),
        ("semester=999999999", 4),
        ("semester=²", 4),
        ("dicoba=%00", 4),
    ],
)
def test_barriers_are_listed_as_the_number_says(as_user, place, query, rows):
    client = as_user(appointed(school=place))
    text = client.get(f"/hambatan/{place.npsn}/?{query}").content.decode()
    assert text.count("<li><strong>") == rows


def test_who_uses_a_plan_stands_by_name_only_where_it_may_be_opened(as_user):
    plan = PlanFactory(scope="everyone")
    version = plan.versions.get()
    reader = appointed(name="Pembaca")
    seen = PlanFactory(scope="everyone", adapted_from=version, title="Salinan terbuka")
    hidden = PlanFactory(scope="authors", adapted_from=version, title="Salinan sendiri")
    names = [copy.authorships.get().user.name for copy in (seen, hidden)]
    for way in ("", "?cara=diadaptasi", "?cara=²"):
        text = as_user(reader).get(f"/modul/{plan.pk}/dipakai/{way}").content.decode()
        main = text[text.index("<main") :]
        rows = main[main.index('class="rows"') :]
        assert rows.count("<li>") == 2, way
        assert (names[0] in main, names[1] in main, "Salinan sendiri" in main) == (
            True,
            False,
            False,
        ), way
    empty = as_user(reader).get(f"/modul/{plan.pk}/dipakai/?cara=diajarkan").content.decode()
    assert 'class="rows"' not in empty[empty.index("<main") :]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_of_who_uses_a_plan_costs_the_same_for_one_and_for_five(
    as_user, rows, django_assert_num_queries
):
    plan = PlanFactory(scope="everyone")
    for _number in range(rows):
        PlanFactory(scope="everyone", adapted_from=plan.versions.get())
    client = as_user(appointed())
    # session, user, scope, plan; visits and plans: those that may be opened, all
    with django_assert_num_queries(8):
        client.get(f"/modul/{plan.pk}/dipakai/")


@pytest.mark.parametrize(
    ("of", "number", "shown"),
    [(5, 5, 5), (6, 5, None), (9, 4, None), (10, 5, 5), (12, 5, 5), (12, 8, None), (12, 12, 12)],
)
def test_a_method_of_few_teachers_of_a_school_stands_without_its_number(as_user, of, number, shown):
    school, usual = SchoolFactory(), MethodFactory(key="biasa", name={"id": "Biasa"})
    rare = MethodFactory(key="jarang", name={"id": "Jarang"})
    people = [appointed(school=school) for _number in range(of)]
    first = lesson(people[0], usual)
    for teacher in people[1:]:
        lesson(teacher, usual, term=first.term)
    for teacher in people[:number]:
        lesson(teacher, rare, term=first.term)
    ((term,), _hidden) = variety.school(school)
    assert dict(term.used) == {"Biasa": of} | ({"Jarang": shown} if shown else {})
    assert term.unsaid == ([] if shown else ["Jarang"])
    assert term.number == 2
    page = as_user(people[0]).get(f"/metode/sekolah/{school.npsn}/").content.decode()
    assert ("tidak bisa disebut" in page) == (shown is None)
