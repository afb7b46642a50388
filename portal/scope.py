from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from portal.roles import Role

NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Scope:
    """Places by role. Falsy without an appointment; then nothing at all is visible."""

    user_id: int | None = None
    schools: frozenset[tuple[str, int]] = frozenset()
    clusters: frozenset[tuple[str, int]] = frozenset()
    regions: frozenset[tuple[str, str]] = frozenset()  # official codes: "35", "35.14"
    delegated: frozenset[int] = frozenset()  # schools whose programme lets the person observe

    def __bool__(self) -> bool:
        return bool(self.schools or self.clusters or self.regions)

    def holds(self, *roles: Role) -> bool:
        """Does the person hold one of ``roles`` anywhere today?"""
        return any(role in roles for role, _ in (*self.schools, *self.clusters, *self.regions))

    def holds_area(self, *roles: Role) -> bool:
        """Does the person hold one of ``roles`` over a cluster or a region today?"""
        return any(role in roles for role, _ in (*self.clusters, *self.regions))

    def at(self, *roles: Role, path: str = "") -> Q:
        """Rows whose school lies where the person holds one of ``roles``.

        ``path`` leads to the school, e.g. ``"session__school__"``; empty for School itself.
        """
        schools = [school for role, school in self.schools if role in roles]
        clusters = [cluster for role, cluster in self.clusters if role in roles]
        rows = NOTHING
        if schools:
            rows |= Q(**{f"{path}pk__in": schools})
        if clusters:
            rows |= Q(**{f"{path}cluster__in": clusters})
        for code in self.codes(*roles):
            rows |= Q(**{f"{path}subdistrict__code__startswith": code})
        return rows

    def over(self, *roles: Role, path: str = "") -> Q:
        """Clusters that lie where the person holds one of ``roles``; ``path`` leads to one."""
        clusters = [cluster for role, cluster in self.clusters if role in roles]
        rows = NOTHING
        if clusters:
            rows |= Q(**{f"{path}pk__in": clusters})
        for code in self.codes(*roles):
            rows |= Q(**{f"{path}subdistrict__code__startswith": code})
        return rows

    def codes(self, *roles: Role) -> list[str]:
        """Codes of the regions held in one of ``roles``, shortest first."""
        return sorted(code for role, code in self.regions if role in roles)
