"""Reads a school's dashboard as a person does: each number, and the list it opens."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from django.test import Client

NUMBER = re.compile(
    r'<(?P<tag>a|span)\b[^>]*data-number="(?P<what>[^"]+)"(?: href="(?P<to>[^"]+)")?>(?P<words>.*?)'
    r"</(?P=tag)>",
    re.DOTALL,
)
VISITS = {
    "direncanakan", "terlaksana", "dibicarakan", "selesai", "berlanjut", "menunggu", "mendatang",
}  # fmt: skip
OPENED_BY = {  # whose number leads on, by the first part of its name; "jam-meeting" is of "jam"
    "kepsek": {*VISITS, "langkah", "bantuan", "jam", "modul", "guru", "hambatan"},
    "pengawas": {*VISITS, "langkah", "jam", "modul"},
    "kurikulum": {*VISITS, "jam", "modul", "hambatan"},
    "dinas": set(),
}


def main_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def numbers(text: str) -> Iterator[tuple[str, int, str]]:
    """Name, value and address ("" without one) of each number on a page."""
    for found in NUMBER.finditer(text):
        seen = re.sub(r'<span class="visually-hidden">.*?</span>', "", found["words"])
        shown = re.search(r"[\d.]+", re.sub(r"<[^>]+>", " ", seen))
        assert shown, found[0]
        yield found["what"], int(shown[0].replace(".", "")), html.unescape(found["to"] or "")


def listed(client: Client, address: str) -> tuple[str, int]:
    """Heading of a list, and its rows through all pages with those counted but not shown."""
    rows, at, more = 0, 0, True
    while more:
        at += 1
        text = main_of(client, f"{address}{'&' if '?' in address else '?'}hal={at}")
        shown = text.split('<ul class="rows">')
        rows += shown[1].split("</ul>")[0].count("<li>") if len(shown) > 1 else 0
        more = 'rel="next"' in text
    left = re.search(r'data-others="(\d+)"', text)
    heading = re.search(r"<h1>(.*?)</h1>", text, re.DOTALL)
    assert heading
    return heading[1], rows + int(left[1] if left else 0)


def wrong_numbers(client: Client, address: str, opened: set[str]) -> tuple[int, list[str]]:
    """How many numbers lead to a list, and what is not as it should be."""
    followed, wrong = 0, []
    for what, value, to in numbers(main_of(client, address)):
        if value and bool(to) != (what.split("-")[0] in opened):
            wrong.append(f"{what} {value}: {'leads on' if to else 'leads nowhere'}")
        if "/hambatan/" in to:
            followed += 1
            rows = main_of(client, to).count("<li><strong>")
            if rows != value:
                wrong.append(f"{what} {value}: {rows} rows")
        elif to:
            followed += 1
            heading, rows = listed(client, to)
            counts = [int(each.replace(".", "")) for each in re.findall(r"[\d.]+", heading)]
            if value not in counts or rows != counts[-1]:
                wrong.append(f"{what} {value}: {heading!r} over {rows} rows")
    return followed, wrong


def sums_below(client: Client, address: str) -> tuple[int, list[str]]:
    """How many numbers of an area lead to a table of places below, and those it does not sum to."""
    followed, wrong = 0, []
    text = main_of(client, address)
    for what, value, to in numbers(text):
        if not to:
            continue
        followed += 1
        table = text[text.index(f'id="{to[1:]}"') :].split("</table>")[0]
        foot = table.split("<tfoot>")[-1] if "<tfoot>" in table else ""
        sums = [int(each.replace(".", "")) for each in re.findall(r"[>/(]([\d.]+)", foot)]
        rows = table.count('<th scope="row">')
        if foot and value not in sums:
            wrong.append(f"{what} {value}: {sums}")
        if not rows:
            wrong.append(f"{what} {value}: no place below")
    return followed, wrong
