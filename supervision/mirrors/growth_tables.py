"""All that a teacher can take with her of her own cycles, as tables for a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.exports import Grid, Value
from portal.models import User
from supervision.mirrors import growth
from supervision.models import Aspect, Reflection, Scale, Theme, Turn
from supervision.models.instrument import spoken
from supervision.models.talk import PROMPTS

KINDS = ("nilai", "langkah", "percakapan", "refleksi")


def grid(name: str, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> Grid:
    """A sheet whose columns are as wide as their longest text, up to 60 signs."""
    cells = [[head[at], *(row[at] for row in rows)] for at in range(len(head))]
    widths = [min(max(len(str(cell or "")) for cell in column) + 2, 60) for column in cells]
    return Grid(name, (), head, rows, [max(width, 12) for width in widths])


def tables(user: User) -> dict[str, Grid]:
    """Own ratings, steps, turns and reflections by ``KINDS``; four queries."""
    found = (ratings(user), steps(user), turns(user), reflections(user))
    return dict(zip(KINDS, found, strict=True))


def ratings(user: User) -> Grid:
    """One row an item and visit, both sides beside each other."""
    both: dict[tuple[object, ...], dict[str, growth.Row]] = {}
    for row in growth.ratings(user):
        both.setdefault((row["session"], row["form"], row["code"]), {})[row["rater"]] = row
    rows: list[list[Value]] = []
    for sides in both.values():
        row = next(iter(sides.values()))
        own, observer = sides.get("self"), sides.get("observer")
        rows.append(
            [
                row["day"],
                str(Aspect(row["aspect"]).label),
                growth.form_name(row),
                row["code"],
                str(spoken(row["text"])),
                *_side(own),
                *_side(observer),
                row["observed_by"],
            ]
        )
    headings = [
        _("Date"),
        _("Aspect"),
        _("Form"),
        _("Code"),
        _("Indicator"),
        _("Own level"),
        _("Own level in words"),
        _("Own reasons"),
        _("Observer's level"),
        _("Observer's level in words"),
        _("Observer's evidence"),
        _("Observer"),
    ]
    return grid(_("Levels"), headings, rows)


def _side(row: growth.Row | None) -> list[Value]:
    if row is None:
        return [None, "", ""]
    word = "" if row["scale"] == Scale.WORDS else growth.answer(row)
    return [row["level"], word, row["evidence"]]


def steps(user: User) -> Grid:
    rows: list[list[Value]] = [
        [
            row.session.planned_on,
            row.what,
            row.sign,
            row.support,
            row.due_on,
            timezone.localdate(row.done_at) if row.done_at else None,
            row.proof,
            row.second_look,
        ]
        for row in growth.steps(user)
    ]
    headings = [
        _("Visit"),
        _("Step"),
        _("Sign of success"),
        _("Support promised"),
        _("By when"),
        _("Done on"),
        _("What was done"),
        _("Second look"),
    ]
    return grid(_("Steps"), headings, rows)


def turns(user: User) -> Grid:
    """Her own words in her talks, and a line of them noted by the observer."""
    own = (
        Turn.objects.visible_to(user)
        .filter(session__teacher=user, author=user)
        .select_related("session")
        .order_by("at", "pk")
    )
    rows: list[list[Value]] = [
        [row.session.planned_on, timezone.localdate(row.at), str(row.get_kind_display()), row.text]
        for row in own
    ]
    return grid(_("Talks"), [_("Visit"), _("Written on"), _("Kind"), _("Words")], rows)


def reflections(user: User) -> Grid:
    rows: list[list[Value]] = [
        [
            row.session.planned_on,
            timezone.localdate(row.written_at),
            row.text,
            *(str(row.answers.get(name, "")) for name in PROMPTS),
            theme_words(row),
            _("Shared") if row.shared_at else _("Only you"),
        ]
        for row in growth.reflections(user)
    ]
    headings = [
        _("Visit"),
        _("Written on"),
        _("Reflection"),
        *(str(prompt) for prompt in PROMPTS.values()),
        _("Themes"),
        _("Who reads it"),
    ]
    return grid(_("Reflections"), headings, rows)


def theme_words(row: Reflection) -> str:
    known = dict(Theme.choices)
    return ", ".join(str(known[code]) for code in row.themes if code in known)
