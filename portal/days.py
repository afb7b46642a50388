"""Days and times as Indonesians type them: day first, month names old and new. No clock."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb peb februari pebruari february",
            "mar mrt maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt ags agust agustus aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov nop november nopember",
            "des dec desember december",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    "senin": 0,
    "selasa": 1,
    "rabu": 2,
    "kamis": 3,
    "jumat": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}
ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")
WORDS = re.compile(r"(?:([a-z]+),? +)?(\d{1,2})[ \-]+([a-z]+)\.?[ \-]+(\d{4}|\d{2})")
CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?|(\d{2})(\d{2})")
DAY_AND_CLOCK = re.compile(
    r"(.*\d)(?:, *| +|t)(?:pukul |jam )?(\d{1,2}[.:]\d{2}(?:[.:]\d{2})?|\d{4})(?: *(wib|wita|wit))?"
)

UNREAD_DAY = _("The date cannot be read. Example: 26 November 2026 or 26/11/2026.")
UNREAD_TIME = _("The time cannot be read. Example: 07.30.")
UNREAD_MOMENT = _("The date and time cannot be read. Example: 26/11/2026 07.30.")


def tidy(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(text.replace("jum'at", "jumat").split())


def _year(digits: str) -> int:
    """Two digits mean 1970 to 2069."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValidationError(UNREAD_DAY, code="invalid") from None


def read_day(text: str) -> dt.date:
    """The day that ``text`` names: "5/4/26", "5 April 2026", "Minggu, 5 April 2026".

    Raises ValidationError also when the weekday named does not fall on that day.
    """
    text = tidy(text)
    if found := ISO.fullmatch(text):
        return _date(*(int(part) for part in found.groups()))
    if found := NUMBERS.fullmatch(text):
        day, _sign, month, year = found.groups()
        return _date(_year(year), int(month), int(day))
    found = WORDS.fullmatch(text)
    if not found or found[3] not in MONTHS:
        raise ValidationError(UNREAD_DAY, code="invalid")
    named = _date(_year(found[4]), MONTHS[found[3]], int(found[2]))
    if found[1] and found[1] not in WEEKDAYS:
        raise ValidationError(UNREAD_DAY, code="invalid")
    if found[1] and WEEKDAYS[found[1]] != named.weekday():
        raise ValidationError(
            _("The day and the date do not match: %(day)s is a different day of the week."),
            code="weekday",
            params={"day": named.strftime("%d/%m/%Y")},
        )
    return named


def read_time(text: str) -> dt.time:
    """ "7.30", "07:30", "0730" or "07.30 WIB"."""
    text = re.sub(r" ?(wib|wita|wit)$", "", tidy(text))
    found = CLOCK.fullmatch(text)
    if not found:
        raise ValidationError(UNREAD_TIME, code="invalid")
    try:
        return dt.time(int(found[1] or found[3]), int(found[2] or found[4]))
    except ValueError:
        raise ValidationError(UNREAD_TIME, code="invalid") from None


def read_moment(text: str, zone: str) -> dt.datetime:
    """A day and a time of day in ``zone``, e.g. "Asia/Jakarta", or in the zone written (WIB)."""
    found = DAY_AND_CLOCK.fullmatch(tidy(text))
    if not found:
        raise ValidationError(UNREAD_MOMENT, code="invalid")
    day, time = read_day(found[1]), read_time(found[2])
    return dt.datetime.combine(day, time, ZoneInfo(ZONES.get(found[3] or "", zone)))


def day_of_serial(number: float) -> dt.date:
    """The day behind a spreadsheet's serial number (46117 is 5 April 2026)."""
    if not 1 <= number < 80_000:
        raise ValidationError(UNREAD_DAY, code="invalid")
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(number))
