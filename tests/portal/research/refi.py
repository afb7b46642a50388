"""What a project of REFI-QDA 1.0 must hold of the parts that packs use.

Written from the published description of the exchange format (qdasoftware.org): order and number
of the elements, attributes, form of a GUID, and what references point to. Nothing is taken over.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

SPACE = "{urn:QDA-XML:project:1.0}"
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
# element: its children in order, each with "" (one), "?", "*" or "+"
CHILDREN = {
    "Project": ("Users?", "CodeBook?", "Sources?"),
    "Users": ("User+",),
    "User": (),
    "CodeBook": ("Codes",),
    "Codes": ("Code+",),
    "Code": ("Description?", "Code*"),
    "Description": (),
    "Sources": ("TextSource+",),
    "TextSource": ("Description?", "PlainTextContent?", "PlainTextSelection*", "Coding*"),
    "PlainTextContent": (),
    "PlainTextSelection": ("Description?", "Coding*"),
    "Coding": ("CodeRef",),
    "CodeRef": (),
}
# element: attributes that it must have, and those it may have
ATTRIBUTES = {
    "Project": ({"name"}, {"origin"}),
    "User": ({"guid"}, {"name", "id"}),
    "Code": ({"guid", "name", "isCodable"}, {"color"}),
    "TextSource": ({"guid"}, {"name", "creatingUser", "creationDateTime"}),
    "PlainTextSelection": ({"guid", "startPosition", "endPosition"}, {"name", "creatingUser"}),
    "Coding": ({"guid"}, {"creatingUser", "creationDateTime"}),
    "CodeRef": ({"targetGUID"}, set()),
}


def faults(data: bytes) -> list[str]:
    """Everything by which ``data`` departs from the format; empty for a project that keeps it."""
    if not data.startswith(b'<?xml version="1.0" encoding="utf-8"?>'):
        return ["declaration"]
    root = Xml.fromstring(data.decode("utf-8").encode())
    found = [] if root.tag == f"{SPACE}Project" else [f"root {root.tag}"]
    rows = [(row.tag.removeprefix(SPACE), row) for row in root.iter()]
    for name, row in rows:
        found += _shape(name, row) if name in CHILDREN else [f"element {name}"]
    return found + _references(rows)


def _shape(name: str, row: Xml.Element) -> list[str]:
    inside = "".join(f"{child.tag.removeprefix(SPACE)} " for child in row)
    order = "".join(
        f"({each.rstrip('?*+')} ){each[-1] if each[-1] in '?*+' else ''}" for each in CHILDREN[name]
    )
    must, may = ATTRIBUTES.get(name, (set(), set()))
    found = [] if re.fullmatch(order, inside) else [f"children of {name}: {inside}"]
    found += [f"{name} without {key}" for key in must - set(row.attrib)]
    found += [f"{name} with {key}" for key in set(row.attrib) - must - may]
    guids = [row.get(key) for key in ("guid", "targetGUID", "creatingUser") if key in row.attrib]
    found += [f"GUID {guid}" for guid in guids if not GUID.fullmatch(guid or "")]
    moment = row.get("creationDateTime", "2026-01-01T00:00:00Z")
    found += [] if MOMENT.fullmatch(moment) else [f"moment {moment}"]
    if row.get("isCodable", "true") not in ("true", "false"):
        found.append("isCodable")
    return found


def _references(rows: list[tuple[str, Xml.Element]]) -> list[str]:
    """Each GUID stands once, each reference has its end, each selection lies in its text."""
    known = [row.get("guid") for _name, row in rows if "guid" in row.attrib]
    found = ["a GUID stands twice"] if len(known) != len(set(known)) else []
    for name, key, target in (
        ("CodeRef", "targetGUID", "Code"),
        ("Coding", "creatingUser", "User"),
    ):
        ends = {row.get("guid") for other, row in rows if other == target}
        found += [
            f"{name} to nothing"
            for other, row in rows
            if other == name and row.get(key) not in ends
        ]
    for name, row in rows:
        if name == "TextSource":
            length = len(row.findtext(f"{SPACE}PlainTextContent") or "")
            for part in row.iterfind(f"{SPACE}PlainTextSelection"):
                first, last = int(part.get("startPosition", -1)), int(part.get("endPosition", -1))
                found += [] if 0 <= first < last <= length else [f"selection {first} to {last}"]
    return found
