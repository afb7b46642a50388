import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError

from portal import days, fields, names

APRIL_5 = dt.date(2026, 4, 5)


def typed(field, text):
    """What a form makes of ``text``: its value, or the error sentences."""
    form = type("OneField", (forms.Form,), {"it": field})({"it": text})
    return form.cleaned_data["it"] if form.is_valid() else list(form.errors["it"])


DAYS = [
    ("05/04/2026", APRIL_5),
    ("5-4-2026", APRIL_5),
    ("05.04.2026", APRIL_5),
    ("5/4/26", APRIL_5),
    ("2026-04-05", APRIL_5),
    ("5 April 2026", APRIL_5),
    ("5 apr 2026", APRIL_5),
    ("Minggu, 5 April 2026", APRIL_5),
    ("Jum'at, 3 April 2026", dt.date(2026, 4, 3)),
    ("5 Mei 2026", dt.date(2026, 5, 5)),
    ("5 Agu 2026", dt.date(2026, 8, 5)),
    ("5 Pebruari 2026", dt.date(2026, 2, 5)),
    ("5 Nopember 2026", dt.date(2026, 11, 5)),
    ("29/02/2028", dt.date(2028, 2, 29)),
    ("\uff15/\uff14/\uff12\uff10\uff12\uff16", APRIL_5),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day_is_read_day_first(text, day):
    assert days.read_day(text) == day
    assert typed(fields.DayField(), text) == day


@pytest.mark.parametrize(
    "text",
    [
        "04/25/2026",
        "31/02/2026",
        "29/02/2027",
        "besok",
        "5/4-2026",
        "0/0/0000",
        "5 x 2026",
    ],
)
def test_an_impossible_day_is_refused_with_an_example(text):
    error = "Tanggal belum terbaca. Contoh: 26 November 2026 atau 26/11/2026."
    assert typed(fields.DayField(), text) == [error]


def test_a_wrong_weekday_is_refused():
    error = "Hari dan tanggalnya tidak cocok: 05/04/2026 jatuh pada hari lain."
    assert typed(fields.DayField(), "Senin, 5 April 2026") == [error]


WIB = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("05/04/2026 07.30", dt.datetime(2026, 4, 5, 7, 30, tzinfo=WIB)),
        ("05/04/2026 07:30", dt.datetime(2026, 4, 5, 7, 30, tzinfo=WIB)),
        ("25/04/2026 07.30", dt.datetime(2026, 4, 25, 7, 30, tzinfo=WIB)),
        ("2026-04-25T07:30", dt.datetime(2026, 4, 25, 7, 30, tzinfo=WIB)),
        ("31/12/2026 23.30", dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)),
        (
            "5 April 2026 pukul 07.30 WIT",
            dt.datetime(2026, 4, 4, 22, 30, tzinfo=dt.UTC),
        ),
    ],
)
def test_a_moment_is_read_by_the_clock_of_its_zone(text, moment):
    assert typed(fields.MomentField(zone="Asia/Jakarta"), text) == moment


def test_the_same_evening_is_the_next_year_in_the_east():
    moment = days.read_moment("31/12/2026 23.30", "Asia/Jakarta")
    assert moment.astimezone(ZoneInfo("Asia/Jayapura")).date() == dt.date(2027, 1, 1)


@pytest.mark.parametrize("text", ["7.30", "07.30", "0730", "07.30 WIB", "07:30"])
def test_a_time_is_read(text):
    assert typed(fields.TimeField(), text) == dt.time(7, 30)


@pytest.mark.parametrize("text", ["24.00", "07.60", "tujuh", "7"])
def test_an_impossible_time_is_refused(text):
    assert typed(fields.TimeField(), text) == ["Jam belum terbaca. Contoh: 07.30."]


def test_a_spreadsheet_serial_is_a_day():
    assert days.day_of_serial(46117) == APRIL_5
    assert days.day_of_serial(44562.0) == dt.date(2022, 1, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,5", "3.5"),
        ("3.5", "3.5"),
        (" 3,50 ", "3.5"),
        ("\uff13\uff0c\uff15", "3.5"),
        ("1.000", "1000"),
        ("1.000,5", "1000.5"),
        ("12.345.678", "12345678"),
        ("0.125", "0.125"),
        ("1.25", "1.25"),
        ("1,000", "1"),
        ("-2,5", "-2.5"),
    ],
)
def test_a_decimal_is_read(text, number):
    assert fields.read_decimal(text) == Decimal(number)
    assert typed(fields.DecimalField(), text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["1,000.5", "1.00.0", "1e3", "NaN", "3,5,1", "\u0663,\u0665x", "--1"]
)
def test_an_unclear_decimal_is_refused(text):
    assert typed(fields.DecimalField(), text) == ["Angka belum terbaca. Contoh: 3,5."]


def test_a_whole_number_has_no_comma():
    assert typed(fields.WholeField(), "1.000") == 1000
    assert typed(fields.WholeField(), "1,5") == ["Tulis bilangan bulat, tanpa koma."]


def test_an_nip_keeps_its_digits_only():
    assert typed(fields.NipField(), "19850312 201001 2 003") == "198503122010012003"
    assert typed(fields.NipField(required=False), "-") is None
    assert typed(fields.NipField(required=False), "") is None


@pytest.mark.parametrize(
    ("text", "status", "sex", "code"),
    [
        ("1.98503E+17", "", "", "digits_lost"),
        ("1,98503E+17", "", "", "digits_lost"),
        ("198503122010012000", "", "", "digits_lost"),
        ("1990", "", "", "length"),
        ("199013452015032001", "PNS", "", "birth"),
        ("198503122001012003", "PNS", "", "start"),
        ("198503122010212003", "PNS", "", "start"),
        ("198503122010013003", "PNS", "", "sex"),
        ("198503122010012003", "PNS", "L", "sex"),
    ],
)
def test_an_nip_that_cannot_be_is_refused(text, status, sex, code):
    with pytest.raises(ValidationError) as caught:
        fields.read_nip(text, status=status, sex=sex)
    assert caught.value.code == code


def test_the_contract_marker_of_a_pppk_is_no_month():
    assert fields.read_nip("198503122022212003", status="PPPK") == "198503122022212003"
    assert fields.read_nip("198503122022212003") == "198503122022212003"


def test_nuptk_and_npsn_stay_text():
    assert typed(fields.NuptkField(), "0234 5678 9012 3456") == "0234567890123456"
    assert typed(fields.NuptkField(), "123") == ["NUPTK terdiri atas 16 angka."]
    assert typed(fields.NpsnField(), "01234567") == "01234567"
    assert typed(fields.NpsnField(), "p9900001") == "P9900001"
    assert typed(fields.NpsnField(), "2050123") == [
        "NPSN terdiri atas delapan angka, misalnya 20501234."
    ]


def test_a_name_is_cleaned_and_its_title_is_shown_its_place():
    assert typed(fields.NameField(), "Siti") == "Siti"
    assert typed(fields.NameField(), "  Ahmad   Fauzi ") == "Ahmad Fauzi"
    assert typed(fields.NameField(), "Siti Aminah, S.Pd.") == [
        'Tulis "Siti Aminah" di sini dan pindahkan "S.Pd." ke kolom gelar.'
    ]


@pytest.mark.parametrize(
    ("text", "before", "name", "after"),
    [
        (
            "Dra. Hj. SITI MARIYATUL AZIZAH, M.Pd.",
            "Dra. Hj.",
            "Siti Mariyatul Azizah",
            "M.Pd.",
        ),
        ("Nur\xa0Azizah  Ma'ruf ,S.Pd", "", "Nur Azizah Ma'ruf", "S.Pd"),
        ("ANISA WAHYUNI, S.Pd., Gr.", "", "Anisa Wahyuni", "S.Pd., Gr."),
        ("MARIYATUL SA\u2019ADAH, S.PD.SD", "", "Mariyatul Sa'adah", "S.Pd.SD"),
        ("NUR'AINI", "", "Nur'aini", ""),
        ("I MADE SUDARMA, A.MA.PD.", "", "I Made Sudarma", "A.Ma.Pd."),
        ("NI LUH PUTU AYU", "", "Ni Luh Putu Ayu", ""),
        ("SITI AMINAH S.Pd", "", "Siti Aminah", "S.Pd"),
        ("H. MOCH. HAKIM, S.Pd.I", "H.", "Moch. Hakim", "S.Pd.I"),
        ("AHMAD BIN ALI", "", "Ahmad bin Ali", ""),
        ("M. A. RAHMAN", "", "M. A. Rahman", ""),
        ("Muhammad al-Faruq", "", "Muhammad al-Faruq", ""),
        ("Slamet", "", "Slamet", ""),
        ("Hadi, Saputra", "", "Hadi, Saputra", ""),
        ("Drs. Suparno, SE, MM", "Drs.", "Suparno", "SE, MM"),
    ],
)
def test_titles_are_parted_from_the_name(text, before, name, after):
    assert names.part(text) == names.Parts(before, name, after)


def test_two_writings_of_a_name_share_a_key():
    assert names.key("Nur'aini") == names.key("NUR\u2019AINI") == names.key("nuraini") == "nuraini"
    assert names.key("Umi Kholifah") != names.key("Umi Kholifa")


def test_text_loses_what_nobody_can_see_and_keeps_the_rest():
    seen = typed(fields.TextField(), "e\u0301\u200b a\x00\u202eb\r\n😀")
    assert seen == "\u00e9 ab\n😀"
