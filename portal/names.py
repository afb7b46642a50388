"""People's names: cleaned, put into name case, and parted from their titles."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u00b4`\u02bb", "'"))
BEFORE = {
    "prof": "Prof.",
    "dr": "Dr.",
    "drs": "Drs.",
    "dra": "Dra.",
    "ir": "Ir.",
    "hj": "Hj.",
    "kh": "KH.",
    "drh": "drh.",
    "drg": "drg.",
    "ust": "Ust.",
    "ustadz": "Ustadz",
    "ustadzah": "Ustadzah",
}
LOWER = {"bin", "binti", "van", "de"}
DEGREES = "Pd Ag Ma Md Kom Si Sos Hum Psi Th Or Kes Keb Kep Fil Gr Lc Ak Sn Ds Par Log Tr Pust Ked"
DEGREE_PARTS = {part.upper(): part for part in DEGREES.split()}
SHORT_DEGREES = {
    "BA",
    "SE",
    "SH",
    "ST",
    "MM",
    "MH",
    "MT",
    "SPd",
    "MPd",
    "SAg",
    "Amd",
    "AMd",
}
DEGREE = re.compile(
    r"(?:(?:S|M|A|D|B)\.? ?[A-Za-z]{1,4}\.?(?: ?[A-Za-z]{1,4}\.?){0,3}"
    r"|Gr\.?|Lc\.?|Ph\.? ?D\.?|Dr\.?|M\.?B\.?A\.?|C\.[A-Za-z.]+)",
    re.IGNORECASE,
)
# Only these are taken for degrees where no comma parts them from the name.
SURE_DEGREE = re.compile(
    r"(?:S\.(?:Pd|Ag|E|H|T|Kom|Si|Sos|Th|Psi|Hum|Or|IP|PdI|S)|M\.(?:Pd|Ag|M|Si|H|Kom|Hum|PdI)"
    r"|A\.M[ad]|Gr|Lc|Ph\.D)\b[A-Za-z.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A name parted: "Dra. Hj.", "Siti Mariyatul Azizah", "M.Pd."."""

    before: str
    name: str
    after: str


def clean(text: str) -> str:
    """NFC, one space between words, no control or invisible signs, straight apostrophes."""
    text = unicodedata.normalize("NFC", text.translate(APOSTROPHES))
    text = "".join(" " if sign.isspace() else sign for sign in text)
    text = "".join(sign for sign in text if unicodedata.category(sign) not in UNSEEN)
    return " ".join(text.split())


UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}


def key(text: str) -> str:
    """What all writings of one name share: "NURAINI" and "Nur'aini" give "nuraini"."""
    plain = unicodedata.normalize("NFKD", clean(text)).casefold()
    return " ".join("".join(s if s.isalnum() else " " * (s == " ") for s in plain).split())


def in_name_case(name: str) -> str:
    """A name in capitals (or all small) in name case; a mixed one as its bearer writes it."""
    if name != name.upper() and name != name.lower():
        return name
    return " ".join(_word(word, first=not at) for at, word in enumerate(name.split()))


ACRONYMS = {
    "SD",
    "SDN",
    "SDS",
    "SDI",
    "SDIT",
    "SDK",
    "SDLB",
    "MI",
    "UPT",
    "UPTD",
    "IT",
    "NU",
    "TK",
}


def in_school_case(name: str) -> str:
    """A school's name in capitals as one writes it: "SD Negeri Ngempit II"."""
    name = clean(name)
    if name != name.upper():
        return name
    return " ".join(
        word if word in ACRONYMS or re.fullmatch(r"[IVX]+", word) else _word(word, first=True)
        for word in name.split()
    )


def _word(word: str, *, first: bool) -> str:
    small = word.lower()
    if small in LOWER and not first:
        return small
    if re.fullmatch(r"(?:[a-z]\.)+[a-z]?", small):  # initials
        return small.upper()
    return re.sub(r"(?:^|(?<=[\-.(\"/]))[^\W\d_]", lambda at: at[0].upper(), small)


def _title(word: str) -> str:
    """The usual form of a title that stands before a name, or "" if ``word`` is none."""
    bare = word.replace(".", "").casefold()
    if bare == "h" and word.endswith("."):
        return "H."
    if word.startswith(("dr.", "drg.", "drh.")):
        return word
    return BEFORE.get(bare, "")


def _degree(text: str) -> str:
    """Degrees typed in capitals get their usual case: "S.PD.SD" becomes "S.Pd.SD"."""
    return re.sub(r"[A-Z]{2,}", lambda part: DEGREE_PARTS.get(part[0], part[0]), text)


def _is_degree(text: str) -> bool:
    return text in SHORT_DEGREES or bool(DEGREE.fullmatch(text) and ("." in text or len(text) <= 3))


def part(text: str) -> Parts:
    """Titles and name of a full name; what is not surely a title stays in the name."""
    head, *tail = (piece.strip() for piece in clean(text).split(","))
    words = head.split()
    before: list[str] = []
    while len(words) > 1 and (title := _title(words[0])):
        before.append(title)
        words.pop(0)
    after: list[str] = []
    while len(words) > 1 and SURE_DEGREE.fullmatch(words[-1]):
        after.insert(0, words.pop())
    tail = [piece for piece in tail if piece]
    if not all(_is_degree(piece) for piece in tail):
        words.append(", " + ", ".join(tail))
        tail = []
    name = " ".join(words).replace(" ,", ",")
    return Parts(
        before=" ".join(before),
        name=in_name_case(name),
        after=", ".join(_degree(piece) for piece in (*after, *tail)),
    )
