"""Photos drawn anew, without what a phone writes into them: place, device, time, thumbnails.

Each takes the bytes of one file and returns a JPEG of at most 1600 px; what is not whole, not as
its format says or far too large raises ``ValueError``. The decoding is done by ``portal.redraw``
in a limited child process and takes some 0.3 s.
"""

from __future__ import annotations

import base64

from portal import sheets

FIRST = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF"}


def jpeg(data: bytes) -> bytes:
    return _redrawn(data, "JPEG")


def png(data: bytes) -> bytes:
    return _redrawn(data, "PNG")


def webp(data: bytes) -> bytes:
    return _redrawn(data, "WEBP")


def _redrawn(data: bytes, form: str) -> bytes:
    if not data.startswith(FIRST[form]):
        raise ValueError(f"no {form}")
    try:
        (line,) = sheets.run(data, "portal.redraw", form)
    except sheets.Unreadable as refusal:
        raise ValueError("no picture that can be drawn") from refusal
    return base64.b64decode(line["jpeg"])
