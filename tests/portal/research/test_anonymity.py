"""Small groups are merged or left out; names are taken out of words."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from portal.research.anonymity import LEAST, coarsen, half_year, smallest, widen
from portal.research.codes import Codes
from portal.research.naming import known

ORDER = (2, 1)


def test_small_groups_lose_detail_before_anybody_is_left_out():
    rows = {f"a{n}": ("teacher", "A", "6+") for n in range(5)}
    rows |= {f"b{n}": ("teacher", "B", ("0-2", "3-5", "6+")[n % 3]) for n in range(5)}
    rows |= {"c0": ("principal", "-", "6+")}
    found = coarsen(rows, ORDER)
    assert Counter(found.rows.values()) == {
        ("teacher", "A", "6+"): 5,
        ("teacher", "B", "*"): 5,
    }
    assert found.left_out == {"c0"}
    assert (found.unique, found.merged) == (2, {2: 6, 1: 1})


def test_nobody_stands_in_a_small_group_whatever_the_rows():
    draw = random.Random(7)
    for _round in range(200):
        rows = {
            str(n): (draw.choice("tp"), draw.choice("AB-"), draw.choice("xyz"))
            for n in range(draw.randint(0, 60))
        }
        found = coarsen(rows, ORDER)
        sizes = Counter(found.rows.values())
        assert all(size >= LEAST for size in sizes.values())
        assert smallest(found.rows.values()) == min(sizes.values(), default=0)
        assert found.rows.keys() | found.left_out == rows.keys()
        assert not found.rows.keys() & found.left_out
        for person, row in found.rows.items():
            kept = zip(row, rows[person], strict=True)
            assert all(shown in ("*", own) for shown, own in kept)


def test_a_rare_month_is_written_as_half_a_year_or_not_at_all():
    many = [(str(n), "2026-08") for n in range(5)]
    few = [(str(n), "2026-09") for n in range(3)] + [(str(n), "2026-10") for n in range(3, 5)]
    shown, changed = widen([*many, *few, ("1", "2025-03")], half_year)
    assert shown == {
        "2026-08": "2026-08",
        "2026-09": "2026-S2",
        "2026-10": "2026-S2",
        "2025-03": "",
    }
    assert changed == 3


def test_codes_are_keyed_and_belong_to_one_pack():
    one, other = Codes("satu"), Codes("dua")
    assert one.of("P", 7) == Codes("satu").of("P", 7)
    assert len({one.of("P", 7), one.of("P", 8), one.of("S", 7), other.of("P", 7)}) == 4
    assert one.guid("user", "P1") != other.guid("user", "P1")


PEOPLE = [
    (1, "Siti Aminah"),
    (2, "Siti Rohmah"),
    (3, "Slamet"),
    (4, "Nur'aini Dewi"),
    (5, "Zulkifli"),
    (6, "Zubaidah"),
]
CODES = {1: "P1", 3: "P3", 5: "P12345678ab", 6: "Pabcdefabcd"}
NAMES = known(PEOPLE, ["SD Negeri Rejosari 1", "Kecamatan Kraton"], CODES)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bu Siti Aminah membantu.", "Bu P1 membantu."),
        ("Bu Siti  Rohmah membantu.", "Bu [nama] membantu."),
        ("Siti membantu.", "[nama] membantu."),
        ("bu siti membantu", "bu [nama] membantu"),
        ("SLAMET dan Slamet.", "P3 dan P3."),
        ("Semua selamat.", "Semua selamat."),
        ("bersama nur\u2019aini", "bersama [nama]"),
        ("Pak Xaverius bertanya.", "Pak [nama] bertanya."),
        ("Bu Guru dan Pak Kepala", "Bu Guru dan Pak Kepala"),
        ("murid Zulfa menjawab", "murid [nama] menjawab"),
        ("di Rejosari, Kraton", "di [tempat], [tempat]"),
        ("NIP 19850312 201001 2 003", "NIP [nomor]"),
        ("WA 0812-3456-7890 atau +62 812 3456 7890", "WA [nomor] atau [nomor]"),
        ("surel siti@contoh.sch.id", "surel [alamat]"),
        ("lihat https://contoh.id/siti @siti", "lihat [alamat] [alamat]"),
        ("kelas 4, 35 menit, 2026", "kelas 4, 35 menit, 2026"),
        ("Zulkifli, Bu Zubaidah", "P12345678ab, Bu Pabcdefabcd"),
        ("P08123456789 dan P1, 08123456789", "P[nomor] dan P1, [nomor]"),
        ("", ""),
    ],
)
def test_names_are_taken_out_of_words(written, shown):
    assert NAMES.scrub(written) == shown
    assert NAMES.scrub(shown) == shown


def test_words_that_may_be_names_are_pointed_out():
    assert NAMES.doubts("Kemarin, Dafina bertanya dan Membaca.") == ["Dafina"]
