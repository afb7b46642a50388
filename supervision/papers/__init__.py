from supervision.papers.forms import instrument_form, session_form
from supervision.papers.group import group
from supervision.papers.meetings import after, before
from supervision.papers.programme import programme, schedule
from supervision.papers.recap import coded, recap, recap_grid, steps_grid, steps_sheet
from supervision.papers.record import record
from supervision.papers.report import Paper, gathered, report, under_own_name

__all__ = [
    "Paper",
    "after",
    "before",
    "coded",
    "gathered",
    "group",
    "instrument_form",
    "programme",
    "recap",
    "recap_grid",
    "record",
    "report",
    "schedule",
    "session_form",
    "steps_grid",
    "steps_sheet",
    "under_own_name",
]
