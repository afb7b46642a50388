"""Form fields and readers for what schools type: ids, numbers, days, names.

Each reader takes text, returns a plain value and raises ValidationError with one sentence.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import days, names

NONE_WRITTEN = {"", "-", "--", "0", "tidak ada", "belum ada", "n/a"}
SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
GROUPED = r"[1-9]\d{0,2}(?:\.\d{3})+"
KEPT_CONTROLS = {"\n", "\t"}


# Ids


def _digits(text: str) -> str:
    """The digits of an id without spaces, dots, hyphens and a leading apostrophe."""
    text = unicodedata.normalize("NFKC", names.clean(text)).strip().lstrip("'")
    if text.casefold() in NONE_WRITTEN:
        return ""
    if SCIENTIFIC.fullmatch(text):
        raise ValidationError(
            _(
                "The spreadsheet has lost the last digits of this number. "
                "Type it again in a cell that is formatted as text."
            ),
            code="digits_lost",
        )
    return re.sub(r"[ .\-]", "", text)


def read_nip(text: str, *, status: str = "", sex: str = "") -> str:
    """18 digits, or "" where none is written.

    ``status`` "PPPK ..." or unknown: digits 13 and 14 are no month. ``sex``: "L", "P" or "".
    """
    nip = _digits(text)
    if not nip:
        return ""
    if not re.fullmatch(r"[0-9]{18}", nip):
        raise ValidationError(_("An NIP has 18 digits."), code="length")
    if nip.endswith("000"):
        raise ValidationError(
            _("This NIP ends in 000: the spreadsheet has lost its last digits."),
            code="digits_lost",
        )
    _check_nip(nip, civil=status.strip().upper() in {"PNS", "CPNS"})
    if sex and nip[14] != {"L": "1", "P": "2"}[sex]:
        raise ValidationError(_("The NIP belongs to a person of the other sex."), code="sex")
    return nip


def _check_nip(nip: str, *, civil: bool) -> None:
    """Birth, start and sex inside the 18 digits; only a civil servant's start has a month."""
    try:
        born = dt.datetime.strptime(nip[:8], "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        raise ValidationError(
            _("The first eight digits of the NIP are no date of birth."), code="birth"
        ) from None
    if born.year < 1930 or int(nip[8:12]) - born.year < 17:
        raise ValidationError(
            _("The NIP does not fit: its year of appointment is too early."),
            code="start",
        )
    if civil and not 1 <= int(nip[12:14]) <= 12:
        raise ValidationError(
            _("The NIP does not fit: digits 13 and 14 are no month."), code="start"
        )
    if nip[14] not in "12":
        raise ValidationError(_("The NIP does not fit: digit 15 must be 1 or 2."), code="sex")


def read_nuptk(text: str) -> str:
    """16 digits, or "" where none is written."""
    nuptk = _digits(text)
    if nuptk and not re.fullmatch(r"[0-9]{16}", nuptk):
        raise ValidationError(_("A NUPTK has 16 digits."), code="length")
    return nuptk


def read_npsn(text: str) -> str:
    npsn = _digits(text).upper()
    if npsn and not re.fullmatch(r"[A-Z0-9][0-9]{7}", npsn):
        raise ValidationError(_("An NPSN has eight digits, such as 20501234."), code="length")
    return npsn


# Numbers


def read_decimal(text: str) -> Decimal:
    """A number with a decimal comma or point; points that part thousands are understood."""
    text = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    if re.fullmatch(rf"(?:[0-9]+|{GROUPED}),[0-9]+", text, re.ASCII):
        return Decimal(sign + text.replace(".", "").replace(",", "."))
    if re.fullmatch(GROUPED, text, re.ASCII):
        return Decimal(sign + text.replace(".", ""))
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return Decimal(sign + text)
    raise ValidationError(_("The number cannot be read. Example: 3,5."), code="invalid")


def read_whole(text: str) -> int:
    number = read_decimal(text)
    if "," in text or number != int(number):
        raise ValidationError(_("Type a whole number, without a comma."), code="whole")
    return int(number)


# Text


def clean_text(text: str) -> str:
    """NFC without NUL and control signs, invisible signs and lone surrogates; lines are kept."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        sign
        for sign in text
        if sign in KEPT_CONTROLS
        or sign == "\u200d"  # joins one emoji of several
        or (unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} and sign not in "\ufffe\uffff")
    )


# Form fields


class ReadField(forms.CharField):
    """A text field whose value is what ``read`` makes of the text; empty is ``None``."""

    read: Callable[[str], Any]

    def to_python(self, value: Any) -> Any:
        if value is not None and not isinstance(value, str):
            return value
        text = super().to_python(value)
        return self.read(text) if text else None

    def run_validators(self, value: Any) -> None:
        if value is not None:
            super().run_validators(str(value))


class DayField(ReadField):
    """A day, typed day first or picked; shown as 26/11/2026."""

    read = staticmethod(days.read_day)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else value


class TimeField(ReadField):
    read = staticmethod(days.read_time)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H.%M") if isinstance(value, dt.time) else value


class MomentField(ReadField):
    """A day and time of day by the clock of ``zone``; set ``field.zone`` to the school's."""

    def __init__(self, *, zone: str = "Asia/Jakarta", **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(**kwargs)

    def read(self, text: str) -> dt.datetime:  # type: ignore[override]
        return days.read_moment(text, self.zone)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            return timezone.localtime(value, days.ZoneInfo(self.zone)).strftime("%d/%m/%Y %H.%M")
        return value


class DecimalField(ReadField):
    """A number with decimals. ``inputmode`` only: a number input would refuse the comma."""

    read = staticmethod(read_decimal)
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def prepare_value(self, value: Any) -> Any:
        return f"{value}".replace(".", ",") if isinstance(value, Decimal) else value


class WholeField(ReadField):
    read = staticmethod(read_whole)
    widget = forms.TextInput(attrs={"inputmode": "numeric"})


class NipField(ReadField):
    """An NIP or none (``None``, never "", since it is unique)."""

    read = staticmethod(lambda text: read_nip(text) or None)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class NuptkField(ReadField):
    read = staticmethod(lambda text: read_nuptk(text) or None)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class NpsnField(ReadField):
    read = staticmethod(lambda text: read_npsn(text) or None)
    widget = forms.TextInput(attrs={"inputmode": "numeric"})


class TextField(forms.CharField):
    """Free text: NFC, without signs that nobody can see."""

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(value) if isinstance(value, str) else value) or ""


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows by their keys; a number too large for any key is refused like a wrong one."""

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if len(str(key)) > 18 and str(key).isdecimal():
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": key},
                )
        return super().clean(value)


class NameField(forms.CharField):
    """A full name. One that carries titles is refused with where each part belongs."""

    def to_python(self, value: Any) -> str:
        name = names.clean(super().to_python(value) or "")
        if not name:
            return ""
        parts = names.part(name)
        if parts.before or parts.after:
            raise ValidationError(
                _('Write "%(name)s" here and move "%(titles)s" to the field for titles.'),
                code="titles",
                params={
                    "name": parts.name,
                    "titles": " ".join(filter(None, (parts.before, parts.after))),
                },
            )
        return name
