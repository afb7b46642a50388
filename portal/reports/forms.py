from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.forms import helper
from portal.models import AreaReport, Cluster, Region, SchoolYear, Term, User

RECENT = 6  # terms offered, newest first
RIGHTS = {  # what one may report on a place, and the kinds of report it opens
    "report_kkg": [AreaReport.Kind.KKG],
    "report_assisted": [AreaReport.Kind.ASSISTED],
    "report_recap": [AreaReport.Kind.RECAP, AreaReport.Kind.RECAP_NAMED],
}
Found = tuple[AreaReport.Kind, Cluster | Region]


def subjects(user: User) -> dict[str, Found]:
    """What the person may report on, of the places he holds himself; by the value of its choice."""
    clusters = [pk for _role, pk in user.scope.clusters]
    regions = [code for _role, code in user.scope.regions]
    found: dict[str, Found] = {}
    for right, kinds in RIGHTS.items():
        places: list[Cluster | Region] = list(
            Region.objects.filter(access.where(user, "region", right), pk__in=regions)
        )
        if right != "report_recap":
            where = access.where(user, "cluster", right)
            places += Cluster.objects.filter(where, pk__in=clusters).select_related("subdistrict")
        found |= {f"{kind}:{place.pk}": (kind, place) for place in places for kind in kinds}
    return found


def periods(today: Any) -> dict[str, Term | SchoolYear]:
    """The recent semesters that have begun, newest first, then their years."""
    terms = Term.objects.filter(starts_on__lte=today).select_related("year")[:RECENT]
    found: dict[str, Term | SchoolYear] = {f"s{term.pk}": term for term in terms}
    return found | {f"t{term.year_id}": term.year for term in terms}


class AskForm(forms.Form):
    """Which report, of which place, on which time."""

    subject = forms.ChoiceField(label=_("Report"), widget=forms.RadioSelect)
    period = forms.ChoiceField(
        label=_("Time of the report"),
        help_text=_("The report on the KKG is usually about a whole school year."),
    )

    def __init__(self, data: Any = None, *, user: User, today: Any) -> None:
        self.subjects, self.periods = subjects(user), periods(today)
        super().__init__(data)
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (key, f"{kind.label}: {place}") for key, (kind, place) in self.subjects.items()
        ]
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (key, self.words(row)) for key, row in self.periods.items()
        ]
        if len(self.subjects) == 1:
            self.fields["subject"].initial = next(iter(self.subjects))
        self.helper = helper()

    def words(self, row: Term | SchoolYear) -> str:
        if isinstance(row, Term):
            return str(row)
        return str(_("School year %(year)s") % {"year": row})
