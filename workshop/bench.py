"""Time, queries and bytes of the main pages of each role, beside a bare page of the same run."""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

import demo
import pages

BASE = Path(__file__).resolve().parent.parent
WARM = 50


def measure(client, path: str) -> dict[str, float]:
    from django.db import connection  # noqa: PLC0415  Django is set up by then
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    count = len(queries)  # now: the log behind it is emptied by the next request
    if answer.status_code != 200:
        sys.exit(f"{path} answers {answer.status_code}.")
    times = []
    for _number in range(WARM):
        begun = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return {
        "p50_ms": round(times[WARM // 2], 1),
        "p95_ms": round(times[int(WARM * 0.95)], 1),
        "queries": count,
        "html_bytes": len(answer.content),
        "gzip_bytes": len(gzip.compress(answer.content)),
    }


def main() -> None:
    demo.prepare()
    from django.test import Client  # noqa: PLC0415

    from portal.models import User  # noqa: PLC0415

    found, clients = [], {}
    for row in pages.main_pages():
        if row.role not in clients:
            clients[row.role] = Client(SERVER_NAME="localhost")
            clients[row.role].force_login(
                User.objects.get(username=row.role),
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
        client = clients[row.role]
        floor = measure(client, "/tentang/")
        figures = measure(client, row.find())
        ratio = round(figures["p95_ms"] / floor["p95_ms"], 2)
        found.append({"page": row.name, "role": row.role, **figures, "ratio_p95": ratio})
        print(
            f"{row.role:10} {row.name:14} p95 {figures['p95_ms']:6} ms  x{ratio:<5}"
            f" {figures['queries']:3} queries  {figures['gzip_bytes']:6} bytes gz"
        )
    target = BASE / "build" / "bench.json"
    target.write_text(json.dumps({"floor": floor, "pages": found}, indent=1))


if __name__ == "__main__":
    main()
