import csv
import datetime as dt
import logging

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.imports import actions
from portal.models import Appointment, AuditEvent, Cluster, ImportBatch, ImportRow, School, User
from portal.roles import Role
from tests.factories import SchoolFactory, appointed
from tests.portal.imports import files

NIP = "198503122010012003"
SAID = {
    "new": "accept",
    "changed": "accept",
    "same": "accept",
    "refused": "reject",
    "left_out": "warn",
}


def checked(data, by, kind="staff", **options):
    batch = actions.take(data, kind, by=by, **options)
    while batch.state == "checking" and not batch.needs_school:
        batch = actions.check_step(batch, by=by)
    return batch


def outcomes(batch):
    return dict(batch.rows.values_list("number", "outcome"))


def texts(batch, number):
    return [note["text"] for note in batch.rows.get(number=number).notes]


def roles(user, **where):
    rows = Appointment.objects.filter(user=user, ended_on=None, **where)
    return sorted(rows.values_list("role", flat=True))


def test_the_difficult_roster_gives_exactly_what_is_expected(operator, rejosari):
    batch = checked(files.roster("daftar-guru-bermasalah.xlsx"), operator)
    with open("tests/data/daftar-guru-bermasalah.expected.csv", encoding="utf-8") as file:
        expected = {int(row["sheet_row"]): row["expected"] for row in csv.DictReader(file)}
    said = dict.fromkeys(expected, "skip") | {
        number: SAID[outcome] for number, outcome in outcomes(batch).items()
    }
    assert said == expected
    assert batch.skipped == 2


def test_the_difficult_roster_is_written_as_a_careful_person_would(operator, rejosari):
    data = files.roster("daftar-guru-bermasalah.xlsx")
    actions.run(data, "staff", by=operator)
    people = {
        user.name: (user.title_before, user.title_after, user.nip, user.nuptk, user.address)
        for user in User.objects.exclude(pk=operator.pk)
    }
    assert people == {
        "Siti Mariyatul Azizah": (
            "Dra. Hj.", "M.Pd.", "196805121993032007", "1234567890123456", "ibu",
        ),
        "Slamet": ("", "", "197008171998031004", "2234567890123456", "bapak"),
        "Nur Azizah Ma'ruf": ("", "S.Pd", None, "3234567890123456", "ibu"),
        "Anisa Wahyuni": ("", "S.Pd., Gr.", None, "4234567890123456", "ibu"),
        "Bambang Nugroho": ("", "S.Pd", "199001012015031001", "5234567890123456", "bapak"),
    }  # fmt: skip
    began = {
        (row.user.name, row.role): row.began_on
        for row in Appointment.objects.filter(school=rejosari).select_related("user")
    }
    assert began == {
        ("Siti Mariyatul Azizah", "principal"): dt.date(1993, 3, 1),
        ("Slamet", "teacher"): dt.date(1998, 3, 1),
        ("Nur Azizah Ma'ruf", "teacher"): dt.date(2022, 4, 1),
        ("Anisa Wahyuni", "teacher"): dt.date(2022, 1, 1),
        ("Bambang Nugroho", "teacher"): dt.date(2015, 3, 1),
    }


def test_what_was_wrong_is_said_with_column_and_value(operator, rejosari):
    batch = checked(files.roster("daftar-guru-bermasalah.xlsx"), operator)
    notes = {
        number: [(note["column"], note["read"], note["text"]) for note in notes]
        for number, notes in batch.rows.values_list("number", "notes")
    }
    assert notes[11] == [
        ("NIP", "199001012015031001", "Nomor yang sama sudah ada di baris 10. Hapus salah satunya.")
    ]
    assert notes[15] == [("L/P", "X", "Tulis L atau P.")]
    assert notes[16] == [("NAMA", "", "Ini rumus, bukan nama. Ketik namanya.")]
    assert notes[17] == [
        (
            "NPSN",
            "12345678",
            "Tidak ada sekolah dengan NPSN ini di wilayah Anda. Impor daftar sekolah dahulu.",
        )
    ]
    assert notes[8][1][:2] == ("NIP", "1,98902E+17")


def test_both_rosters_come_in_and_the_second_time_changes_nothing(operator):
    schools = files.roster("daftar-sekolah-kraton.xlsx")
    staff = files.roster("daftar-guru-kecamatan-kraton.xlsx")
    assert actions.run(schools, "schools", by=operator).counts == {"new": 38}
    assert actions.run(staff, "staff", by=operator).counts == {"new": 391}
    assert (Cluster.objects.count(), School.objects.get(npsn="95141621").cluster.name) == (
        7,
        "Gugus 04",
    )
    assert School.objects.get(npsn="95141621").name == "SD Negeri Rejosari"
    rows = Appointment.objects.exclude(user=operator)
    by_role = {
        role: rows.filter(role=role).count() for role in ("teacher", "principal", "coordinator")
    }
    assert by_role == {"teacher": 353, "principal": 38, "coordinator": 38}

    before = counted()
    assert actions.run(schools, "schools", by=operator).counts == {"same": 38}
    assert actions.run(staff, "staff", by=operator).counts == {"same": 391}
    one = files.roster("daftar-guru-95141621.xlsx")
    again = actions.run(one, "staff", by=operator)
    assert (again.counts, again.newcomers) == ({"same": 9}, 0)
    assert counted() == before


def counted():
    models = (User, Appointment, School, Cluster)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_confirming_twice_gives_the_same_receipt(operator, rejosari):
    batch = checked(files.staff({"Nama": "Siti", "NIP": NIP}), operator)
    first = actions.confirm(batch, by=operator)
    assert actions.confirm(batch, by=operator) == first
    assert (first.counts, first.newcomers) == ({"new": 1}, 1)
    assert User.objects.filter(nip=NIP).count() == 1
    assert not batch.rows.exists()  # what was applied is not kept a second time


def test_refused_rows_have_to_be_left_out_on_purpose(operator, rejosari):
    data = files.staff({"Nama": "Siti", "NIP": NIP}, {"Nama": "Ani", "JK": "X"})
    batch = checked(data, operator)
    with pytest.raises(ValidationError, match="Ada baris yang ditolak"):
        actions.confirm(batch, by=operator)
    assert not User.objects.filter(nip=NIP).exists()
    receipt = actions.confirm(batch, by=operator, without_refused=True)
    assert receipt.counts == {"new": 1, "refused": 1}
    assert [row.label for row in batch.rows.all()] == ["Ani"]


def test_a_person_who_moved_gets_the_old_appointment_ended(operator, rejosari):
    old = SchoolFactory(subdistrict=rejosari.subdistrict)
    siti = appointed(Role.TEACHER, school=old, name="Siti Aminah", nip=NIP)
    batch = checked(files.staff({"Nama": "Siti Aminah", "NIP": NIP}), operator)
    assert outcomes(batch) == {2: "changed"}
    assert texts(batch, 2) == [
        "Sebelumnya kosong.",  # the status
        f"Penugasan sebagai Guru di {old} berakhir.",
        "Penugasan sebagai Guru di SD Negeri Rejosari dimulai.",
    ]
    actions.confirm(batch, by=operator)
    today = timezone.localdate()
    assert roles(siti, school=rejosari) == ["teacher"]
    assert Appointment.objects.get(user=siti, school=old).ended_on == today - dt.timedelta(days=1)
    assert Appointment.objects.get(user=siti, school=rejosari).began_on == today


def test_two_principals_change_places_in_one_file(operator, rejosari):
    other = SchoolFactory(npsn="95141622", subdistrict=rejosari.subdistrict)
    mei = appointed(Role.PRINCIPAL, school=rejosari, name="Mei", nip=NIP)
    hadi = appointed(Role.PRINCIPAL, school=other, name="Hadi", nip="198503122010011003")
    head = {"Jenis PTK": "Kepala Sekolah"}
    data = files.staff(
        {"Nama": "Mei", "NIP": NIP, "NPSN": other.npsn, **head},
        {"Nama": "Hadi", "NIP": hadi.nip, "JK": "L", **head},
    )
    assert actions.run(data, "staff", by=operator).counts == {"changed": 2}
    assert (roles(mei, school=other), roles(hadi, school=rejosari)) == (["principal"],) * 2
    assert (roles(mei, school=rejosari), roles(hadi, school=other)) == ([], [])


def test_a_principal_who_goes_to_an_unknown_school_has_not_left(operator, rejosari):
    appointed(Role.PRINCIPAL, school=rejosari, name="Mei", nip="198503122010012004")
    head = {"Jenis PTK": "Kepala Sekolah"}
    data = files.staff(
        {"Nama": "Mei", "NIP": "198503122010012004", "NPSN": "20501234", **head},
        {"Nama": "Siti", "NIP": NIP, **head},
    )
    receipt = actions.run(data, "staff", by=operator)
    assert receipt.counts == {"refused": 2}


def test_a_second_principal_is_refused_with_the_name_of_the_first(operator, rejosari):
    appointed(Role.PRINCIPAL, school=rejosari, name="Mei Hidayati", nip="198503122010012004")
    data = files.staff({"Nama": "Siti", "NIP": NIP, "Jenis PTK": "Kepala Sekolah"})
    batch = checked(data, operator)
    assert outcomes(batch) == {2: "refused"}
    assert texts(batch, 2)[0].startswith("Kepala sekolah ini masih Mei Hidayati.")


def test_a_coordinator_who_is_one_no_longer_stays_a_teacher(operator, rejosari):
    siti = appointed(Role.COORDINATOR, school=rejosari, name="Siti", nip=NIP)
    appointed(Role.TEACHER, user=siti, school=rejosari)
    assert roles(siti) == ["coordinator", "teacher"]
    actions.run(files.staff({"Nama": "Siti", "NIP": NIP}), "staff", by=operator)
    assert roles(siti) == ["teacher"]


def test_a_name_alone_never_merges_two_people(operator, rejosari):
    slamet = appointed(Role.TEACHER, school=rejosari, name="Slamet")
    other = SchoolFactory(npsn="95141622", subdistrict=rejosari.subdistrict)
    data = files.staff(
        {"Nama": "SLAMET", "JK": "L"},
        {"Nama": "Slamet", "NIP": "198503122010011003", "JK": "L"},
        {"Nama": "Slamet", "JK": "L", "NPSN": other.npsn},
    )
    batch = checked(data, operator)
    assert outcomes(batch) == {2: "left_out", 3: "refused", 4: "new"}
    actions.confirm(batch, by=operator, without_refused=True)
    slamet.refresh_from_db()
    assert (slamet.name, slamet.nip) == ("Slamet", None)
    assert User.objects.filter(name="Slamet").count() == 2


def test_a_new_number_of_a_known_person_is_a_change(operator, rejosari):
    siti = appointed(Role.TEACHER, school=rejosari, name="Siti", nuptk="1234567890123456")
    data = files.staff({"Nama": "Siti", "NUPTK": siti.nuptk, "NIP": NIP})
    assert actions.run(data, "staff", by=operator).counts == {"changed": 1}
    siti.refresh_from_db()
    assert siti.nip == NIP


def test_an_address_with_an_equal_name_is_the_same_person(operator, rejosari):
    siti = appointed(Role.TEACHER, school=rejosari, name="Siti Nur'aini", email="Siti@contoh.id")
    data = files.staff(
        {"Nama": "SITI NUR\u2019AINI", "Email": "siti@contoh.id", "NIP": NIP},
    )
    batch = checked(data, operator)
    assert outcomes(batch) == {2: "changed"}
    actions.confirm(batch, by=operator)
    siti.refresh_from_db()
    assert (siti.name, siti.nip) == ("Siti Nur'aini", NIP)


def test_the_address_of_somebody_else_is_left_empty(operator, rejosari):
    appointed(Role.TEACHER, school=rejosari, name="Rina", email="sd@contoh.id")
    actions.run(
        files.staff({"Nama": "Siti", "NIP": NIP, "Email": "sd@contoh.id"}), "staff", by=operator
    )
    assert User.objects.get(nip=NIP).email == ""


def test_numbers_of_two_people_in_one_row_are_refused(operator, rejosari):
    appointed(Role.TEACHER, school=rejosari, name="Siti", nip=NIP)
    appointed(Role.TEACHER, school=rejosari, name="Rina", nuptk="1234567890123456")
    batch = checked(
        files.staff({"Nama": "Siti", "NIP": NIP, "NUPTK": "1234567890123456"}), operator
    )
    assert outcomes(batch) == {2: "refused"}


def test_nobody_is_taken_from_another_area(operator, rejosari, regions):
    far = SchoolFactory(subdistrict=regions["34.71.02"])
    siti = appointed(Role.TEACHER, school=far, name="Siti", nip=NIP)
    batch = checked(files.staff({"Nama": "Siti", "NIP": NIP}), operator)
    assert outcomes(batch) == {2: "refused"}
    actions.confirm(batch, by=operator, without_refused=True)
    assert roles(siti) == ["teacher"]
    batch = checked(files.staff({"Nama": "Ani", "NPSN": far.npsn}), operator)
    assert outcomes(batch) == {2: "refused"}


def test_operators_do_not_appoint_themselves(operator, rejosari):
    User.objects.filter(pk=operator.pk).update(nip=NIP)
    batch = checked(files.staff({"Nama": "Dewi Operator", "NIP": NIP}), operator)
    assert outcomes(batch) == {2: "refused"}


def test_a_list_of_one_school_asks_which_school_when_it_cannot_be_known(operator, rejosari):
    header = [name for name in files.STAFF if name != "NPSN"]
    data = files.staff({"Nama": "Siti", "NIP": NIP}, header=header, titles=["SD NEGERI REJOSARI"])
    batch = checked(data, operator)
    assert batch.needs_school
    with pytest.raises(ValidationError):
        actions.confirm(batch, by=operator)
    batch = actions.choose_school(batch, rejosari, by=operator)
    batch = actions.check_step(batch, by=operator)
    actions.confirm(batch, by=operator)
    assert roles(User.objects.get(nip=NIP), school=rejosari) == ["teacher"]


def test_a_list_of_one_school_is_known_by_npsn_and_name_together(operator, rejosari):
    batch = checked(files.roster("daftar-guru-95141621.xlsx"), operator)
    assert batch.school == rejosari
    assert set(outcomes(batch).values()) == {"new"}
    rejosari.name = "SD Negeri Lain"
    rejosari.save()
    assert checked(files.roster("daftar-guru-95141621.xlsx"), operator).needs_school


def test_a_school_elsewhere_cannot_be_chosen(operator, rejosari, regions):
    header = [name for name in files.STAFF if name != "NPSN"]
    batch = checked(files.staff({"Nama": "Siti"}, header=header), operator)
    with pytest.raises(PermissionDenied):
        actions.choose_school(batch, SchoolFactory(subdistrict=regions["34.71.02"]), by=operator)


def test_people_missing_from_a_schools_own_list_are_told_and_never_ended(operator, rejosari):
    rina = appointed(Role.TEACHER, school=rejosari, name="Rina", nip=NIP)
    batch = checked(files.roster("daftar-guru-95141621.xlsx"), operator)
    assert batch.missing == [rina.pk]
    actions.confirm(batch, by=operator)
    assert roles(rina) == ["teacher"]


def schools(*rows):
    header = ["NPSN", "Nama Sekolah", "Status", "Kecamatan", "Kabupaten", "Provinsi", "Gugus"]
    return files.xlsx(header, *rows)


@pytest.mark.parametrize(
    ("place", "outcome"),
    [
        (("Kec. Kraton", "Kab. Pasuruan", "Prov. Jawa Timur"), "new"),
        (("KRATON", "", ""), "new"),
        (("Kraton", "Kota Pasuruan", ""), "refused"),
        (("Kraton", "Kota Yogyakarta", ""), "refused"),
        (("3514170", "", ""), "refused"),
        (("Rembang", "Kab. Pasuruan", ""), "refused"),
    ],
)
def test_a_school_is_put_by_the_names_of_its_places(operator, regions, place, outcome):
    batch = checked(schools(["95141621", "SDN A", "NEGERI", *place, "1"]), operator, "schools")
    assert outcomes(batch) == {2: outcome}


def test_a_school_of_another_area_is_not_taken(operator, regions):
    far = SchoolFactory(npsn="95141621", subdistrict=regions["34.71.02"])
    batch = checked(schools(["95141621", "SDN A", "", "Kraton", "", "", ""]), operator, "schools")
    assert outcomes(batch) == {2: "refused"}
    actions.confirm(batch, by=operator, without_refused=True)
    far.refresh_from_db()
    assert far.subdistrict_id == "34.71.02"


def test_the_same_npsn_twice_is_refused_the_second_time(operator, regions):
    row = ["95141621", "SDN A", "NEGERI", "Kraton", "", "", ""]
    assert outcomes(checked(schools(row, row), operator, "schools")) == {2: "new", 3: "refused"}


def test_imports_belong_to_their_operator_alone(operator, rejosari):
    batch = checked(files.staff({"Nama": "Siti", "NIP": NIP}), operator)
    other = appointed(Role.OPERATOR, region=rejosari.subdistrict)
    for act in (actions.confirm, actions.check_step, actions.discard):
        with pytest.raises(PermissionDenied):
            act(batch, by=other)
    assert not ImportBatch.objects.visible_to(other).exists()
    assert not ImportRow.objects.visible_to(other).exists()
    with pytest.raises(PermissionDenied):
        actions.take(b"", "staff", by=appointed(Role.PRINCIPAL, school=rejosari))


def test_what_is_not_needed_reaches_neither_database_nor_log(operator, rejosari, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    canary, mother = "3514999888777666", "Ibu Kandung Rahasia"
    data = files.staff(
        {"Nama": "Siti", "NIP": NIP, "NIK": canary, "Nama Ibu Kandung": mother},
        {"Nama": "Ani", "JK": "X", "NIK": canary, "Nama Ibu Kandung": mother},
    )
    batch = checked(data, operator)
    actions.confirm(batch, by=operator, without_refused=True)
    everything = "".join(str(list(model._default_manager.values())) for model in apps.get_models())
    assert NIP in everything
    assert canary not in everything + caplog.text
    assert mother not in everything + caplog.text


def test_an_import_is_audited_and_forgotten_after_a_week(operator, rejosari):
    batch = checked(files.staff({"Nama": "Siti", "NIP": NIP}), operator)
    ImportBatch.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    actions.take(files.staff({"Nama": "Ani"}), "staff", by=operator)
    assert not ImportBatch.objects.filter(pk=batch.pk).exists()
    acts = AuditEvent.objects.filter(actor=operator).values_list("act", flat=True)
    assert list(acts) == ["import_upload", "import_upload"]


def test_usernames_are_never_numbers_of_the_person(operator, rejosari):
    data = files.staff(
        {"Nama": "Siti Nur'aini Hasan", "NIP": NIP},
        {"Nama": "Siti Nuraini", "NUPTK": "1234567890123456"},
    )
    actions.run(data, "staff", by=operator)
    names = User.objects.exclude(pk=operator.pk).order_by("pk").values_list("username", flat=True)
    assert list(names) == ["siti.nuraini", "siti.nuraini2"]
    assert not User.objects.get(username="siti.nuraini").has_usable_password()
