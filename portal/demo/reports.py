"""Reports of the demo: a signed term of a school, the chair's year, schools, two recaps."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from portal.models import AreaReport, Cluster, Region, Term, User
from portal.reports import actions, work
from portal.reports.views import texts_of
from portal.roles import Role
from supervision import papers
from supervision.actions import report as term_report
from supervision.report_figures import figures
from supervision.report_words import first_texts

NAMES = uuid.UUID("3b0e6c0e-52a4-4b3c-9c0e-0d7a8f2f6d44")
OWN_WORDS = (
    "Bersama kepala sekolah, pengawas menyepakati dua hal: percakapan diadakan paling lambat tiga "
    "hari setelah kunjungan, dan setiap langkah ditulis bersama batas waktunya."
)
WHY = "Satu kunjungan yang dicatat di kertas menyusul dimasukkan."


def tell(today: dt.date) -> None:
    """Everything is counted at once, so that the demo needs no worker to be read."""
    ketua, pengawas, dinas = (User.objects.get(username=n) for n in ("ketua", "pengawas", "dinas"))
    held = {user: user.appointments.filter(school=None).get() for user in (ketua, pengawas, dinas)}
    terms = Term.objects.filter(starts_on__lte=today).select_related("year")[:2]
    now, before = terms[0], terms[len(terms) - 1]
    make("kkg", ketua, held[ketua].cluster, now.year)
    make("kkg", ketua, held[ketua].cluster, before.year)
    draft = make("assisted", pengawas, held[pengawas].region, now)
    old = make("assisted", pengawas, held[pengawas].region, before)
    for kind in ("recap", "recap_named"):
        make(kind, dinas, held[dinas].region, now)
    stopped = uuid.uuid5(NAMES, f"recap {before}")
    recap = actions.ask(stopped, "recap", held[dinas].region, before, by=dinas)
    actions.cancel(recap, by=dinas)
    actions.write(draft, "rekomendasi", OWN_WORDS, by=pengawas, seen="", first="")
    actions.sign(old, texts_of(old), by=pengawas)
    sign_school(before, today)


def sign_school(term: Term, today: dt.date) -> None:
    """The principal signed the report on the term before and has begun a second version."""
    head = User.objects.get(username="kepsek")
    school = head.appointments.filter(role=Role.PRINCIPAL).get().school
    assert school is not None  # noqa: S101  a principal has a school
    told = figures(head, school, term, today)
    first = first_texts(school, term, told)
    held = papers.under_own_name(papers.gathered(school, term, told, head, timezone.now()), head)
    seen = term_report.whole_mark(first)
    term_report.sign(school, term, first, first=first, paper=held, seen=seen, by=head)
    term_report.renew(school, term, after=1, reason=WHY, by=head)


def make(kind: str, user: User, place: Cluster | Region | None, period: object) -> AreaReport:
    key = uuid.uuid5(NAMES, f"{kind} {user.username} {period}")
    report = actions.ask(key, kind, place, period, by=user)  # type: ignore[arg-type]
    work.count.call(str(report.pk))
    report.refresh_from_db()
    return report
