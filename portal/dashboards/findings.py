"""What the numbers of a dashboard say, in sentences chosen by rule: titles of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import localize
from django.utils.translation import gettext, ngettext

from portal.dashboards.process import Process
from portal.dashboards.ratings import Line
from portal.dashboards.together import Strip
from portal.templatetags.numbers import grouped


def of_month(whole: Process, rows: Sequence[Process]) -> str:
    """The one sentence above a dashboard: the earliest stage that lags behind."""
    if not whole.planned:
        return gettext("No visit has been planned in this term yet.")
    silent = sum(1 for row in rows if row.planned and not row.talked)
    if silent and len(rows) > 1:
        return ngettext(
            "In %(count)s place visits are planned but no talk has been held yet.",
            "In %(count)s places visits are planned but no talk has been held yet.",
            silent,
        ) % {"count": silent}
    if whole.talked < whole.held:
        return ngettext(
            "%(count)s observation is still waiting for its talk.",
            "%(count)s observations are still waiting for their talk.",
            whole.waiting,
        ) % {"count": grouped(whole.waiting)}
    if not whole.talked:
        return gettext("Visits are planned; the first talk is still to come.")
    return gettext("Every observation of this term has been talked over.")


def of_stages(whole: Process) -> str:
    if not whole.schools:
        return gettext("No school is kept here yet.")
    begun = whole.at_talked + whole.at_closed
    return gettext("Half of the visits or more are talked over in %(begun)s of %(all)s schools") % {
        "begun": grouped(begun),
        "all": grouped(whole.schools),
    }


def of_visits(whole: Process) -> str:
    """The same for one school, whose squares are visits."""
    return gettext("%(closed)s of %(planned)s visits are finished") % {
        "closed": grouped(whole.closed),
        "planned": grouped(whole.planned),
    }


def of_talks(whole: Process) -> str:
    if not whole.held:
        return gettext("No visit has been held yet")
    return gettext("%(talked)s of %(held)s visits held have been talked over") % {
        "talked": grouped(whole.talked),
        "held": grouped(whole.held),
    }


def of_steps(whole: Process) -> str:
    if not whole.steps:
        return gettext("No step has been agreed on yet")
    return gettext("%(done)s of %(all)s agreed steps are done") % {
        "done": grouped(whole.steps_done),
        "all": grouped(whole.steps),
    }


def of_help(whole: Process) -> str:
    if not whole.asked:
        return gettext("Nobody has asked for help yet")
    return ngettext(
        "Help has been asked for once", "Help has been asked for %(count)s times", whole.asked
    ) % {"count": grouped(whole.asked)}


def of_line(line: Line) -> str:
    told = line.told
    words: dict[str, object] = {"aspect": str(line.aspect.label)}
    if not told:
        return gettext("%(aspect)s: not told yet") % words
    words["last"] = localize(told[-1].mean)
    if len(told) == 1:
        return gettext("%(aspect)s: around %(last)s") % words
    words["first"] = localize(told[-2].mean)
    if told[-2].mean == told[-1].mean:
        return gettext("%(aspect)s: still around %(last)s") % words
    return gettext("%(aspect)s: %(first)s, then %(last)s") % words


def of_strip(strip: Strip) -> str:
    if not strip.rows:
        return gettext("No hours together have been written down yet")
    first = max(strip.rows, key=lambda row: (row[2], row[0]))
    return gettext("%(hours)s hours together, most in: %(kind)s") % {
        "hours": grouped(strip.hours),
        "kind": first[0],
    }


def of_barriers(counts: Sequence[tuple[str, int, str]]) -> str:
    label, count, _what = max(counts, key=lambda row: (row[1], row[0]))
    return gettext("Named most often: %(kind)s (%(count)s)") % {"kind": label, "count": count}


def of_load(whole: Process) -> str:
    return gettext("Supervisors have held %(held)s of their %(planned)s planned visits") % {
        "held": grouped(whole.held_by_supervisor),
        "planned": grouped(whole.by_supervisor),
    }


def of_own_data(whole: Process) -> str:
    """The same for one school, of which nobody counts schools."""
    if whole.waiting or whole.steps_open:
        return gettext("Still open: %(talks)s talks and %(steps)s steps") % {
            "talks": grouped(whole.waiting),
            "steps": grouped(whole.steps_open),
        }
    return gettext("Nothing is late")


def of_data(whole: Process) -> str:
    if not (whole.silent or whole.waiting or whole.alone):
        return gettext("Nothing is missing")
    if whole.silent:
        return ngettext(
            "%(count)s school has no visit planned yet",
            "%(count)s schools have no visit planned yet",
            whole.silent,
        ) % {"count": grouped(whole.silent)}
    if whole.waiting:
        return ngettext(
            "%(count)s observation waits for its talk",
            "%(count)s observations wait for their talk",
            whole.waiting,
        ) % {"count": grouped(whole.waiting)}
    return ngettext(
        "%(count)s school has no activity together yet",
        "%(count)s schools have no activity together yet",
        whole.alone,
    ) % {"count": grouped(whole.alone)}
