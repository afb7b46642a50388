"""Which row of the table opens a route. A route missing here fails the build."""

from portal.policy.routes import (
    collaboration,
    culture,
    findings,
    kinds,
    meetings,
    portal,
    reports,
    research,
    supervision,
    trace,
)
from portal.policy.routes.portal import PUBLIC

ROUTES: dict[tuple[str, str], str] = {  # (URL name, method): id of the rule
    **portal.ROUTES,
    **findings.ROUTES,
    **supervision.ROUTES,
    **collaboration.ROUTES,
    **kinds.ROUTES,
    **meetings.ROUTES,
    **culture.ROUTES,
    **trace.ROUTES,
    **reports.ROUTES,
    **research.ROUTES,
}

__all__ = ["PUBLIC", "ROUTES"]
