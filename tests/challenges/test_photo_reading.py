"""Whatever file somebody chooses: upright pictures without a word of the camera's come of it, or a sentence."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from challenges.imports import photos as reading
from challenges.imports.photos import read_photo
from challenges.values import Picture
from educities.kit.errors import DomainError
from tests.challenges.pictures import LEFT, RIGHT, SECRET, camera_exif, draw_picture, forge_png


def open_picture(picture: Picture) -> Image.Image:
    found = Image.open(io.BytesIO(picture.data))
    found.load()
    assert found.format == "WEBP"
    assert found.size == (picture.width, picture.height)
    return found


def is_like(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def code_of(data: bytes) -> str:
    with pytest.raises(DomainError) as refused:
        read_photo(data)
    assert refused.value.field == "photo"
    assert str(refused.value)
    return refused.value.code.removeprefix("challenges.photo_")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("given_size", "large", "small"),
    [
        ((2000, 1000), (1280, 640), (480, 240)),
        ((1000, 2000), (640, 1280), (240, 480)),
        ((640, 480), (640, 480), (480, 360)),
        ((300, 300), (300, 300), (300, 300)),
        ((3000, 600), (1280, 256), (480, 96)),
    ],
)
def test_a_photo_is_kept_in_two_sizes(kind: str, given_size: Any, large: Any, small: Any) -> None:
    found = read_photo(draw_picture(*given_size, kind))
    assert open_picture(found.large).size == large
    assert open_picture(found.small).size == small


@pytest.mark.parametrize(
    ("orientation", "size", "left", "right"),
    [
        (1, (640, 480), LEFT, RIGHT),
        (2, (640, 480), RIGHT, LEFT),
        (3, (640, 480), RIGHT, LEFT),
        (6, (480, 640), LEFT, LEFT),
        (8, (480, 640), RIGHT, RIGHT),
    ],
)
def test_it_is_turned_as_the_camera_was_held(orientation: int, size: Any, left: Any, right: Any) -> None:
    found = open_picture(read_photo(draw_picture(exif=camera_exif(orientation))).large)
    assert found.size == size
    width, height = size
    top = height // 10
    assert is_like(found.getpixel((width // 10, top)), left)
    assert is_like(found.getpixel((width - width // 10, top)), right)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_what_the_camera_wrote_comes_along(kind: str) -> None:
    given_data = draw_picture(kind=kind, exif=camera_exif(1), icc_profile=SECRET * 20)
    assert SECRET in given_data or kind == "PNG"
    for picture in read_photo(given_data):
        assert SECRET not in picture.data
        assert dict(open_picture(picture).getexif()) == {}
        assert not {"exif", "icc_profile", "xmp"} & set(open_picture(picture).info)
        assert picture.data[12:16] == b"VP8 "


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "CMYK", "I;16"])
def test_every_way_to_write_colours_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    source = draw_picture(kind=kind, mode=mode) if mode != "I;16" else draw_grey_depth()
    assert open_picture(read_photo(source).large).size == (640, 480)


def draw_grey_depth() -> bytes:
    written = io.BytesIO()
    Image.new("I;16", (640, 480), 40_000).save(written, "PNG")
    return written.getvalue()


def test_where_one_can_look_through_it_is_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(written, "PNG")
    assert is_like(open_picture(read_photo(written.getvalue()).large).getpixel((100, 100)), (255, 255, 255))


def test_a_photo_of_a_phone_is_light() -> None:
    written = io.BytesIO()
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(written, "JPEG", quality=60)
    found = read_photo(written.getvalue())
    assert len(found.large.data) <= reading.MAX_LARGE_BYTES
    assert len(found.small.data) <= reading.MAX_LARGE_BYTES / 3


def test_a_drawing_of_many_small_pieces_is_made_smaller_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_LARGE_BYTES", 100)
    assert max(open_picture(read_photo(draw_picture(2000, 1500)).large).size) == reading.TRIES[-1][0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><html><body>No photo</body></html>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        draw_picture(kind="GIF"),
        draw_picture(kind="BMP"),
        draw_picture(kind="TIFF"),
        draw_picture(kind="PPM"),
        draw_picture()[:2000],
        draw_picture(kind="PNG")[:-40],
        draw_picture(kind="WEBP")[:-400],
        forge_png(640, 480),
    ],
    ids=[
        "empty",
        "head",
        "svg",
        "html",
        "pdf",
        "zip",
        "gif",
        "bmp",
        "tiff",
        "ppm",
        "cut",
        "cut png",
        "cut webp",
        "lie",
    ],
)
def test_what_is_no_photo_is_refused_in_words(data: bytes) -> None:
    assert code_of(data) == "unreadable"


@pytest.mark.parametrize(("width", "height"), [(6000, 5000), (20_000, 20_000), (60_000, 60_000)])
def test_a_bomb_is_refused_by_its_head(monkeypatch: pytest.MonkeyPatch, width: int, height: int) -> None:
    from PIL import ImageFile

    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("unpacked"))
    assert code_of(forge_png(width, height)) == "too_large"


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    assert code_of(b"x" * (reading.MAX_PHOTO_BYTES + 1)) == "too_big"


@pytest.mark.parametrize("size", [(1, 1), (99, 2000), (100, 99)])
def test_one_pixel_is_no_photo(size: tuple[int, int]) -> None:
    assert code_of(draw_picture(*size, "PNG")) == "too_small"


@pytest.mark.parametrize("size", [(3000, 400), (100, 700)])
def test_a_ribbon_is_no_photo(size: tuple[int, int]) -> None:
    assert code_of(draw_picture(*size, "PNG")) == "too_narrow"


WHOLE = {kind: draw_picture(200, 150, kind) for kind in ("JPEG", "PNG", "WEBP")}


@given(
    kind=st.sampled_from(sorted(WHOLE)),
    places=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.integers(0, 10**6),
)
@settings(max_examples=150)
def test_a_damaged_file_ends_in_pictures_or_in_words(kind: str, places: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(WHOLE[kind])
    for place, value in places:
        data[place % len(data)] = value
    try:
        found = read_photo(bytes(data[: len(data) - cut % 40]))
    except DomainError as error:
        assert error.code.startswith("challenges.photo_")
    else:
        assert open_picture(found.small)


def test_the_start_of_the_web_loads_no_reader_of_pictures() -> None:
    """Memory of each worker: the reader is loaded by the first photo."""
    import subprocess
    import sys

    code = "import educities.wsgi, sys; print([name for name in sys.modules if name.partition('.')[0] == 'PIL'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
