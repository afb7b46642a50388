"""Whose staff list is this? From the lines above its header, never from a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q

from portal import names
from portal.models import School, User

NPSN = re.compile(r"(?<![0-9A-Z])[A-Z0-9][0-9]{7}(?![0-9])")
OTHER = re.compile(r"\s*(daftar|data|tanggal|pengunduh|dicetak|diunduh)\b", re.IGNORECASE)
KINDS = (
    "upt satuan pendidikan",
    "uptd",
    "upt",
    "sd negeri",
    "sekolah dasar negeri",
    "sdn",
)


def kept(titles: Sequence[str]) -> list[str]:
    """The lines that tell whose list it is. Of an e-mail address only an NPSN stays."""
    lines = [line for line in titles if not OTHER.match(line)]
    numbers = [f"NPSN? {number}" for line in titles for number in NPSN.findall(line.upper())]
    return [line for line in lines if "@" not in line] + numbers


def school_of(titles: Sequence[str], by: User) -> School | None:
    """The one school of the operator's area that a line gives by its NPSN, or None.

    The NPSN counts where a line names it ("NPSN: 20501234"), and where another line holds the
    name of that same school. A name alone is not enough: names repeat.
    """
    found = candidates(titles, by)
    if len(found) != 1:
        return None
    school = found[0]
    named = any(key(line) == key(school.name) for line in titles)
    told = any(re.search(rf"\bNPSN\b\W*{school.npsn}", line, re.IGNORECASE) for line in titles)
    return school if named or told else None


def candidates(titles: Sequence[str], by: User) -> list[School]:
    """Schools of the operator's area whose NPSN stands in the lines; at most ten."""
    numbers = {number for line in titles for number in NPSN.findall(line.upper())}
    rows = School.objects.where_one_may(by, "edit").filter(npsn__in=numbers)
    return list(rows.select_related("subdistrict")[:10])


def likely(titles: Sequence[str], by: User) -> list[School]:
    """Schools to offer first: by NPSN, then by equal name; at most ten."""
    found = candidates(titles, by)
    wanted = {key(line) for line in titles} - {""}
    words = [line.split()[-1] for line in titles if line.upper().startswith(("SD", "UPT", "SEK"))]
    if words:
        some = Q()
        for word in words:
            some |= Q(name__icontains=word)
        rows = School.objects.where_one_may(by, "edit").filter(some).select_related("subdistrict")
        found += [school for school in rows[:200] if key(school.name) in wanted]
    return list({school.pk: school for school in found}.values())[:10]


def key(name: str) -> str:
    """A school's name with its kind in one form: "SD NEGERI REJOSARI" gives "sdn rejosari"."""
    text = names.key(name)
    for kind in KINDS:
        if text.startswith(f"{kind} "):
            return f"sdn {text.removeprefix(kind).strip()}"
    return text
