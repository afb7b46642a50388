"""Rows of a staff list: who, what numbers, which roles. What the file alone can tell."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext as _

from portal import fields, names
from portal.imports.reader import Line, Sheet
from portal.imports.rows import Note, Reader, Row, refuse_repeated
from portal.roles import Role

SEXES = {
    **dict.fromkeys(("l", "lk", "laki-laki", "laki laki", "laki", "pria"), "L"),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita"), "P"),
}
FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
HEAD = re.compile(r"\b(plt\.? |plh\.? )?(kepala sekolah|kepsek)\b")
NOT_HEAD = re.compile(r"\b(wakil|waka|wakasek)\b")
COORDINATOR = re.compile(r"\bkurikulum\b")


def check(sheet: Sheet, npsn: str = "") -> list[Row]:
    """All rows of ``sheet``, refused where the file alone shows that they cannot be.

    ``npsn`` is that of the whole file, for a file that has no such column.
    """
    rows = [_row(line, sheet.columns, npsn) for line in sheet.lines]
    ids = {name: sheet.columns.get(name, name.upper()) for name in ("nip", "nuptk")}
    rows = refuse_repeated(
        rows,
        ids,
        lambda number: (
            _("The same number already stands in row %(row)s. Remove one of the two rows.")
            % {"row": number}
        ),
    )
    rows = _refuse_second_principals(rows, sheet.columns["kind"])
    return _drop_repeated_emails(rows, sheet.columns.get("email", ""))


def _row(line: Line, labels: dict[str, str], npsn: str) -> Row:
    if line.skip:
        return Row(line.number, skip=line.skip)
    reader = Reader(line, labels)
    sex = _sex(reader)
    status = reader.text("status")[:40]
    before, name, after = _name(reader)
    roles = _roles(reader)
    values = {
        "name": name,
        "title_before": before,
        "title_after": after,
        "sex": sex,
        "staff_status": status,
        "nuptk": reader.number("nuptk", fields.read_nuptk),
        "nip": reader.number("nip", lambda text: fields.read_nip(text, status=status, sex=sex)),
        "email": _email(reader),
        "phone": _phone(reader),
        "since": reader.day("since"),
        "npsn": _npsn(reader) if "npsn" in labels else npsn,
        "roles": roles,
    }
    row = reader.row(values)
    if roles or row.refused:
        return row
    left = _("Not a teacher or principal, so this row is left out.")
    return row.leave_out(Note(labels.get("kind", ""), reader.text("kind"), left))


def _name(reader: Reader) -> tuple[str, str, str]:
    typed = reader.text("name")
    if "name" in reader.line.computed or typed.startswith(FORMULA_SIGNS):
        reader.note(
            "name",
            _("This is a formula, not a name. Type the name itself."),
            stops=True,
        )
        return "", "", ""
    parts = names.part(typed)
    if not any(sign.isalpha() for sign in parts.name):
        reader.note("name", _("There is no name. Fill it in, or remove the row."), stops=True)
    elif max(len(parts.name) - 120, len(parts.before) - 40, len(parts.after) - 60) > 0:
        reader.note("name", _("This name is too long. Shorten the titles."), stops=True)
    return parts.before, parts.name, parts.after


def _npsn(reader: Reader) -> str:
    npsn = reader.number("npsn", fields.read_npsn)
    if not npsn and not any(note.stops for note in reader.notes):
        reader.note("npsn", _("Fill in the NPSN of the school."), stops=True)
    return npsn


def _sex(reader: Reader) -> str:
    typed = reader.text("sex").casefold()
    if not typed or typed in SEXES:
        return SEXES.get(typed, "")
    reader.note("sex", _("Write L or P."), stops=True)
    return ""


def _roles(reader: Reader) -> list[str]:
    """Roles from "Jenis PTK" and "Tugas Tambahan"; none for staff who do not teach."""
    kind, duty = reader.text("kind").casefold(), reader.text("duty").casefold()
    if any(HEAD.search(text) and not NOT_HEAD.search(text) for text in (kind, duty)):
        return [Role.PRINCIPAL]
    if not kind:
        reader.note("kind", _("Fill in the kind of staff, such as Guru Kelas."), stops=True)
    if not kind.startswith("guru"):
        return []
    return [Role.TEACHER, Role.COORDINATOR] if COORDINATOR.search(duty) else [Role.TEACHER]


def _email(reader: Reader) -> str:
    typed = reader.text("email").casefold()
    if typed in fields.NONE_WRITTEN:
        return ""
    try:
        EmailValidator()(typed)
        MaxLengthValidator(254)(typed)
    except ValidationError:
        reader.note("email", _("This is no e-mail address, so it is left empty."))
        return ""
    return typed


def _phone(reader: Reader) -> str:
    digits = re.sub(r"[^0-9+]", "", reader.text("phone"))
    if re.fullmatch(r"8[0-9]{7,12}", digits):  # the cell was a number and lost its 0
        digits = f"0{digits}"
    return digits[:20] if len(digits) >= 8 else ""


def _refuse_second_principals(rows: list[Row], label: str) -> list[Row]:
    heads: dict[str, int] = {}
    found = []
    for row in rows:
        if Role.PRINCIPAL in row.values.get("roles", ()) and not row.refused:
            first = heads.setdefault(row.values["npsn"], row.number)
            if first != row.number:
                text = _("Row %(row)s is already the principal of this school.") % {"row": first}
                row = row.refuse(Note(label, _("Principal"), text))
        found.append(row)
    return found


def _drop_repeated_emails(rows: list[Row], label: str) -> list[Row]:
    """An address that several people share belongs to none of them."""
    seen: dict[str, int] = {}
    for row in rows:
        if (email := row.values.get("email")) and not row.refused:
            seen[email] = seen.get(email, 0) + 1
    shared = {email for email, times in seen.items() if times > 1}
    return [
        Row(
            row.number,
            {**row.values, "email": ""},
            (
                *row.notes,
                Note(label, row.values["email"], _("Several rows share this address.")),
            ),
            row.outcome,
        )
        if row.values.get("email") in shared
        else row
        for row in rows
    ]
