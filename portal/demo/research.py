"""Who permits research in the demo, which texts may be quoted, and two packs of Kraton."""

from __future__ import annotations

import random
import uuid

from django.utils import timezone

from portal.demo.people import KRATON
from portal.models import Appointment, Region, ResearchConsent, ResearchPack, User
from portal.research import texts, work
from portal.research.actions import consent, pack
from portal.research.wordings import CURRENT
from portal.roles import Role

NAMES = uuid.UUID("5d1f7f0a-0f3e-4a55-8f0f-93b1f8c2f0aa")
SHARE = {Role.PRINCIPAL: 0.7, Role.TEACHER: 0.6}  # of those asked, who permit
QUOTING, MOST = 12, 2  # people who let texts be quoted, and texts of a kind of each
SPOKEN = ("guru", "ketua", "kepsek")  # permit for sure; guru2 has not answered yet
ABOUT = "Bagaimana percakapan setelah kunjungan dan pertemuan KKG menolong guru sekolah dasar."


def tell() -> None:
    chance = random.Random(43)  # noqa: S311  the same demo each time, no secret
    _permit(chance)
    said = User.objects.filter(research_consents__given=True)
    some = {*said.order_by("pk")[:QUOTING], *said.filter(username__in=SPOKEN)}
    for user in sorted(some, key=lambda row: row.pk):
        _quote(user)
    dinas, pengawas = (User.objects.get(username=name) for name in ("dinas", "pengawas"))
    released = _pack("released", "Universitas Contoh Malang, penelitian tesis", dinas)
    pack.look_over(released, by=dinas)
    pack.release(released, by=pengawas)
    waiting = _pack("waiting", "Balai Guru Penggerak, kajian praktik baik", dinas)
    pack.look_over(waiting, by=dinas)


def _permit(chance: random.Random) -> None:
    now, rows = timezone.now(), []
    held = Appointment.objects.filter(role__in=SHARE, ended_on=None).order_by("pk")
    asked = {row.user_id: row for row in held.select_related("user")}
    for row in asked.values():
        if chance.random() < SHARE[Role(row.role)] and row.user.username not in {*SPOKEN, "guru2"}:
            key = uuid.uuid5(NAMES, f"consent {row.user_id}")
            rows.append(
                ResearchConsent(
                    pk=key, user=row.user, number=1, given=True, wording=CURRENT, at=now
                )
            )
    ResearchConsent.objects.bulk_create(rows)
    for user in User.objects.filter(username__in=SPOKEN).order_by("username"):
        consent.say(uuid.uuid5(NAMES, user.username), by=user, given=True)


def _quote(user: User) -> None:
    for kind in texts.QUOTABLE.values():
        for row in texts.own(user, kind)[:MOST]:
            key = uuid.uuid5(NAMES, texts.key_of(kind, row))
            consent.quote(key, kind, row, by=user, given=True)


def _pack(name: str, recipient: str, by: User) -> ResearchPack:
    key = uuid.uuid5(NAMES, name)
    made = pack.prepare(
        key, Region.objects.get(pk=KRATON), by=by, recipient=recipient, purpose=ABOUT
    )
    work.make.call(str(made.pk), made.turn)
    made.refresh_from_db()
    return made
