"""The file of a pack: tables, code book, dictionary, texts as XML, checksums. No time, no order
of anybody's rows: the same records give the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as Xml

from portal.exports import Grid, as_csv, printable
from portal.research.anonymity import LEAST
from portal.research.codes import Codes
from portal.research.gathering import Rows
from portal.research.quoting import Coding, Quoted

FOLDER = Path(__file__).parent / "data"
NAMESPACE = "urn:QDA-XML:project:1.0"


@cache
def dictionary() -> dict[str, list[tuple[str, str]]]:
    """Each table's columns in order, (name, what it means)."""
    told = json.loads((FOLDER / "dictionary.json").read_text(encoding="utf-8"))
    return {table: [(name, text) for name, text in columns] for table, columns in told.items()}


def readme(month: str, recipient: str, purpose: str) -> bytes:
    text = (FOLDER / "baca-dulu.txt").read_text(encoding="utf-8")
    told = {"month": month, "recipient": printable(recipient), "purpose": printable(purpose)}
    return text.format(**told, least=LEAST).encode()


def table(name: str, rows: Rows) -> bytes:
    return as_csv(Grid(name, (), [column for column, _text in dictionary()[name]], rows))


def dictionary_table() -> bytes:
    rows = [
        [f"{name}.csv", column, text]
        for name, columns in dictionary().items()
        for column, text in columns
    ]
    return as_csv(Grid("kamus-data", (), ["berkas", "kolom", "arti"], rows))


def project(
    codes: Codes,
    month: str,
    themes: list[tuple[str, str, str]],
    texts: list[Quoted],
    codings: list[Coding],
) -> bytes:
    """A project in the shape of REFI-QDA 1.0: users, code book, sources, selections.

    ``themes`` are (code, name, definition). Every moment is the first of the month of the pack.
    A list of nothing is left out, as the standard wants at least one entry of each it holds.
    """
    at = f"{month}-01T00:00:00Z"
    coders = sorted({row.coder for row in codings})
    root = Xml.Element("Project", {"xmlns": NAMESPACE, "name": "Rembuk", "origin": "Rembuk"})
    users = Xml.SubElement(root, "Users") if coders else root
    for coder in coders:
        Xml.SubElement(users, "User", {"guid": codes.guid("user", coder), "name": coder})
    book = Xml.SubElement(Xml.SubElement(root, "CodeBook"), "Codes") if themes else root
    for code, name, definition in themes:
        entry = {"guid": codes.guid("code", code), "name": printable(name), "isCodable": "true"}
        told = Xml.SubElement(Xml.SubElement(book, "Code", entry), "Description")
        told.text = printable(definition)
    sources = Xml.SubElement(root, "Sources") if texts else root
    for text in texts:
        own = [row for row in codings if row.text == text.code]
        _source(sources, codes, at, text, own)
    Xml.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="utf-8")


def _source(
    parent: Xml.Element, codes: Codes, at: str, text: Quoted, codings: list[Coding]
) -> None:
    named = {"guid": codes.guid("source", text.code), "name": text.code, "creationDateTime": at}
    source = Xml.SubElement(parent, "TextSource", named)
    words = [printable(line) for line in text.words]
    Xml.SubElement(source, "PlainTextContent").text = "\n".join(words)
    for line, words_of in enumerate(words, 1):
        here = [row for row in codings if row.line == line]
        if not here:
            continue
        start = sum(len(before) + 1 for before in words[: line - 1])
        selection = Xml.SubElement(
            source,
            "PlainTextSelection",
            {
                "guid": codes.guid("selection", f"{text.code}:{line}"),
                "startPosition": str(start),
                "endPosition": str(start + len(words_of)),
            },
        )
        for row in sorted(here, key=lambda row: (row.coder, codes.of("H", row.theme.pk))):
            theme = codes.of("H", row.theme.pk)
            about = {
                "guid": codes.guid("coding", f"{text.code}:{line}:{theme}:{row.coder}"),
                "creatingUser": codes.guid("user", row.coder),
            }
            coding = Xml.SubElement(selection, "Coding", about)
            Xml.SubElement(coding, "CodeRef", {"targetGUID": codes.guid("code", theme)})


def zipped(files: dict[str, bytes]) -> bytes:
    """All ``files`` by name, with their SHA-256 sums in ``sha256.txt``."""
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in sorted({**files, "sha256.txt": sums.encode()}.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            book.writestr(entry, content)
    return whole.getvalue()
