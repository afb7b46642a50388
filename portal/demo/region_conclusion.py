"""A conclusion of the subdistrict: drawn by one supervisor, checked by another, agreed on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import make_password

from collaboration.actions import conclusion, finding
from collaboration.findings.cards import proposed
from collaboration.findings.texts import KINDS, Kind, readable, sentences
from collaboration.models import Conclusion, ConclusionEvidence
from portal import actions
from portal.demo import findings
from portal.demo.people import KRATON, PASSWORD, SINCE
from portal.models import Region, School, Term, User
from portal.roles import Role

Side = ConclusionEvidence.Side
THEME = "Kerja kelompok"
SIGN = "kelompok"
FOR, AGAINST = ("menjelaskan", "waktunya habis"), "belum mendengar"
SCHOOLS = 6
TEXTS = 25  # of each kind and school that are gone through
KEPT = 3  # of those, how many at most are coded
CLAIM = (
    "Di kelompok murid menjelaskan caranya sendiri; waktu untuk penutup perlu dijaga sejak rencana."
)
WEIGHING = (
    "Dicari di catatan kunjungan dan percakapan enam sekolah. Satu catatan berlawanan: ada "
    "kelompok yang belum mendengar petunjuk, sehingga belum sampai menjelaskan."
)


def tell(today: dt.date) -> None:
    """The second supervisor comes last, so that nobody else's story changes."""
    term = Term.objects.on(today)
    if term is None:
        return
    region = Region.objects.get(pk=KRATON)
    writer, second = User.objects.get(username="pengawas"), second_supervisor(region)
    theme = finding.write_theme(
        uuid.uuid5(findings.NAMES, THEME),
        by=writer,
        region=region,
        name=THEME,
        definition="Murid bekerja, berbicara, atau menjelaskan di dalam kelompok.",
        example="Tiga kelompok menjelaskan caranya sendiri di papan.",
        when_not="Kelompok kerja guru; itu masuk tema lain.",
    )
    for kind, text, school, digests in about_groups(writer):
        finding.code(kind, text, school, by=writer, theme=theme, digests=digests)
    row = conclusion.write(
        uuid.uuid5(findings.NAMES, CLAIM),
        by=writer,
        term=term,
        claim=CLAIM,
        weighing=WEIGHING,
        themes=[theme],
        region=region,
    )
    found = proposed(writer, row)
    against = [each for each in found if AGAINST in each.words][:1]
    sides = [(each, Side.FOR) for each in found if any(word in each.words for word in FOR)]
    sides += [(each, Side.AGAINST) for each in against]
    conclusion.place(row, [(each, "", side) for each, side in sides], by=writer)
    settle(row, writer, second)


def settle(row: Conclusion, writer: User, second: User) -> None:
    revision = conclusion.ask(row, by=writer, to=[second]).revision
    remark = "Kutipan dibaca lagi satu per satu; yang berlawanan memang membatasi simpulan ini."
    conclusion.check(row, by=second, revision=revision, remark=remark)
    conclusion.agree(row, by=writer, revision=revision)


def second_supervisor(region: Region) -> User:
    user = User.objects.create(
        username="pengawas2",
        name="Retno Wulandari",
        address="ibu",
        password=make_password(PASSWORD),
        title_after="M.Pd.",
    )
    actions.appoint(user, Role.SUPERVISOR, region, by=None, began_on=SINCE)
    return user


def about_groups(coder: User) -> Iterator[tuple[Kind, Any, School, list[str]]]:
    """Sentences of several schools' shared texts that speak of groups of pupils."""
    for school in School.objects.filter(subdistrict=KRATON).order_by("npsn")[:SCHOOLS]:
        for kind in KINDS.values():
            coded = 0
            for text in readable(coder, school, kind)[:TEXTS]:
                found = [row.digest for row in sentences(kind, text) if SIGN in row.words.lower()]
                if found and coded < KEPT:
                    coded += 1
                    yield kind, text, school, found
