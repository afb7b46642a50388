import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from collaboration.actions import forum as actions
from collaboration.actions import join_code
from collaboration.models import Forum, ForumInvitation, JoinCode, Membership, Officer
from portal import access
from portal.models import User
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    AppointmentFactory,
    AttendanceFactory,
    ClusterFactory,
    ForumFactory,
    ForumInvitationFactory,
    JoinCodeFactory,
    OfficerFactory,
    PlanFactory,
    RegionFactory,
    SchoolFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db


def today() -> dt.date:
    return timezone.localdate()


def chair_of(forum: Forum) -> User:
    return appointed(Role.CHAIR, cluster=forum.cluster)


def neighbour(forum: Forum, **person) -> User:
    return appointed(school=SchoolFactory(cluster=forum.cluster), **person)


def founding(client, url, **typed):
    return client.post(url, {"form_id": str(uuid.uuid4()), "name": "Bersama", **typed})


@pytest.mark.parametrize(
    ("kind", "grade"),
    [("kkg_cluster", ""), ("kkg_grade", "4"), ("kkg_pai", ""), ("kkg_pjok", "")],
)
def test_the_chair_of_a_cluster_founds_each_kind_of_kkg_and_leads_it(as_user, kind, grade):
    cluster = ClusterFactory()
    chair = appointed(Role.CHAIR, cluster=cluster)
    answer = founding(as_user(chair), f"/kkg/gugus/{cluster.pk}/", kind=kind, grade=grade)
    forum = Forum.objects.get()
    assert answer["Location"] == f"/kkg/{forum.pk}/anggota/"
    assert (forum.kind, forum.grade, forum.cluster) == (
        kind,
        int(grade) if grade else None,
        cluster,
    )
    assert [row.user for row in forum.memberships.all()] == [chair]
    assert [(row.user, row.office) for row in forum.officers.all()] == [(chair, "chair")]


def test_the_chair_of_a_subdistrict_founds_there_and_not_in_the_regency(as_user):
    region = RegionFactory(code="35.14.16")
    RegionFactory(code="35.14", name="Pasuruan")
    client = as_user(appointed(Role.CHAIR, region=region))
    founding(client, "/kkg/kecamatan/35.14.16/", kind="kkg_subdistrict")
    assert Forum.objects.get().subdistrict == region
    assert founding(client, "/kkg/kecamatan/35.14/", kind="kkg_subdistrict").status_code == 403
    assert founding(client, "/kkg/kecamatan/99/", kind="kkg_subdistrict").status_code == 404


@pytest.mark.parametrize("kind", ["kombel", "kombel_between"])
def test_any_teacher_founds_a_learning_community_at_the_own_school(as_user, kind):
    school = SchoolFactory()
    teacher = appointed(school=school)
    founding(as_user(teacher), f"/kkg/kombel/{school.pk}/", kind=kind)
    assert Forum.objects.get().school == school
    elsewhere = f"/kkg/kombel/{SchoolFactory().pk}/"
    assert founding(as_user(teacher), elsewhere, kind=kind).status_code in (403, 404)


def test_a_kkg_of_a_class_asks_which(as_user):
    cluster = ClusterFactory()
    client = as_user(appointed(Role.CHAIR, cluster=cluster))
    page = founding(client, f"/kkg/gugus/{cluster.pk}/", kind="kkg_grade").content.decode()
    assert "Pilih kelas KKG ini." in page
    assert 'value="Bersama"' in page
    assert not Forum.objects.exists()


def test_a_kind_that_does_not_fit_the_place_is_refused(as_user):
    school = SchoolFactory()
    client = as_user(appointed(school=school))
    assert founding(client, f"/kkg/kombel/{school.pk}/", kind="kkg_cluster").status_code == 200
    assert not Forum.objects.exists()


def test_founding_twice_finds_the_first():
    cluster, pk = ClusterFactory(), uuid.uuid4()
    chair = appointed(Role.CHAIR, cluster=cluster)
    about = {"by": chair, "kind": "kkg_pai", "name": "KKG PAI", "on": today()}
    first = actions.found(pk, cluster, **about)
    assert actions.found(pk, cluster, **about) == first
    assert actions.found(uuid.uuid4(), cluster, **about) == first
    assert (Membership.objects.count(), Officer.objects.count()) == (1, 1)


def test_people_are_found_by_name_asked_and_answer_for_themselves(as_user):
    forum = ForumFactory()
    person = neighbour(forum, name="Nur'aini")
    stranger = appointed(name="Nuraini dari jauh")
    chair = as_user(chair_of(forum))
    page = chair.get(f"/kkg/{forum.pk}/anggota/", {"cari": "nuraini"}).content.decode()
    assert (person.name.replace("'", "&#x27;") in page, stranger.name in page) == (True, False)

    chair.post(f"/kkg/{forum.pk}/anggota/ajak/", {"person": person.pk})
    asked = ForumInvitation.objects.get()
    assert person.notifications.get().kind == "forum_invited"
    assert not forum.memberships.exists()

    as_user(person).post(f"/kkg/ajakan/{asked.pk}/", {"answer": "yes"})
    assert forum.memberships.get().user == person
    assert asked.by.notifications.get().kind == "forum_answered"
    as_user(person).post(f"/kkg/ajakan/{asked.pk}/", {"answer": "no"})
    asked.refresh_from_db()
    assert asked.accepted
    assert forum.memberships.running().count() == 1


def test_saying_no_makes_no_member_and_may_be_asked_again():
    forum = ForumFactory()
    person, chair = neighbour(forum), chair_of(forum)
    first = actions.invite(forum, person, by=chair)
    assert actions.invite(forum, person, by=chair) == first
    actions.answer(first, accept=False, on=today())
    assert not forum.memberships.exists()
    assert actions.invite(forum, person, by=chair) != first


@pytest.mark.parametrize("value", ["", "x", "²", "9" * 30, "-1", "0"])
def test_odd_people_are_asked_nothing(as_user, value):
    forum = ForumFactory()
    answer = as_user(chair_of(forum)).post(f"/kkg/{forum.pk}/anggota/ajak/", {"person": value})
    assert answer.status_code == 404


def test_nobody_answers_for_another(as_user):
    row = ForumInvitationFactory()
    other = neighbour(row.forum)
    assert as_user(other).post(f"/kkg/ajakan/{row.pk}/", {"answer": "yes"}).status_code == 404
    row.refresh_from_db()
    assert row.answered_at is None


def test_a_code_read_aloud_makes_a_member_however_it_is_typed(as_user):
    forum = ForumFactory()
    row = join_code.renew(forum, by=chair_of(forum))
    assert set(row.code) <= set(join_code.ALPHABET)
    person = neighbour(forum)
    typed = f" {row.spoken.lower()} "
    assert as_user(person).post("/kkg/gabung/", {"code": typed})["Location"] == f"/kkg/{forum.pk}/"
    assert forum.memberships.get().user == person
    join_code.use(row.code, person)
    assert forum.memberships.count() == 1


def test_a_new_code_ends_the_old_and_an_old_one_runs_out():
    forum = ForumFactory()
    chair, person = chair_of(forum), neighbour(forum)
    old = join_code.renew(forum, by=chair).code
    new = join_code.renew(forum, by=chair).code
    assert JoinCode.objects.count() == 1
    with pytest.raises(ValidationError):
        join_code.use(old, person)
    JoinCode.objects.update(expires_at=timezone.now())
    with pytest.raises(ValidationError):
        join_code.use(new, person)
    assert not forum.memberships.exists()


def test_a_code_opens_nothing_for_people_of_other_schools(as_user):
    row = JoinCodeFactory()
    page = as_user(appointed()).post("/kkg/gabung/", {"code": row.code}).content.decode()
    assert "Mintalah ajakan kepada ketuanya" in page
    assert not row.forum.memberships.exists()


def test_guessing_codes_comes_to_an_end(as_user):
    row = JoinCodeFactory()
    client = as_user(neighbour(row.forum))
    tries = [
        client.post("/kkg/gabung/", {"code": "AAAA-AAAA"}).status_code
        for _ in range(join_code.TRIES_AN_HOUR)
    ]
    assert set(tries) == {200}
    assert client.post("/kkg/gabung/", {"code": row.code}).status_code == 429
    assert not row.forum.memberships.exists()


def test_a_kombel_of_the_own_school_is_joined_without_asking_and_left_again(as_user):
    school = SchoolFactory()
    forum = ForumFactory(kind="kombel", cluster=None, school=school)
    teacher = appointed(school=school)
    client = as_user(teacher)
    client.post(f"/kkg/{forum.pk}/ikut/")
    assert forum.memberships.running().get().user == teacher
    client.post(f"/kkg/{forum.pk}/keluar/")
    assert forum.memberships.get().ended_on == today()
    client.post(f"/kkg/{forum.pk}/ikut/")
    assert forum.memberships.count() == 2


def test_who_left_keeps_her_history_and_reads_it(as_user):
    forum = ForumFactory(name="KKG Mawar")
    person = member(forum)
    OfficerFactory(forum=forum, user=person, office="secretary")
    actions.end(forum.memberships.get(), by=person, on=today())
    assert Officer.objects.get().ended_on == today() - dt.timedelta(1)
    page = as_user(person).get("/kkg/").content.decode()
    assert "KKG Mawar" in page
    assert as_user(person).get(f"/kkg/{forum.pk}/").status_code == 404
    past = as_user(chair_of(forum)).get(f"/kkg/{forum.pk}/anggota/?dulu=1").content.decode()
    assert person.name in past


def test_the_page_of_members_tells_where_who_moved_served_then_and_now(as_user):
    forum = ForumFactory()
    movers = [member(forum) for _each in range(2)]
    old = [user.appointments.get().school.name for user in movers]
    for user in movers:
        user.appointments.update(ended_on=today() - dt.timedelta(3))
        school = SchoolFactory(name=f"SDN Baru {user.pk}")
        AppointmentFactory(user=user, school=school, began_on=today() - dt.timedelta(2))
    actions.end(movers[1].memberships.get(), by=movers[1], on=today() - dt.timedelta(2))
    client = as_user(member(forum))
    for user, school, query in zip(movers, old, ("", "?dulu=1"), strict=True):
        page = client.get(f"/kkg/{forum.pk}/anggota/{query}").content.decode()
        assert f"saat itu di {school}" in page
        assert f"kini di SDN Baru {user.pk}" in page


def test_the_chair_is_asked_once_about_who_moved_to_another_place(as_user):
    forum = ForumFactory()
    mover = member(forum)
    mover.appointments.update(ended_on=today() - dt.timedelta(3))
    AppointmentFactory(user=mover, school=SchoolFactory(), began_on=today() - dt.timedelta(2))
    member(forum)
    member(forum, appointed(name="Aaron", school=SchoolFactory(cluster=forum.cluster)))
    client = as_user(chair_of(forum))
    first = client.get(f"/kkg/{forum.pk}/anggota/").context["page"][0]
    assert first.user == mover  # before those whose names come earlier
    question = "di luar sekolah-sekolah forum ini"
    assert client.get(f"/kkg/{forum.pk}/anggota/").content.decode().count(question) == 1
    row = forum.memberships.get(user=mover)
    client.post(f"/kkg/{forum.pk}/anggota/{row.pk}/tetap/")
    assert question not in client.get(f"/kkg/{forum.pk}/anggota/").content.decode()
    assert forum.memberships.get(user=mover).ended_on is None
    client.post(f"/kkg/{forum.pk}/anggota/{row.pk}/akhiri/")
    assert forum.memberships.get(user=mover).ended_on == today()
    assert mover.notifications.get().kind == "membership_ended"


def test_all_who_serve_in_the_cluster_become_members_in_one_tap(as_user):
    forum = ForumFactory()
    people = {neighbour(forum).pk for _ in range(3)}
    appointed()
    client = as_user(chair_of(forum))
    client.post(f"/kkg/{forum.pk}/anggota/semua/")
    client.post(f"/kkg/{forum.pk}/anggota/semua/")
    assert set(forum.memberships.values_list("user", flat=True)) == people
    assert forum.memberships.count() == 3


def office(client, forum, row, **typed):
    given = {"office": "chair", "decree": "421.2/KKG/2026", "began_on": "01/07/2026"}
    return client.post(f"/kkg/{forum.pk}/anggota/{row.pk}/jabatan/", given | typed)


def test_an_office_has_a_term_and_a_letter_and_ends_the_one_before(as_user):
    forum = ForumFactory()
    before = OfficerFactory(forum=forum)
    row = forum.memberships.get(user=member(forum))
    client = as_user(chair_of(forum))
    answer = office(client, forum, row, ended_on="30/06/2029")
    office(client, forum, row, ended_on="30/06/2029")
    assert answer["Location"] == f"/kkg/{forum.pk}/pengurus/"
    before.refresh_from_db()
    assert before.ended_on == dt.date(2026, 6, 30)
    now = Officer.objects.exclude(pk=before.pk).get()
    assert (now.user, now.decree, now.ended_on) == (
        row.user,
        "421.2/KKG/2026",
        dt.date(2029, 6, 30),
    )
    page = client.get(f"/kkg/{forum.pk}/pengurus/").content.decode()
    assert "SK 421.2/KKG/2026" in page
    assert before.user.name in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ended_on": "01/01/2026"}, "Hari terakhir berada sebelum hari pertama."),
        ({"began_on": "kapan-kapan"}, "Tanggal belum terbaca"),
        ({"began_on": "01/01/2010"}, "sejak hari yang sama"),
    ],
)
def test_odd_terms_come_back_with_what_was_typed(as_user, typed, sentence):
    forum = ForumFactory()
    OfficerFactory(forum=forum, began_on=dt.date(2020, 1, 1))
    row = forum.memberships.get(user=member(forum))
    if typed.get("began_on") == "01/01/2010":
        typed = {"began_on": "01/01/2020"}
    answer = office(as_user(chair_of(forum)), forum, row, **typed)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "421.2/KKG/2026" in page) == (200, True, True)
    assert Officer.objects.count() == 1


def test_a_term_ends_on_a_day_one_chooses_and_no_chair_leaves_an_empty_chair(as_user):
    forum = ForumFactory()
    person = member(forum)
    own = OfficerFactory(forum=forum, user=person, began_on=dt.date(2026, 1, 5))
    next_one = forum.memberships.get(user=member(forum))
    client, page = as_user(person), f"/kkg/{forum.pk}/pengurus/"
    address = f"{page}{own.pk}/akhiri/"
    assert address in client.get(page).content.decode()
    assert "Anda sendiri yang memimpin" in client.get(address).content.decode()
    for typed, sentence in (
        ({"last": "30/11/2026"}, "tanpa ketua, tidak ada yang bisa"),
        ({"last": "30/11/2020", "successor": next_one.pk}, "sebelum hari pertama"),
        ({"last": "30/11/2126", "successor": next_one.pk}, "Apakah tahunnya benar?"),
        ({"last": "kapan", "successor": next_one.pk}, "Tanggal belum terbaca"),
    ):
        assert sentence in client.post(address, typed).content.decode()
    own.refresh_from_db()
    assert own.ended_on is None

    for _time in range(2):
        client.post(address, {"last": "30/11/2026", "successor": next_one.pk})
    own.refresh_from_db()
    found = forum.officers.exclude(pk=own.pk).get()
    assert own.ended_on == dt.date(2026, 11, 30)
    assert (found.user, found.office, found.began_on) == (
        next_one.user,
        "chair",
        dt.date(2026, 12, 1),
    )


@pytest.mark.parametrize(
    ("office_held", "may"), [("chair", True), ("secretary", True), ("treasurer", False)]
)
def test_chair_and_secretary_lead_while_their_term_runs(office_held, may):
    row = OfficerFactory(office=office_held)
    assert ("edit" in access.allowed(row.user, "forum", row.forum)) is may
    actions.end_office(row, by=row.user, on=today())
    assert "edit" not in access.allowed(row.user, "forum", row.forum)


def test_a_member_sees_names_and_schools_and_no_buttons(as_user):
    forum = ForumFactory()
    person = member(forum)
    other = member(forum)
    page = as_user(person).get(f"/kkg/{forum.pk}/anggota/").content.decode()
    assert other.name in page
    assert other.appointments.get().school.name in page
    for word in ("/ajak/", "/kode/", "/akhiri/", "/jabatan/"):
        assert word not in page
    row = forum.memberships.get(user=other)
    for name, extra in (
        ("forum-member-end", [row.pk]),
        ("forum-member-keep", [row.pk]),
        ("forum-member-office", [row.pk]),
        ("forum-code", []),
        ("forum-gather", []),
        ("forum-invite", []),
    ):
        url = reverse(name, args=[forum.pk, *extra])
        assert as_user(person).post(url).status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_members_cost_the_same_for_one_and_for_five(as_user, rows, django_assert_num_queries):
    forum = ForumFactory()
    for _ in range(rows):
        member(forum)
        ForumInvitationFactory(forum=forum)
        OfficerFactory(forum=forum, office="section", user=forum.memberships.first().user)
        neighbour(forum, name="Dicari")
    client = as_user(chair_of(forum))
    # session, user, scope, forum, rights, readers 2, code, waiting; count, rows, schools
    with django_assert_num_queries(12):
        client.get(f"/kkg/{forum.pk}/anggota/")
    # the same nine; people found, their schools
    with django_assert_num_queries(11):
        client.get(f"/kkg/{forum.pk}/anggota/", {"cari": "dicari"})


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_of_a_forum_costs_the_same_for_one_and_for_five(
    as_user, rows, django_assert_num_queries
):
    forum = ForumFactory()
    person = member(forum)
    for number in range(rows):
        at = timezone.now() - dt.timedelta(days=number + 1)
        held = ActivityFactory(forum=forum, host=person, starts_at=at, decision="Dicoba")
        AttendanceFactory(activity=held, user=person, hosted=True)
        ActivityFactory(forum=forum, host=person, starts_at=at + dt.timedelta(days=30))
        PlanFactory(forum=forum, scope="forum")
    client = as_user(person)
    # session, user, scope, forum, rights, readers 2, activities, indicators, steps, plans, gave
    with django_assert_num_queries(12):
        client.get(f"/kkg/{forum.pk}/")


def test_founding_a_second_kkg_of_the_same_kind_says_that_it_opens_the_first(as_user):
    cluster = SchoolFactory().cluster
    client = as_user(appointed(Role.CHAIR, cluster=cluster))
    url = f"/kkg/gugus/{cluster.pk}/"
    founding(client, url, kind="kkg_cluster")
    founding(client, url, kind="kkg_cluster")
    page = client.get(f"/kkg/{Forum.objects.get(cluster=cluster).pk}/anggota/").content.decode()
    assert "Yang sejenis sudah ada" in page
