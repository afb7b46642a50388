"""A corpus of files that mean harm or are broken, and what becomes of each within tight bounds.

Run as a module it checks every file in a child of its own, which may take 200 MB of memory more
than it began with and 5 s of processor time, and prints one line for each: name, and "kept",
"refused" or how it died.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import struct
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.portal.pictures import SECRET, chunk, exif, jpeg, png, segment

MB = 1024 * 1024
SECONDS, ROOM = 5, 200 * MB
OFFICE = ("[Content_Types].xml", "word/document.xml")


def packed(members: dict[str, bytes], level: int = 9) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as book:
        for name, body in members.items():
            book.writestr(name, body)
    return kept.getvalue()


def document(**members: bytes) -> dict[str, bytes]:
    return dict.fromkeys(OFFICE, b"<x/>") | members


def lying(size: int) -> bytes:
    """An Office file whose directory claims other sizes than there are."""
    data = packed(document())
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def corpus() -> dict[str, bytes]:
    """File name: bytes."""
    many = document() | {f"word/{number}.xml": b"x" for number in range(1500)}
    bomb = packed(document() | {"word/media.bin": bytes(60 * MB)})
    bad_sum = bytearray(png())
    bad_sum[-1] ^= 0xFF
    huge_png = png(size=(60_000, 60_000))
    return {
        "empty.pdf": b"",
        "empty.jpg": b"",
        "empty.docx": b"",
        "program.pdf": b"MZ\x90\x00" + bytes(200),
        "page.pdf": b"<html><script>alert(1)</script>",
        "page.html": b"<script>alert(1)</script>",
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "shell.php": b"<?php system($_GET[0]);",
        "macro.docm": packed(document() | {"word/vbaProject.bin": b"x"}),
        "macro.docx": packed(document() | {"word/vbaProject.bin": b"x"}),
        "bomb.docx": bomb,
        "bomb.xlsx": bomb,
        "crowd.docx": packed(many, 1),
        "lying.docx": lying(0xFFFFFFFF),
        "lying-small.docx": lying(0),
        "cut.docx": packed(document())[:-30],
        "no-directory.docx": b"PK\x03\x04" + bytes(5000),
        "other.docx": packed({"a.txt": b"a"}),
        "sheet.pptx": packed(document()),
        "pdf.docx": b"%PDF-1.7\n",
        "huge.jpg": jpeg(size=(65_000, 65_000)),
        "flat.jpg": jpeg(size=(0, 0)),
        "cut.jpg": jpeg()[:-4],
        "page.jpg": b"\xff\xd8<script>alert(1)</script>",
        "endless.jpg": b"\xff\xd8" + b"\xff" * 3_000_000,
        "loop.jpg": b"\xff\xd8" + segment(0xE1, b"")[:2] + b"\x00\x00" + bytes(100),
        "place.jpg": jpeg(segment(0xE1, exif(turn=6)), tail=SECRET * 1000),
        "zip.jpg": jpeg(tail=packed(document())),
        "huge.png": huge_png,
        "sum.png": bytes(bad_sum),
        "cut.png": png()[:40],
        "bomb.png": b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0x7FFFFFFF) + b"IHDR",
        "text.png": png(chunk(b"tEXt", b"evil" + SECRET)),
        "cut.webp": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        "nothing.webp": b"RIFF\x04\x00\x00\x00WEBP",
        "../../etc/passwd.pdf": b"%PDF-1.7\n",
        "\u202efdp.exe": b"%PDF-1.7\n",
        "a" * 400 + ".pdf": b"%PDF-1.7\n",
        "nul\x00.pdf": b"%PDF-1.7\n",
    }  # fmt: skip


def verdict(name: str, data: bytes) -> str:
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from portal import files  # noqa: PLC0415

    upload = SimpleUploadedFile("x", data)
    upload._name = name  # type: ignore[attr-defined]  # as a browser that cleans nothing sends it
    try:
        kept = files.check(upload)
    except ValidationError as refusal:
        return "refused" if all(refusal.messages) else "without a sentence"
    clean = SECRET not in kept.data and "/" not in kept.name and "\x00" not in kept.name
    return "kept" if clean and len(kept.name) <= 160 else "unclean"


def sizes_now() -> tuple[int, float]:
    """This process's address space in bytes and its processor time in seconds."""
    with open("/proc/self/statm") as sizes:
        space = int(sizes.read().split()[0]) * resource.getpagesize()
    used = resource.getrusage(resource.RUSAGE_SELF)
    return space, used.ru_utime + used.ru_stime


def spent(_signal: int, _frame: object) -> None:
    raise TimeoutError("more processor time than a hostile file may take")


@contextmanager
def bounds() -> Iterator[None]:
    """What runs inside gets 200 MB more and 5 s; the kernel itself says no to what takes more.

    For a door that needs the test's own database, where a child would see none of its rows:
    raises ``MemoryError`` or ``TimeoutError``. Children that it starts inherit both limits.
    """
    space, seconds = sizes_now()
    limits = {resource.RLIMIT_AS: space + ROOM, resource.RLIMIT_CPU: int(seconds) + 1 + SECONDS}
    before = {what: resource.getrlimit(what) for what in limits}
    handler = signal.signal(signal.SIGXCPU, spent)
    for what, most in limits.items():
        resource.setrlimit(what, (most, before[what][1]))
    try:
        yield
    finally:
        for what, limit in before.items():
            resource.setrlimit(what, limit)
        signal.signal(signal.SIGXCPU, handler)


def bounded(name: str, data: bytes) -> str:
    """The verdict of a child within its bounds; ``"died N"`` when it ended by signal or fault."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        now, _seconds = sizes_now()
        resource.setrlimit(resource.RLIMIT_AS, (now + ROOM, now + ROOM))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            os.write(writer, verdict(name, data).encode())
            os._exit(0)
        except BaseException:  # the parent says it
            os._exit(1)
    os.close(writer)
    _pid, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as said:
        words = said.read().decode()
    return words if status == 0 else f"died {status}"


if __name__ == "__main__":
    import django

    django.setup()
    for file_name, content in corpus().items():
        sys.stdout.write(
            f"{file_name.encode('unicode_escape').decode()}\t{bounded(file_name, content)}\n"
        )
