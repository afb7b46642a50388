from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal import access, audit, exports, periods, quota
from portal.http import SignedInRequest
from portal.models import User
from supervision.mirrors import growth as mirror
from supervision.mirrors import growth_tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LATEST = 10


def own(request: SignedInRequest) -> None:
    """Only oneself: there is no address for anybody else's growth."""
    mine = User.objects.filter(access.where(request.user, "profile", "read_growth"))
    access.require(mine.exists())


def growth(request: SignedInRequest) -> HttpResponse:
    """Own levels by aspect, and by indicator for one aspect at a time; steps and themes."""
    own(request)
    found = mirror.growth(request.user)
    wanted = request.GET.get("aspek", "")
    chosen = next((row for row in found.aspects if row.aspect == wanted), None)
    if chosen is None and found.aspects:
        chosen = found.aspects[0]
    written = mirror.reflections(request.user)
    steps = mirror.steps(request.user)
    done = [row for row in steps if row.done_at]
    context = {
        "growth": found,
        "chosen": chosen,
        "reflections": written,
        "themes": mirror.themes(written),
        "steps": steps,
        "done": done[:LATEST],
        "done_count": len(done),
        "kinds": growth_tables.KINDS,
    }
    return render(request, "supervision/growth.html", context)


def growth_xlsx(request: SignedInRequest) -> HttpResponse:
    """All own tables in one workbook."""
    own(request)
    if refused := quota.refused(request, "growth"):
        return refused
    content = exports.as_xlsx(*growth_tables.tables(request.user).values())
    return download(request, content, XLSX, "xlsx", "")


def growth_csv(request: SignedInRequest) -> HttpResponse:
    """One own table, named by ``tabel``; the levels if none is named."""
    own(request)
    kind = request.GET.get("tabel", growth_tables.KINDS[0])
    if kind not in growth_tables.KINDS:
        raise Http404
    if refused := quota.refused(request, "growth"):
        return refused
    content = exports.as_csv(growth_tables.tables(request.user)[kind])
    return download(request, content, "text/csv; charset=utf-8", "csv", f" - {kind}")


def download(
    request: SignedInRequest, content: bytes, kind: str, ending: str, part: str
) -> HttpResponse:
    audit.record("growth_export", request.user, by=request.user, subject=request.user)
    day = periods.today("Asia/Jakarta")
    answer = HttpResponse(content, content_type=kind)
    name = f"Perkembangan{part} - {day:%Y-%m-%d}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
