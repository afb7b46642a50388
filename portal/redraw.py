"""Draws a foreign picture anew in a process of its own: limited, thrown away, blind to Django.

The file comes on stdin. What goes out is one JSON line: ``{"jpeg": <base64>}`` or, where it is no
whole picture of the named format or too large, ``{"refused": "unreadable"}``. Nothing but pixels
goes over: a new file has no place, device, time, comment, thumbnail or profile.
"""

from __future__ import annotations

import base64
import io
import json
import resource
import struct
import sys
import warnings

from PIL import Image, ImageCms, ImageOps

MEMORY = 208 << 20  # address space; in use are then under 200 MB, whatever the file says
SECONDS = 5
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 24_000_000, "WEBP": 8_000_000}
LONG_SIDE = 1600  # px
QUALITY = 82


def limit() -> None:
    wanted = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS))
    for what, most in (*wanted, (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def redrawn(data: bytes, form: str) -> bytes:
    """The picture as a JPEG, upright, its long side at most 1600 px, in sRGB on white.

    ``form`` is "JPEG", "PNG" or "WEBP"; of an animation the first frame counts. Raises
    ``ValueError``, ``OSError``, ``SyntaxError`` or ``MemoryError`` for what cannot be drawn.
    """
    Image.MAX_IMAGE_PIXELS = None  # the limit is asked before anything is decoded
    with Image.open(io.BytesIO(data), formats=[form]) as picture:
        if not 0 < picture.width * picture.height <= MOST_PIXELS[form]:
            raise ValueError("too many pixels, or none")
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
        profile = picture.info.get("icc_profile")
        picture.thumbnail((LONG_SIDE, LONG_SIDE))  # before any turn: a turn is a second picture
        drawn = upright(picture)
    flat = on_white(drawn, profile)
    kept = io.BytesIO()
    Image.frombytes("RGB", flat.size, flat.tobytes()).save(
        kept, "JPEG", quality=QUALITY, optimize=True
    )
    return kept.getvalue()


def upright(picture: Image.Image) -> Image.Image:
    """Turned as its EXIF says; as it is where that is broken, for the pixels are not."""
    try:
        return ImageOps.exif_transpose(picture)
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error):
        return picture


def on_white(drawn: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen reads them; what was see-through becomes white."""
    if profile and drawn.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(drawn, source, target, outputMode="RGB")
            return changed or drawn.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return drawn.convert("RGB")
    if not drawn.has_transparency_data:
        return drawn.convert("RGB")
    clear = drawn.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def main(form: str) -> None:
    data = sys.stdin.buffer.read()
    limit()
    warnings.simplefilter("ignore")
    try:
        line = {"jpeg": base64.b64encode(redrawn(data, form)).decode()}
    except Exception:  # a decoder raises anything; whoever waits hears one word
        line = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(line) + "\n")
