"""Photos without what a phone writes into them: place, device, time, thumbnails. Pure functions.

Each takes the bytes of one file and returns them cleaned; what is not whole or not as its format
says raises ``ValueError``. The pixels stay as they are; of a JPEG's EXIF the orientation alone.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

MOST_PIXELS = 60_000_000
PNG = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA"),
    *(b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),
}
WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers that give the size
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
ORIENTATION = 0x0112


def fits(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise ValueError("too many pixels, or none")


def jpeg(data: bytes) -> bytes:
    """Keeps what draws the picture (with colour profile); all else goes, also after its end."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    found, turn, scanned = [data[:2]], 0, False
    for marker, part, payload in _segments(data):
        if marker in FRAMES:
            fits(*struct.unpack(">HH", payload[1:5])[::-1])
        if marker == 0xE1:
            turn = turn or orientation(payload)
        scanned = scanned or marker == 0xDA
        if _draws(marker, payload):
            found.append(part)
    if not scanned:
        raise ValueError("no picture in it")
    if 2 <= turn <= 8:
        found.insert(1, _turned(turn))
    return b"".join(found)


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, whole bytes and payload of each segment, a scan with its data, up to the end."""
    at = 2
    while True:
        start = at
        if at + 2 > len(data) or data[at] != 0xFF:
            raise ValueError("broken JPEG")
        while at + 1 < len(data) and data[at + 1] == 0xFF:
            at += 1  # fill bytes
        marker = data[at + 1] if at + 1 < len(data) else 0
        at += 2
        if marker == 0xD9:
            yield marker, b"\xff\xd9", b""
            return
        if marker in ALONE:
            yield marker, data[start:at], b""
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        payload = data[at + 2 : at + length]
        if length < 2 or len(payload) != length - 2 or (marker in FRAMES and length < 8):
            raise ValueError("broken JPEG")
        at += length
        if marker == 0xDA:
            at = _after_scan(data, at)
        yield marker, data[start:at], payload


def _after_scan(data: bytes, at: int) -> int:
    """Where the next marker after the drawn data stands."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("JPEG without an end")
        if data[at + 1] != 0 and data[at + 1] not in ALONE and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _draws(marker: int, payload: bytes) -> bool:
    """Is the segment needed for the picture, and not said about it?"""
    if marker == 0xE2:
        return payload.startswith(b"ICC_PROFILE\x00")
    if 0xE0 <= marker <= 0xEF:
        return marker in (0xE0, 0xEE) and payload[:5] in (b"JFIF\x00", b"Adobe")
    return marker != 0xFE  # a comment


def orientation(exif: bytes) -> int:
    """How an EXIF block says that the picture is turned, 1 to 8; 0 where it says nothing."""
    block = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if not exif.startswith(b"Exif\x00\x00") or order is None or len(block) < 8:
        return 0
    (at,) = struct.unpack(f"{order}I", block[4:8])
    (count,) = struct.unpack(f"{order}H", block[at : at + 2].ljust(2, b"\x00"))
    for number in range(min(count, 200)):
        entry = block[at + 2 + 12 * number : at + 14 + 12 * number]
        if len(entry) < 12:
            return 0
        tag, kind = struct.unpack(f"{order}HH", entry[:4])
        if (tag, kind) == (ORIENTATION, 3):
            return int(struct.unpack(f"{order}H", entry[8:10])[0])
    return 0


def _turned(turn: int) -> bytes:
    """An EXIF segment that says nothing but the orientation."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, turn, 0)
    block = b"Exif\x00\x00MM\x00*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block


def png(data: bytes) -> bytes:
    """Keeps the chunks that draw the picture; texts, times and EXIF go."""
    if not data.startswith(PNG):
        raise ValueError("no PNG")
    found, at, last = [PNG], len(PNG), b""
    while last != b"IEND":
        length = int.from_bytes(data[at : at + 4], "big")
        chunk = data[at + 4 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) != 4 or zlib.crc32(chunk) != int.from_bytes(check, "big"):
            raise ValueError("broken PNG")
        if (chunk[:4] == b"IHDR") != (at == len(PNG)):
            raise ValueError("PNG without a head")
        if chunk[:4] == b"IHDR":
            fits(*struct.unpack(">II", chunk[4:12].ljust(8, b"\x00")))
        if chunk[:4] in PNG_KEPT:
            found.append(data[at : at + 12 + length])
        last, at = chunk[:4], at + 12 + length
    return b"".join(found)


def webp(data: bytes) -> bytes:
    """Keeps the chunks that draw the picture; EXIF and XMP go, and the flags that name them."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("no WebP")
    found = []
    for name, body in _chunks(data[12:], int.from_bytes(data[4:8], "little") - 4):
        if name == b"VP8X":
            if len(body) < 10:
                raise ValueError("broken WebP")
            fits(*(int.from_bytes(body[n : n + 3], "little") + 1 for n in (4, 7)))
            body = bytes([body[0] & ~0x0C]) + body[1:]
        if name in WEBP_KEPT:
            size = struct.pack("<I", len(body))
            found.append(name + size + body + b"\x00" * (len(body) % 2))
    if not any(part[:4] in (b"VP8 ", b"VP8L", b"ANMF") for part in found):
        raise ValueError("no picture in it")
    drawn = b"WEBP" + b"".join(found)
    return b"RIFF" + struct.pack("<I", len(drawn)) + drawn


def _chunks(data: bytes, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each chunk of a RIFF file whose chunks take ``end`` bytes."""
    if end > len(data):
        raise ValueError("broken WebP")
    at = 0
    while at + 8 <= end:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        if at + 8 + length > end or len(body) != length:
            raise ValueError("broken WebP")
        yield name, body
        at += 8 + length + length % 2
