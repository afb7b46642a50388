"""A report about a forum or many schools, on paper and as a text document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import formats, translation
from django.utils.translation import gettext as _

from collaboration.models import Activity
from portal import periods
from portal.models import AreaReport, Region, User
from portal.paper import Block, Break, Cover, Heading, Sheet, Signatures, Signer, Table, Words
from portal.paper.letterhead import Letterhead, office_of
from portal.reports.words import chapters, titles
from portal.templatetags.rembuk import date_short, moment


def sheet(report: AreaReport, texts: Mapping[str, str], user: User, now: dt.datetime) -> Sheet:
    """Chapters as edited, signatures, then the table the figures come from."""
    with translation.override("id"):
        named = titles(report)
        title = str(report.get_kind_display())
        blocks: list[Block] = [Cover(title, [str(report.place), str(report.period)])]
        for chapter, sections in chapters(report).items():
            blocks.append(Heading(str(chapter), centred=True))
            for key in sections:
                blocks += [Heading(named[key], level=2), Words(texts[key])]
        blocks += [signatures(report, user, now), Break(), *appendix(report)]
        return Sheet(
            title=title,
            letterhead=letterhead(report),
            code="",
            foot=_("Printed %(moment)s") % {"moment": moment(now, report.zone)},
            blocks=blocks,
        )


def letterhead(report: AreaReport) -> Letterhead:
    """The regency and its office, then the place the report is about."""
    code = report.region.code if report.region else report.place.subdistrict_id  # type: ignore[union-attr]
    names = dict(Region.objects.filter(code__in=(code[:5], code)).values_list("code", "name"))
    regency = names.get(code[:5])
    above = [f"Pemerintah {regency}", office_of(code[:5])] if regency else []
    below = [] if code == code[:5] else [_("Subdistrict %(name)s") % {"name": names[code]}]
    return Letterhead(above=above, name=str(report.place), below=below)


ROLES = {
    "kkg": "Ketua KKG",
    "assisted": "Pengawas Sekolah",
    "recap": "Dinas Pendidikan",
    "recap_named": "Dinas Pendidikan",
}


def signatures(report: AreaReport, user: User, now: dt.datetime) -> Signatures:
    """Who signed here and the day of it, else the reader, dated today; a number only his own."""
    signer, at = report.signed_by or user, report.signed_at or now
    day = formats.date_format(periods.today(report.zone, at), "j F Y")
    number = (signer.nip or "") if signer.pk == user.pk else ""
    right = Signer(ROLES[report.kind], signer.paper_name, number)
    place = report.cluster.subdistrict.name if report.cluster else str(report.region)
    return Signatures(f"{place}, {day}", None, right)


def appendix(report: AreaReport) -> Sequence[Block]:
    rows = report.figures["rows"]
    if report.kind == AreaReport.Kind.KKG:
        head = ["No.", "Hari", "Bentuk", "Kegiatan", "Menit", "Hadir"]
        body = [
            [
                str(at),
                date_short(dt.date.fromisoformat(row["day"])),
                str(Activity.Kind(row["kind"]).label),
                row["title"],
                str(row["minutes"]),
                str(row["came"]),
            ]
            for at, row in enumerate(rows, 1)
        ]
        return [Heading("Lampiran. Kegiatan", level=1), table(head, body, [0, 1.3, 2, 3, 1, 1])]
    return [Heading("Lampiran. Angka kerja", level=1), table(*places(report))]


def places(report: AreaReport) -> tuple[list[str], list[list[str]], list[float]]:
    """One row a school or part of the area, in order of name, and the sum of all."""
    named = report.kind != AreaReport.Kind.RECAP
    counts = ("planned", "held", "talked", "closed", "steps", "steps_done", "activities")
    head = ["Sekolah" if named else "Bagian wilayah"]
    head += ["Rencana", "Terlaksana", "Percakapan", "Selesai", "Langkah", "Tuntas", "Bersama"]
    body = [
        [
            row["name"] if named else f"{row['name']} ({row['schools']} sekolah)",
            *(str(row[name]) for name in counts),
        ]
        for row in report.figures["rows"]
    ]
    total = report.figures["total"]
    body.append([f"Jumlah ({report.figures['schools']} sekolah)", *(str(total[n]) for n in counts)])
    return head, body, [2.6, 1.1, 1.3, 1.4, 1, 1.1, 1, 1.1]


def table(head: list[str], body: list[list[str]], widths: list[float]) -> Block:
    return Table(head, body, widths) if body else Words("Belum ada yang tercatat.")
