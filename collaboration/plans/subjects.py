"""Subjects of primary school and the class from which each is taught; free text stays allowed."""

from __future__ import annotations

from django.utils.translation import gettext as _

FROM = {
    "Bahasa Indonesia": 1,
    "Matematika": 1,
    "IPAS": 3,
    "Pendidikan Pancasila": 1,
    "Pendidikan Agama Islam dan Budi Pekerti": 1,
    "Pendidikan Agama Kristen dan Budi Pekerti": 1,
    "Pendidikan Agama Katolik dan Budi Pekerti": 1,
    "Pendidikan Agama Hindu dan Budi Pekerti": 1,
    "Pendidikan Agama Buddha dan Budi Pekerti": 1,
    "Pendidikan Agama Khonghucu dan Budi Pekerti": 1,
    "PJOK": 1,
    "Seni Musik": 1,
    "Seni Rupa": 1,
    "Seni Teater": 1,
    "Seni Tari": 1,
    "Bahasa Inggris": 1,
    "Muatan Lokal Bahasa Jawa": 1,
    "Muatan Lokal Bahasa Madura": 1,
    "Muatan Lokal": 1,
    "Koding dan Kecerdasan Artifisial": 5,
    "Kokurikuler": 1,
    "Pembelajaran tematik": 1,
}


def offered(grade: int | None = None) -> list[str]:
    """Subjects of a class 1 to 6, or of all classes."""
    return [name for name, first in FROM.items() if grade is None or grade >= first]


def surprise(subject: str, grade: int) -> str:
    """A sentence when a subject is usually taught from a higher class; "" if not."""
    first = FROM.get(subject, 1)
    if grade >= first:
        return ""
    told = {"subject": subject, "n": first}
    return _("%(subject)s is usually taught from class %(n)s. It is kept as you wrote it.") % told
