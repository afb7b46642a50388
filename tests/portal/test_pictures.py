import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import pictures
from tests.portal.pictures import SECRET, chunk, exif, jpeg, png, riff, segment, webp


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
    assert read(cleaned) == cleaned


def test_what_draws_is_kept_byte_for_byte():
    colours = segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours")
    assert pictures.jpeg(jpeg(colours)) == jpeg(colours)
    assert pictures.png(png(chunk(b"pHYs", bytes(9)))) == png(chunk(b"pHYs", bytes(9)))
    assert pictures.webp(webp(flags=0)) == webp(flags=0)


def test_the_flags_of_a_webp_no_longer_name_what_has_gone():
    cleaned = pictures.webp(webp((b"EXIF", SECRET), flags=0x1C))
    assert cleaned[20] == 0x10
    assert int.from_bytes(cleaned[4:8], "little") == len(cleaned) - 8


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_turned_photo_stays_turned_and_keeps_nothing_else(order):
    cleaned = pictures.jpeg(jpeg(segment(0xE1, exif(turn=6, order=order))))
    assert SECRET not in cleaned
    block = cleaned[6 : 6 + 32]
    assert pictures.orientation(block) == 6
    assert pictures.jpeg(cleaned) == cleaned


@pytest.mark.parametrize(
    ("read", "broken"),
    [
        (pictures.jpeg, b""),
        (pictures.jpeg, b"GIF89a"),
        (pictures.jpeg, jpeg()[:-2]),
        (pictures.jpeg, jpeg()[:30]),
        (pictures.jpeg, b"\xff\xd8\xff\xd9"),
        (pictures.jpeg, jpeg(size=(20_000, 20_000))),
        (pictures.png, png()[:-1]),
        (pictures.png, png(size=(100_000, 100_000))),
        (pictures.png, png().replace(b"IDAT", b"IDAX")),
        (pictures.webp, webp()[:-2]),
        (pictures.webp, riff((b"VP8X", b"\x00"))),
        (pictures.webp, riff((b"EXIF", SECRET))),
        (pictures.webp, webp(size=(10_000, 10_000))),
    ],
)
def test_what_is_not_whole_or_too_large_is_refused(read, broken):
    with pytest.raises(ValueError, match=r".+"):
        read(broken)


@given(st.sampled_from([jpeg(), png(), webp(), jpeg(segment(0xE1, exif(turn=3)))]), st.data())
def test_no_damage_does_more_than_refuse(whole, data):
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + 1 :]
    for read in (pictures.jpeg, pictures.png, pictures.webp):
        try:
            cleaned = read(damaged)
        except ValueError:
            continue
        assert SECRET not in cleaned
        assert len(cleaned) <= len(damaged) + 40
