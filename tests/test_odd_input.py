"""Odd addresses and values are answered with a page, never with a fault of ours."""

from __future__ import annotations

import pytest
from django.utils import timezone

from collaboration.models import Activity
from portal.roles import Role
from tests.factories import (
    ForumFactory,
    PlanFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db
ODD = ["²", "-1", "9" * 30, "x", "%00", "%0%000", "' OR 1=1", "<script>", "\uff10\uff11", ""]
PLACES = [
    "/supervisi/?semester=",
    "/supervisi/?hal=",
    "/supervisi/?tampil=",
    "/tindak-lanjut/?hal=",
    "/pustaka/?cari=",
    "/pustaka/?kelas=",
    "/pustaka/?hal=",
    "/kegiatan/?hal=",
    "/?sebagai=",
    "/undangan/daftar/?cari=",
    "/supervisi/jadwalkan/?guru=",
    "/program/?hal=",
    "/tawaran/?hal=",
    "/rekap/?semester=",
    "/kalibrasi/baru/?cari=",
    "/langkah/?butir=",
    "/langkah/?cari=",
    "/supervisi/jadwalkan/?cari=",
    "/supervisi/jadwalkan/?sekolah=",
    "/instrumen/?aspek=",
    "/penelitian/?pernyataan=",
    "/penelitian/?hal=",
    "/penelitian/teks/?jenis=",
    "/penelitian/teks/?hal=",
    "/temuan/{npsn}/?tampil=",
    "/temuan/{npsn}/kutipan/?tema=",
    "/temuan/{npsn}/kutipan/?hal=",
    "/simpulan/sekolah/{npsn}/?tema=",
    "/simpulan/sekolah/{npsn}/?semester=",
    "/simpulan/sekolah/{npsn}/?status=",
    "/simpulan/sekolah/{npsn}/baru/?tema=",
    "/temuan/{npsn}/teks/?jenis=",
    "/temuan/{npsn}/teks/?hal=",
]


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("place", PLACES)
def test_an_odd_value_in_an_address_still_gives_the_page(as_user, place, value):
    TermFactory()
    session = SessionFactory()
    assert (
        as_user(principal_of(session.school))
        .get(place.format(npsn=session.school.npsn) + value)
        .status_code
        == 200
    )


@pytest.mark.parametrize("value", ODD)
def test_an_odd_page_of_packs_is_the_first_or_the_last(as_user, value):
    officer = appointed(Role.OFFICER, region=SchoolFactory().subdistrict)
    assert as_user(officer).get(f"/paket-penelitian/?hal={value}").status_code == 200


@pytest.mark.parametrize("value", ODD)
def test_an_odd_base_version_still_saves_or_refuses(as_user, value):
    author = appointed(Role.TEACHER)
    school = author.appointments.get().school
    plan = PlanFactory(author=author, school=school)
    answer = as_user(author).post(
        f"/modul/{plan.pk}/tulis/",
        {
            "base": value,
            "form_id": value,
            "title": "Judul",
            "grade": "4",
            "subject": "IPAS",
            "objectives": "Tujuan baru",
        },
    )
    assert answer.status_code in (302, 409)


@pytest.mark.parametrize("value", ODD)
def test_an_odd_plan_form_comes_back_with_what_was_typed(as_user, value):
    TermFactory()
    session = SessionFactory()
    answer = as_user(principal_of(session.school)).post(
        "/supervisi/jadwalkan/",
        {"teacher": value, "planned_on": value, "grade": value, "subject": "Mata pelajaran saya"},
    )
    assert answer.status_code == 200
    assert "Mata pelajaran saya" in answer.content.decode()


def test_control_signs_are_dropped_from_every_kind_of_field_of_a_form(as_user):
    TermFactory()
    forum = ForumFactory()
    host = member(forum)
    sent = {
        "kind": "mee\x00ting",
        "title": "Asesmen\x07 awal",
        "day": f"{timezone.localdate():%d/%m/%Y}\x00",
        "time": "\x0213.00",
        "minutes": "12\x000",
        "place": "SDN Semare 1\x9f",
        "aspects": ["plan\x00ning"],
        "agenda": "Satu\r\nDua\x1b",
    }
    answer = as_user(host).post(f"/kkg/{forum.pk}/undang/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Activity.objects.get()
    assert (made.kind, made.title, made.minutes) == ("meeting", "Asesmen awal", 120)
    assert (made.place, made.agenda.split()) == ("SDN Semare 1", ["Satu", "Dua"])
