"""Three texts of one plan become one: what both began at, what stands there, what comes now.

Everything is a mapping of section names (``sections.EVERY``) to text; a missing one is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from collaboration.plans.sections import EVERY

Text = Mapping[str, str]
MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True, slots=True)
class Merge:
    """``text`` has every section that is settled; ``clashes`` names the others."""

    text: dict[str, str]
    clashes: tuple[str, ...]


def merge(base: Text, theirs: Text, ours: Text) -> Merge:
    """What only one side changed is taken over; ticked choices never clash, they add up."""
    found, clashes = {}, []
    for name, section in EVERY.items():
        old, left, right = (side.get(name, "") for side in (base, theirs, ours))
        if left in (old, right):
            found[name] = right
        elif right == old:
            found[name] = left
        elif section.kind == "choices":
            found[name] = ticked(section.choices, old.split(), left.split(), right.split())
        else:
            clashes.append(name)
    return Merge({name: text for name, text in found.items() if text}, tuple(clashes))


def ticked(codes: Iterable[str], old: list[str], left: list[str], right: list[str]) -> str:
    """Codes that either side has added, without those that either side has taken away."""
    gone = (set(old) - set(left)) | (set(old) - set(right))
    return "\n".join(code for code in codes if code in {*left, *right} - gone)


def settled(base: Text, theirs: Text, ours: Text, choices: Text) -> Merge:
    """As ``merge``, with each clash decided by ``choices``: mine, theirs or both."""
    found = merge(base, theirs, ours)
    text, open_still = dict(found.text), []
    for name in found.clashes:
        mine, other = ours.get(name, ""), theirs.get(name, "")
        match choices.get(name, ""):
            case "mine":
                text[name] = mine
            case "theirs":
                text[name] = other
            case "both" if EVERY[name].kind == "text":
                text[name] = "\n\n".join(part for part in (other, mine) if part)
            case _:
                open_still.append(name)
    return Merge({name: text[name] for name in text if text[name]}, tuple(open_still))
