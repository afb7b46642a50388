"""Texts that their authors let be quoted, without names, and what was coded in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from collaboration.findings.matrix import RELATED
from collaboration.findings.texts import KINDS, Kind, sentences
from collaboration.models import CodedExcerpt, Conclusion, Theme
from portal.models import Appointment, QuoteConsent, Region, School, User
from portal.research import naming, texts
from portal.research.anonymity import half_year
from portal.research.gathering import Gathering, month

AT = {  # kind: paths from a text to the schools and forums it lies at
    "turn": ["session__school__"],
    "note": ["session__school__"],
    "reflection": ["session__school__"],
    "activity": ["school__", "forum__cluster__", "forum__"],
    "exchange": ["school__"],
    "teaching": ["version__plan__school__"],
    "barrier": ["school__"],
    "conclusion": ["school__"],
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """One text as researchers get it: one entry of ``words`` a sentence, no name of anybody."""

    key: str
    code: str
    kind: str
    writer: str  # code of a person
    day: str  # month
    session: str  # code, or ""
    digest: str  # of the words as they were permitted
    words: list[str]
    marks: list[str]  # digests of the original sentences, in the same order

    def as_kept(self, doubts: list[str]) -> dict[str, Any]:
        """What the pack remembers of it, for whoever looks it over."""
        return {
            "key": self.key,
            "code": self.code,
            "kind": self.kind,
            "digest": self.digest,
            "words": self.words,
            "doubts": doubts,
        }


def names(region: Region, codes: dict[int, str]) -> naming.Names:
    """All who serve or served in the regency of ``region``, and its schools and places."""
    code = region.pk[:5]
    here = (
        Q(school__subdistrict__code__startswith=code)
        | Q(cluster__subdistrict__code__startswith=code)
        | Q(region__code__startswith=code)
    )
    held = Appointment.objects.filter(here).values("user")
    people = User.objects.filter(pk__in=held).order_by("pk").values_list("pk", "name")
    schools = School.objects.filter(subdistrict__code__startswith=code)
    places = [word for row in schools.values_list("name", "village") for word in row]
    around = Region.objects.filter(code__startswith=code).values_list("name", flat=True)
    return naming.known(people, [*places, *around], codes)


def permitted(gathering: Gathering) -> list[QuoteConsent]:
    """The last yes on each text of the people of the pack."""
    rows = QuoteConsent.objects.filter(user__in=gathering.people)
    return list(rows.latest_words().filter(given=True).order_by("key"))


def standing(gathering: Gathering, said: list[QuoteConsent]) -> list[tuple[Kind, Model, str]]:
    """(kind, row, digest) of texts still shared, still saying what was permitted, of this place.

    What belongs to a visit is quoted only where the visit itself is in the pack.
    """
    wanted: dict[str, dict[str, QuoteConsent]] = defaultdict(dict)
    for row in said:
        name, _colon, pk = row.key.partition(":")
        wanted[name][pk] = row
    found = []
    for name, rows in wanted.items():
        kind = texts.QUOTABLE[name]
        here = (
            Q(region__code__startswith=gathering.region.pk)
            if name == "conclusion"
            else Q(pk__in=[])
        )
        for path in AT[name]:
            here |= gathering.within(path)
        query = kind.model._default_manager.filter(here, kind.shared, pk__in=list(rows))
        for text in query.select_related(*kind.related).order_by("pk"):
            word = rows[str(text.pk)]
            visit = getattr(text, "session_id", None)
            still = word.digest == texts.digest(kind, text)
            own = word.user_id == kind.writer(text)
            speaks = any(part.strip() for part in kind.words(text))
            if still and own and speaks and (visit is None or visit in gathering.sessions):
                found.append((kind, text, word.digest))
    return found


def quoted(gathering: Gathering, known: naming.Names, left_out: list[str]) -> list[Quoted]:
    """The texts of the pack in order of their codes; those left out are missing."""
    rows = [
        row
        for row in standing(gathering, permitted(gathering))
        if texts.key_of(row[0], row[1]) not in left_out
    ]
    who = {row[1].pk: gathering.people[row[0].writer(row[1])] for row in rows}
    pairs = [(who[text.pk], month(kind.day(text))) for kind, text, _digest in rows]
    months = gathering.shared("bulan", pairs, half_year)
    found = []
    for kind, text, digest in rows:
        lines = sentences(kind, text)
        key = texts.key_of(kind, text)
        visit = getattr(text, "session_id", None)
        found.append(
            Quoted(
                key,
                gathering.codes.of("T", key),
                kind.key,
                who[text.pk],
                months[month(kind.day(text))],
                gathering.codes.of("K", visit) if visit else "",
                digest,
                [known.scrub(line.words) for line in lines],
                [line.digest for line in lines],
            )
        )
    return sorted(found, key=lambda row: row.code)


@dataclass(frozen=True, slots=True)
class Coding:
    """A sentence under a theme, by one coder; ``text`` and ``line`` only of a quoted text."""

    theme: Theme
    coder: str
    writer: str
    kind: Kind
    day: str
    text: str
    line: int | None  # from 1


def _shared(rows: list[CodedExcerpt]) -> set[str]:
    """Keys of the coded texts that are shared still; a query for each kind."""
    found = set()
    for kind in KINDS.values():
        wanted = {row.coded.text.pk for row in rows if row.coded.kind == kind.key}
        if wanted:
            still = kind.model._default_manager.filter(kind.shared, pk__in=wanted)
            found |= {f"{kind.key}:{pk}" for pk in still.values_list("pk", flat=True)}
    return found


def codings(gathering: Gathering, found: list[Quoted]) -> list[Coding]:
    """What coders of the pack found in texts by writers of the pack that still say so."""
    rows = CodedExcerpt.objects.filter(
        gathering.within("coded__school__"), coded__coder__in=gathering.people
    )
    rows = rows.select_related("theme", *(f"coded__{name}" for name in RELATED)).order_by("pk")
    found_in = list(rows)
    shared = _shared(found_in)
    kept = []
    for row in found_in:
        kind, text = KINDS[row.coded.kind], row.coded.text
        visit = getattr(text, "session_id", None)
        here = row.coded.key in shared and (visit is None or visit in gathering.sessions)
        writer = gathering.who(kind.writer(text))
        if writer and here and row.digest in {line.digest for line in sentences(kind, text)}:
            kept.append((row, kind, text, writer))
    pairs = [(writer, month(kind.day(text))) for _row, kind, text, writer in kept]
    months = gathering.shared("bulan", pairs, half_year)
    by_key = {row.key: row for row in found}
    return [
        Coding(
            row.theme,
            gathering.people[row.coded.coder_id],
            writer,
            kind,
            months[month(kind.day(text))],
            by_key[row.coded.key].code if row.coded.key in by_key else "",
            by_key[row.coded.key].marks.index(row.digest) + 1 if row.coded.key in by_key else None,
        )
        for row, kind, text, writer in kept
    ]


def conclusions(gathering: Gathering, found: list[Quoted], themes: set[object]) -> list[list[str]]:
    """Rows of conclusions that somebody of the pack has drawn, with the text that was permitted.

    Of their evidence only how many excerpts were placed on each side.
    """
    place = gathering.within("school__") | Q(region__code__startswith=gathering.region.pk)
    rows = Conclusion.objects.filter(
        place, texts.CONCLUSION.shared, written_by__in=gathering.people
    )
    codes = {row.key: row.code for row in found}
    told = []
    for row in rows.prefetch_related("themes", "evidence"):
        sides = Counter(mark.side for mark in row.evidence.all() if mark.excerpt_id)
        own = sorted(
            gathering.codes.of("H", theme.pk) for theme in row.themes.all() if theme.pk in themes
        )
        told.append(
            [
                gathering.codes.of("C", row.pk),
                gathering.people[row.written_by_id],
                "school" if row.school_id else "region",
                row.state,
                " ".join(own),
                str(sides["for"]),
                str(sides["against"]),
                codes.get(texts.key_of(texts.CONCLUSION, row), ""),
            ]
        )
    return sorted(told)
