"""Words of Indonesian texts as a search compares them: folded, cut to their roots, in ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

WORD = re.compile(r"[^\W_]+")
LONGEST = 40  # characters of a word that count
STOP = frozenset(
    WORD.findall("""
    ada adalah agar akan antara apa atau bagi bahwa bila bisa dalam dan dapat dari dengan di hal
    hanya harus ia ini itu jadi jika juga kalau kami karena ke kepada kita lagi lain maka mereka
    masih nya oleh pada para pun saat saja sambil sampai satu se sebagai sebelum secara sedang
    seperti serta sesudah setelah setiap sudah supaya tapi telah tentang tetapi tiap tidak untuk
    yaitu yakni yang
    """)
)
# Roots the library's word list lacks, or has beside a commoner word that they would hide
MISSING = ("asesmen", "kolase", "komik", "numerasi", "literasi", "proyek", "remedial", "sains")
HIDING = frozenset({"diskus"})


@cache
def _stemmer() -> Stemmer:
    known = StemmerFactory().get_words()
    return Stemmer(ArrayDictionary([*(row for row in known if row not in HIDING), *MISSING]))


def fold(text: str) -> str:
    """Small letters without accents; what looks alike becomes alike (NFKD)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The root of one folded word, in ASCII: other scripts as "x" and their bytes in hex.

    >>> stem("pembelajaran"), stem("pecahan")
    ('ajar', 'pecah')
    """
    word = word[:LONGEST]
    if not word.isascii():
        return "x" + word.encode()[: LONGEST // 2].hex()
    if len(word) < 5 or not word.isalpha():
        return word
    return str(_stemmer().stem(word)) or word


def mark(kind: str, value: str | int = "") -> str:
    """A made-up word that stands for a value to narrow a list by: ("kelas", 4) is "kelas4"."""
    word = "".join(WORD.findall(fold(f"{kind}{value}")))
    return word if word.isascii() else "x" + word.encode().hex()


def stems(*texts: str) -> list[str]:
    """Roots of all words of ``texts`` in order, repeats kept, stop words left out."""
    found = (word for text in texts for word in WORD.findall(fold(text)))
    return [stem(word) for word in found if word not in STOP]


@lru_cache(maxsize=50_000)
def _root(word: str) -> str:
    """The root of a word as it is written; "" of one that no search looks for."""
    folded = fold(word)
    return "" if folded in STOP else stem(folded)


def pieces(text: str, wanted: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is a word whose root is ``wanted``."""
    roots, last = frozenset(wanted), 0
    for found in WORD.finditer(text):
        if _root(found.group()) in roots:
            if found.start() > last:
                yield text[last : found.start()], False
            yield found.group(), True
            last = found.end()
    if text[last:]:
        yield text[last:], False


def excerpt(texts: Iterable[str], wanted: Iterable[str], length: int = 160) -> str:
    """About ``length`` characters around the first wanted word of the first text with one."""
    roots = frozenset(wanted)
    for text in texts:
        flat = " ".join(text.split())
        for found in WORD.finditer(flat):
            if _root(found.group()) in roots:
                return cut(flat, max(0, found.start() - length // 3), length)
    return ""


def cut(text: str, start: int, length: int) -> str:
    """``length`` characters from about ``start``, at borders of words, with dots where cut."""
    if start:
        start = text.find(" ", start) + 1
    end = start + length
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
