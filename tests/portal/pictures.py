"""Small pictures as cameras write them: whole files, with what must go."""

import io
import struct
import zlib

from PIL import Image

SECRET = b"7.6500 S 112.9000 E"


def drawn(form, size=(4, 3), mode="RGB", **how):
    """A picture whose left half is red and whose right half is blue, as bytes of ``form``."""
    picture = Image.new(mode, size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    kept = io.BytesIO()
    picture.save(kept, form, **how)
    return kept.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


def exif(turn=0, order="<"):
    """An EXIF block with a place in it, and an orientation if ``turn`` is given."""
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turn, 0) if turn else b""
    count = struct.pack(f"{order}H", 1 if turn else 0)
    return b"Exif\x00\x00" + mark + struct.pack(f"{order}I", 8) + count + entry + bytes(4) + SECRET


def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def jpeg(*segments, size=None, tail=b""):
    """A whole JPEG with ``segments`` after its head; ``size`` is only claimed."""
    data = drawn("JPEG")
    if size:
        at = data.index(b"\xff\xc0") + 5
        data = data[:at] + struct.pack(">HH", size[1], size[0]) + data[at + 4 :]
    return data[:20] + b"".join(segments) + data[20:] + tail


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*chunks, size=(2, 2)):
    head = chunk(b"IHDR", struct.pack(">II", *size) + b"\x08\x00\x00\x00\x00")
    rows = chunk(b"IDAT", zlib.compress(b"\x00\x11\x22" * 2))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + rows + chunk(b"IEND", b"")


def riff(*chunks):
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2)
        for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp(*chunks, flags=0x0C, size=(4, 3)):
    sides = b"".join(struct.pack("<I", side - 1)[:3] for side in size)
    body = drawn("WEBP")
    return riff((b"VP8X", bytes([flags, 0, 0, 0]) + sides), (b"VP8 ", body[20:]), *chunks)
