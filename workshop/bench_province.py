"""Dashboards of a province of 19,000 schools, made up in the tables that dashboards read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

Figures = dict[str, Any]


def measured(measure: Callable[..., tuple[Figures, Figures]]) -> list[Figures]:
    """Time, queries and bytes of the province, a regency and a subdistrict of it."""
    from django.test import Client  # noqa: PLC0415  Django is set up by then
    from django.utils import timezone  # noqa: PLC0415

    from portal.models import Appointment, Region, Term, User  # noqa: PLC0415
    from supervision import publishing  # noqa: PLC0415
    from tests.portal.dashboards import province  # noqa: PLC0415

    today = timezone.localdate()
    codes = province.build(Term.objects.on(today))
    publishing.publish((today.replace(day=1) + dt.timedelta(days=32)).replace(day=1))
    officer = User.objects.create_user(username="provinsi", name="Dinas Provinsi")
    Appointment.objects.create(
        user=officer, role="officer", region=Region.objects.get(code=codes[0]), began_on=today
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    rows = []
    for name, code in zip(("provinsi", "kabupaten", "kecamatan"), codes, strict=True):
        figures, floor = measure(client, f"/dasbor/{code}/")
        rows.append(
            {
                "page": f"{name} of 19,000 schools",
                "role": "officer",
                **figures,
                "floor_p95_ms": floor["p95_ms"],
                "ratio_p95": round(figures["p95_ms"] / floor["p95_ms"], 2),
            }
        )
        print(f"officer    {name:14} p95 {figures['p95_ms']:6} ms {figures['queries']:3} queries")
    return rows
