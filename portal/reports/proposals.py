"""What was concluded from words at the places of a report, offered to whoever writes it."""

from __future__ import annotations

from django.db.models import Q

from collaboration.findings.cards import Card, cards
from collaboration.models import Conclusion
from portal.models import AreaReport, User

MOST = 20
PASSAGE = "simpulan"  # the section beside which they stand


def concluded(user: User, report: AreaReport) -> list[Card]:
    """Conclusions of the report's period and place that are agreed on and still hold, for ``user``.

    Those whose support has gone are left out; three queries.
    """
    when = Q(term=report.term) if report.term_id else Q(term__year=report.year)
    if report.cluster_id:
        where = Q(school__cluster=report.cluster_id)
    else:
        code = str(report.region_id)
        where = Q(region=code) | Q(school__subdistrict__code__startswith=code)
    rows = Conclusion.objects.visible_to(user).filter(when, where, state="agreed").for_list()
    return [card for card in cards(user, rows[:MOST]) if not card.again]
