"""Files that mean harm: what is beside the pixels never costs more than it weighs."""

import struct
from contextlib import suppress

import numpy as np
import pytest

from ritocco.canvas import files, stored_recipe, tags
from ritocco.canvas.containers import HIDERS, png
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.canvas.user_comment import with_user_comment
from ritocco.errors import BadPicture

from . import hostile

PICTURE = Picture(hostile.PIXELS, Layout(ColourModel.RGB, Depth.U8, False))
SMALL = {name: exif for name, exif in hostile.ALL_EXIF.items() if len(exif) < 65_000}
FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WebP", "tif": "TIFF"}


def entries_of(directory: tags.Directory) -> int:
    return sum(1 if isinstance(each, tags.Tag) else entries_of(each) for each in directory.values())


def understood(exif: bytes) -> tags.Directory:
    try:
        return tags.read(exif)
    except tags.Damaged:
        return {}


def nested(directory: tags.Directory) -> int:
    inside = [each for each in directory.values() if isinstance(each, dict)]
    return len(inside) + sum(map(nested, inside))


@pytest.mark.parametrize("exif", hostile.SELF.values(), ids=hostile.SELF)
def test_a_directory_is_entered_once(exif):
    assert nested(tags.read(exif)) <= tags._DEEPEST


@pytest.mark.parametrize("exif", hostile.ENDLESS.values(), ids=hostile.ENDLESS)
def test_exif_without_end_has_one(exif):
    assert entries_of(understood(exif)) < 2**16
    assert tags.orientation(understood(exif)) == 1
    assert tags.resolution(understood(exif)) is None
    assert with_user_comment(exif, "mine") is not None


@pytest.mark.parametrize("ending", hostile.IN)
@pytest.mark.parametrize("exif", SMALL.values(), ids=SMALL)
def test_a_picture_that_says_such_things_is_the_picture(tmp_path, exif, ending):
    path = tmp_path / f"a.{ending}"
    path.write_bytes(hostile.IN[ending](exif))
    one = files.load(path)
    assert one.pixels.shape == hostile.PIXELS.shape
    assert ending == "jpg" or np.array_equal(one.pixels, hostile.PIXELS)
    for form in ("jpg", "tif"):  # the others keep the block as it is
        files.save(one, tmp_path / f"b.{form}")
        assert files.load(tmp_path / f"b.{form}").size == one.size


@pytest.mark.parametrize("ending", hostile.IN)
def test_decoders_see_pixels_alone(ending):
    data = bytearray(hostile.IN[ending](hostile.SELF["itself"]))
    assert b"exif" in data.lower()
    HIDERS[FORMATS[ending]](memoryview(data))
    assert b"exif" not in data.lower()


def test_no_text_of_a_png_is_unpacked_by_its_decoder():
    bombs = [hostile.packed_text(b"zTXt", b"a", 10**6), hostile.packed_text(b"iCCP", b"a", 10**6)]
    data = bytearray(hostile.with_chunks(*bombs))
    HIDERS["PNG"](memoryview(data))
    assert [bytes(data[a - 4 : a]) for _, a, _ in png._chunks(data)] == [
        b"IHDR",
        b"hiDe",
        b"hiDe",
        b"IDAT",
        b"IEND",
    ]


def test_of_many_recipes_in_a_png_one_is_unpacked(tmp_path, monkeypatch):
    unpacked = []
    real = png._inflated
    monkeypatch.setattr(png, "_inflated", lambda *args: unpacked.append(1) or real(*args))
    path = tmp_path / "a.png"
    path.write_bytes(hostile.with_chunks(*[hostile.packed_text(b"iTXt", b"ritocco", 1000)] * 50))
    assert files.load(path).metadata.recipe == "\0" * 1000
    assert len(unpacked) == 1


def test_texts_without_end_are_left_away_and_told(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(hostile.with_chunks(*[(b"tEXt", b"a\0b")] * 5000))
    told = files.load(path).metadata
    assert len(told.texts) < 5000
    assert any("too large" in flaw for flaw in told.flaws)


def test_pages_that_lead_back_are_not_followed(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(hostile.tiff_of_pages(3))
    data = bytearray(path.read_bytes())
    HIDERS["TIFF"](memoryview(data))
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    assert struct.unpack_from("<I", data, first + 2 + 12 * count) == (0,)
    assert np.array_equal(files.load(path).pixels, hostile.PIXELS)


def test_a_tiff_whose_exif_is_none_is_the_picture(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(hostile.tiff_with(hostile.entry(hostile.EXIF, 4, 1, 8)))
    one = files.load(path)
    assert np.array_equal(one.pixels, hostile.PIXELS)
    assert any("EXIF" in flaw for flaw in one.metadata.flaws)


def test_tags_that_share_their_bytes_are_refused(tmp_path):
    path = tmp_path / "a.tif"
    shared = [hostile.entry(60_000, 7, 10**5, 8)] * 60
    path.write_bytes(hostile.tiff_with(*shared, rest=bytes(10**5)))
    with pytest.raises(BadPicture, match="damaged"):
        files.load(path)


def test_a_jpeg_of_segments_alone_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("ritocco.canvas.containers.bounds.MOST_PIECES", 100)
    path = tmp_path / "a.jpg"
    path.write_bytes(hostile.jpeg_with(*[hostile.segment(0xFE, b"")] * 200))
    with pytest.raises(BadPicture, match="damaged"):
        files.load(path)


@pytest.mark.parametrize(
    ("kind", "limit"), [(b"abCd", "bounds.MOST_PIECES"), (b"IDAT", "png._MOST_IDAT")]
)
def test_a_png_of_crumbs_is_refused(tmp_path, monkeypatch, kind, limit):
    monkeypatch.setattr(f"ritocco.canvas.containers.{limit}", 100)
    path = tmp_path / "a.png"
    path.write_bytes(hostile.with_chunks(*[(kind, b"")] * 200))
    with pytest.raises(BadPicture, match="damaged"):
        files.load(path)


def test_fill_bytes_are_passed_over_at_once(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(hostile.jpeg_with(b"\xff" * 2_000_000))
    assert files.load(path).size.area == hostile.SIDE**2


@pytest.mark.parametrize("data", hostile.AVIFS.values(), ids=hostile.AVIFS)
def test_an_avif_of_boxes_without_end_has_one(tmp_path, data):
    path = tmp_path / "a.avif"
    path.write_bytes(data)
    told = Metadata()
    with suppress(BadPicture):
        told = files.metadata_of(path)
    assert len(told.exif or b"") <= len(data)


def test_extents_of_no_bytes_are_refused(tmp_path):
    path = tmp_path / "a.avif"
    path.write_bytes(hostile.AVIFS["extents of no bytes"])
    with pytest.raises(BadPicture, match="damaged"):
        files.metadata_of(path)


@pytest.mark.parametrize("packet", hostile.PACKETS.values(), ids=hostile.PACKETS)
def test_a_packet_without_end_is_kept_as_it_is(packet):
    body = packet.encode()
    rest, recipe = stored_recipe.take(body)
    assert (rest == body) == (recipe is None)
    assert all("root:" not in text and len(text) <= len(body) for text in stored_recipe.texts(body))
    made = stored_recipe.put(body, "new")
    assert made == body or stored_recipe.take(made)[1] == "new"


@pytest.mark.parametrize("packet", ["deep", "deep, and rewritten", "many elements", "entities"])
def test_what_is_too_deep_or_unfolds_is_not_understood(packet):
    assert stored_recipe.texts(hostile.PACKETS[packet].encode()) == []


def test_of_many_ends_a_packet_has_one_last(tmp_path):
    body = hostile.PACKETS["many ends"].encode()
    made = stored_recipe.put(body, "new")
    assert stored_recipe.take(made) == (body, "new")
    files.save(
        Picture(PICTURE.pixels, PICTURE.layout, metadata=Metadata(xmp=made)), tmp_path / "a.png"
    )
    assert files.load(tmp_path / "a.png").metadata.recipe == "new"
