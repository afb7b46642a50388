from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from portal.dashboards.figures import Process


def of_month(whole: Process, rows: Sequence[Process]) -> str:
    """The one sentence above a dashboard, by rule: the earliest stage that lags behind."""
    if not whole.planned:
        return gettext("No talk has been finished in this term yet.")
    silent = sum(1 for row in rows if row.planned and not row.talked)
    if silent:
        return ngettext(
            "In %(count)s place visits are planned but no talk has been held yet.",
            "In %(count)s places visits are planned but no talk has been held yet.",
            silent,
        ) % {"count": silent}
    if whole.talked < whole.held:
        return ngettext(
            "%(count)s observation is still waiting for its talk.",
            "%(count)s observations are still waiting for their talk.",
            whole.held - whole.talked,
        ) % {"count": whole.held - whole.talked}
    return gettext("Every observation of this term has been talked over.")
