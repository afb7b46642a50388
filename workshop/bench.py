"""Time, queries and bytes of the main pages of each role, beside a bare page of the same run."""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

import bench_province
import bench_search
import demo
import pages

BASE = Path(__file__).resolve().parent.parent
WARM = 50
BARE = "/tentang/"  # the base template and one paragraph


def timed(client, path: str) -> float:
    begun = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - begun) * 1000


def weigh(client, path: str) -> dict[str, int]:
    """Queries and bytes of one warm request."""
    from django.db import connection  # noqa: PLC0415  Django is set up by then
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        counted = len(queries)
    if answer.status_code != 200:
        sys.exit(f"{path} answers {answer.status_code}.")
    size = len(answer.content)
    return {
        "queries": counted,
        "html_bytes": size,
        "gzip_bytes": len(gzip.compress(answer.content)),
    }


def percentiles(times: list[float]) -> dict[str, float]:
    rising = sorted(times)
    return {
        "p50_ms": round(rising[len(rising) // 2], 1),
        "p95_ms": round(rising[int(len(rising) * 0.95)], 1),
    }


def measure(client, path: str) -> tuple[dict[str, float], dict[str, float]]:
    """A page and the bare page in turns, so that a busy machine slows both alike."""
    figures, bare = weigh(client, path), weigh(client, BARE)
    pairs = [(timed(client, path), timed(client, BARE)) for _number in range(WARM)]
    page, floor = (percentiles(list(times)) for times in zip(*pairs, strict=True))
    return {**page, **figures}, {**floor, **bare}


def main() -> None:
    demo.prepare()
    from django.test import Client  # noqa: PLC0415

    from portal.models import User  # noqa: PLC0415

    found, floors, clients = [], [], {}
    for row in pages.main_pages():
        if row.role not in clients:
            clients[row.role] = Client(SERVER_NAME="localhost")
            clients[row.role].force_login(
                User.objects.get(username=row.role),
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
        client = clients[row.role]
        figures, floor = measure(client, row.find())
        ratio = round(figures["p95_ms"] / floor["p95_ms"], 2)
        floors.append({"role": row.role, **floor})
        found.append(
            {
                "page": row.name,
                "role": row.role,
                **figures,
                "floor_p95_ms": floor["p95_ms"],
                "ratio_p95": ratio,
            }
        )
        print(
            f"{row.role:10} {row.name:14} p95 {figures['p95_ms']:6} ms  x{ratio:<5}"
            f" {figures['queries']:3} queries  {figures['gzip_bytes']:6} bytes gz"
        )
    found += bench_province.measured(measure)
    searched = bench_search.both()
    lowest = min(floors, key=lambda row: row["p95_ms"])
    target = BASE / "build" / "bench.json"
    target.write_text(json.dumps({"floor": lowest, "pages": found, "search": searched}, indent=1))
    if slow := bench_search.over(searched):
        sys.exit(f"Over {bench_search.LIMIT} times the bare page: {'; '.join(slow)}.")


if __name__ == "__main__":
    main()
