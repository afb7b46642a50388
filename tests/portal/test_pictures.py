import base64
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal import pictures, redraw
from tests.portal.pictures import SECRET, chunk, drawn, exif, jpeg, opened, png, riff, segment, webp

RED, BLUE = (255, 0, 0), (0, 0, 255)


def near(colour, other):
    return all(abs(one - two) < 40 for one, two in zip(colour, other, strict=True))


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (pictures.jpeg, jpeg(segment(0xE1, exif()), segment(0xFE, SECRET), tail=SECRET)),
        (pictures.jpeg, jpeg(segment(0xE2, b"MPF\x00" + SECRET), segment(0xED, SECRET))),
        (pictures.png, png(chunk(b"eXIf", SECRET), chunk(b"tEXt", SECRET), chunk(b"tIME", SECRET))),
        (pictures.webp, webp((b"EXIF", SECRET), (b"XMP ", SECRET))),
    ],
)
def test_place_and_comments_go_and_the_picture_stays(read, told):
    cleaned = read(told)
    assert SECRET in told
    assert SECRET not in cleaned
    assert opened(cleaned).size == ((2, 2) if read == pictures.png else (4, 3))


def camera(form):
    """A picture with GPS, device, comment and XMP as Pillow itself writes them."""
    told = Image.Exif()
    told[0x010F] = "Pabrik Kamera"
    told.get_ifd(0x8825).update({1: "S", 2: (7.0, 39.0, 0.0), 3: "E", 4: (112.0, 54.0, 0.0)})
    more = {"xmp": b"<x:xmpmeta>7.65 S</x:xmpmeta>"} if form != "PNG" else {}
    return drawn(form, (40, 30), exif=told, **more)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_a_camera_writes_survives(form):
    told = camera(form)
    assert opened(told).getexif().get_ifd(0x8825)
    cleaned = getattr(pictures, form.lower())(told)
    found = opened(cleaned)
    assert dict(found.getexif()) == {}
    assert {name for name in found.info if name not in ("jfif", "jfif_version")} <= {
        "jfif_unit",
        "jfif_density",
    }
    assert b"Pabrik" not in cleaned
    assert b"xmpmeta" not in cleaned


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_held_upright_is_drawn_upright(order):
    found = opened(pictures.jpeg(jpeg(segment(0xE1, exif(turn=6, order=order)))))
    assert found.size == (3, 4)
    assert dict(found.getexif()) == {}


def test_a_large_photo_becomes_1600_px_and_small_ones_stay():
    assert opened(pictures.jpeg(drawn("JPEG", (4000, 3000)))).size == (1600, 1200)
    assert opened(pictures.png(drawn("PNG", (900, 3200)))).size == (450, 1600)
    assert opened(pictures.webp(drawn("WEBP", (40, 30)))).size == (40, 30)


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L", "P"])
def test_each_kind_of_colour_is_drawn(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    read = pictures.jpeg if mode == "CMYK" else pictures.png
    source = Image.new("RGB", (40, 30), "red").convert(mode)
    found = opened(read(saved(source, form)))
    assert found.mode == "RGB"
    wanted = (76, 76, 76) if mode == "L" else RED
    assert near(found.getpixel((5, 5)), wanted)


def saved(picture, form):
    kept = io.BytesIO()
    picture.save(kept, form)
    return kept.getvalue()


def test_what_is_see_through_becomes_white():
    found = opened(pictures.png(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")))
    assert near(found.getpixel((5, 5)), (255, 255, 255))


@pytest.mark.parametrize(
    ("read", "broken"),
    [
        (pictures.jpeg, b""),
        (pictures.jpeg, b"GIF89a"),
        (pictures.jpeg, drawn("JPEG", (400, 300))[:700]),
        (pictures.jpeg, jpeg()[:30]),
        (pictures.jpeg, b"\xff\xd8\xff\xd9"),
        (pictures.jpeg, jpeg(size=(20_000, 20_000))),
        (pictures.png, png(size=(100_000, 100_000))),
        (pictures.png, png().replace(b"IDAT", b"IDAX")),
        (pictures.webp, webp()[:-20]),
        (pictures.webp, riff((b"VP8X", b"\x00"))),
        (pictures.webp, riff((b"EXIF", SECRET))),
        (pictures.webp, drawn("JPEG")),
    ],
)
def test_what_is_not_whole_or_too_large_is_refused(read, broken):
    with pytest.raises(ValueError, match=r".+"):
        read(broken)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        [("JPEG", jpeg(segment(0xE1, exif(turn=3)))), ("PNG", png()), ("WEBP", webp())]
    ),
    st.data(),
)
def test_no_damage_does_more_than_refuse(whole, data):
    form, file = whole
    at = data.draw(st.integers(0, len(file) - 1))
    damaged = file[:at] + data.draw(st.binary(max_size=4)) + file[at + 1 :]
    try:
        cleaned = redraw.redrawn(damaged, form)
    except (ValueError, OSError, SyntaxError, MemoryError):
        return
    assert SECRET not in cleaned
    assert max(opened(cleaned).size) <= redraw.LONG_SIDE


@pytest.mark.parametrize(
    ("form", "mode", "size"),
    [
        ("JPEG", "RGB", (10_000, 6_000)),
        ("PNG", "RGB", (6_000, 4_000)),
        ("WEBP", "RGB", (3_200, 2_400)),
    ],
)
def test_the_largest_pictures_are_drawn_in_under_200_megabytes(form, mode, size):
    told = Image.Exif()
    told[0x0112] = 6  # to be turned
    file = io.BytesIO()
    Image.new(mode, size, "teal").save(file, form, exif=told)
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]); from portal import redraw; "
        "redraw.main(sys.argv[1]); "
        "print([row for row in open('/proc/self/status') if row.startswith('VmHWM')][0])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, form, str(Path(redraw.__file__).parents[1])],
        input=file.getvalue(),
        capture_output=True,
        check=True,
    )
    answer, peak = done.stdout.decode().strip().splitlines()
    picture = Image.open(io.BytesIO(base64.b64decode(json.loads(answer)["jpeg"])))
    assert max(picture.size) == picture.height == 1600
    assert int(peak.split()[1]) < 200 * 1024  # kB
