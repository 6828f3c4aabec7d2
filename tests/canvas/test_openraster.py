"""Layered files: everything comes back, and other programs see the same picture."""

import struct
import tempfile
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from ritocco.canvas import files
from ritocco.canvas.openraster import is_openraster, save_stack
from ritocco.canvas.openraster_reader import load_stack
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.stack import Stack, StackLayer, flattened, in_colour, on_white, reduced
from ritocco.errors import BadPicture, CannotWrite, TooLarge
from ritocco.geometry import Box, Size

from . import profiles
from .pictures import METADATA, noise, picture

INTEGERS = [Layout(m, d, True) for m in ColourModel for d in (Depth.U8, Depth.U16)]
P3 = profiles.rgb("p3", 2.2)


def layered(layout: Layout, profile: bytes | None = None) -> Stack:
    """Three layers: a full one, a shifted one with a mask, a hidden thin one."""
    mask = np.random.default_rng(5).integers(0, 256, (6, 9), np.uint8)
    mask[:, :3] = 0
    layers = (
        StackLayer("Below & <all>", Box(0, 0, 14, 11), picture(layout, 14, 11, 1)),
        StackLayer(
            "Fill: a horse", Box(-2, 3, 9, 6), picture(layout, 9, 6, 2), opacity=0.5,
            mask=mask, recipe='{"kind": "fill"}',
        ),
        StackLayer("", Box(5, 5, 20, 2), picture(layout, 20, 2, 3), visible=False, masked=False,
                   mask=np.full((2, 20), 7, np.uint8)),
    )  # fmt: skip
    layers = tuple(
        replace(layer, picture=replace(layer.picture, profile=profile)) for layer in layers
    )
    selection = Box(2, 1, 5, 4), np.arange(20, dtype=np.uint8).reshape(4, 5)
    return Stack(Size(14, 11), layout, layers, profile, METADATA, 1, selection)


@pytest.mark.parametrize("layout", INTEGERS, ids=str)
def test_all_of_a_stack_comes_back(layout, tmp_path):
    profile = P3 if layout.model is ColourModel.RGB else None
    stack, path = layered(layout, profile), tmp_path / "a.ora"
    save_stack(stack, path)
    found = load_stack(path)
    assert (found.canvas, found.layout, found.active) == (stack.canvas, stack.layout, 1)
    assert (found.profile, found.metadata) == (stack.profile, stack.metadata)
    for ours, theirs in zip(stack.layers, found.layers, strict=True):
        for name in ("name", "box", "visible", "opacity", "masked", "recipe"):
            assert getattr(ours, name) == getattr(theirs, name), name
        np.testing.assert_array_equal(ours.picture.pixels, theirs.picture.pixels)
        assert (ours.mask is None) == (theirs.mask is None)
        if ours.mask is not None:
            np.testing.assert_array_equal(ours.mask, theirs.mask)
    assert found.selection
    assert found.selection[0] == Box(2, 1, 5, 4)
    np.testing.assert_array_equal(found.selection[1], stack.selection[1])


def test_other_programs_see_masks_applied_and_the_merged_picture(tmp_path):
    stack, path = layered(INTEGERS[2]), tmp_path / "a.ora"
    save_stack(stack, path)
    with path.open("rb") as file:
        assert is_openraster(file.read(64))
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("stack.xml"))
        names = [layer.attrib["name"] for layer in root.iter("layer")]
        assert names == ["", "Fill: a horse", "Below & <all>"], "from the top down"
        source = root.findall(".//layer")[1].attrib["src"]
        (tmp_path / "l.png").write_bytes(archive.read(source))
        (tmp_path / "m.png").write_bytes(archive.read("mergedimage.png"))
        thumbnail = archive.read("Thumbnails/thumbnail.png")
    shown = files.load(tmp_path / "l.png").pixels
    assert not shown[:, :3, 3].any(), "the mask is in the alpha"
    np.testing.assert_array_equal(files.load(tmp_path / "m.png").pixels, flattened(stack).pixels)
    assert thumbnail.startswith(b"\x89PNG")


def ora(xml: str, **parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", xml)
        for name, data in parts.items():
            archive.writestr(f"{name}.png", data)
    return file.getvalue()


def png(one: Picture, tmp_path: Path) -> bytes:
    files.save(one, tmp_path / "x.png")
    return (tmp_path / "x.png").read_bytes()


def test_groups_are_opened_and_their_places_added(tmp_path):
    data = png(picture(INTEGERS[2], 3, 2), tmp_path)
    xml = (
        '<image w="9" h="9"><stack><stack x="2" y="1"><layer name="in" src="a.png" x="1" y="1"/>'
        '</stack><layer name="low" src="a.png"/></stack></image>'
    )
    (tmp_path / "g.ora").write_bytes(ora(xml, a=data))
    found = load_stack(tmp_path / "g.ora")
    assert [(layer.name, layer.box) for layer in found.layers] == [
        ("low", Box(0, 0, 3, 2)),
        ("in", Box(3, 2, 3, 2)),
    ]


def test_layers_of_several_depths_and_models_share_the_deepest(tmp_path):
    deep = picture(Layout(ColourModel.GREY, Depth.U16, False), 3, 2)
    flat = picture(Layout(ColourModel.RGB, Depth.U8, True), 3, 2)
    xml = '<image w="3" h="2"><stack><layer src="a.png"/><layer src="b.png"/></stack></image>'
    (tmp_path / "g.ora").write_bytes(ora(xml, a=png(deep, tmp_path), b=png(flat, tmp_path)))
    low, high = load_stack(tmp_path / "g.ora").layers
    np.testing.assert_array_equal(low.picture.pixels, flat.pixels.astype(np.uint16) * 257)
    np.testing.assert_array_equal(high.picture.pixels[..., 2], deep.pixels[..., 0])


def test_unknown_blending_comes_as_the_merged_picture_and_says_so(tmp_path):
    merged = picture(INTEGERS[2], 3, 2)
    data = png(merged, tmp_path)
    xml = (
        '<image w="3" h="2"><stack><layer src="a.png" composite-op="svg:multiply"/></stack></image>'
    )
    (tmp_path / "m.ora").write_bytes(ora(xml, a=data, mergedimage=data))
    found = load_stack(tmp_path / "m.ora")
    assert len(found.layers) == 1
    assert "came as one" in found.notes[0]
    np.testing.assert_array_equal(found.layers[0].picture.pixels, merged.pixels)
    (tmp_path / "n.ora").write_bytes(ora(xml, a=data))
    with pytest.raises(BadPicture, match="flatten it"):
        load_stack(tmp_path / "n.ora")


@pytest.mark.parametrize(
    "xml",
    [
        "not xml",
        '<!DOCTYPE a [<!ENTITY b "c">]><image w="3" h="2"><stack/></image>',
        '<image w="3" h="2"><stack><layer src="gone.png"/></stack></image>',
        '<image w="x" h="2"><stack/></image>',
        '<image h="2"><stack/></image>',
    ],
)
def test_damaged_files_are_refused_in_one_line(xml, tmp_path):
    (tmp_path / "d.ora").write_bytes(ora(xml))
    with pytest.raises(BadPicture, match=r"d\.ora .*save it again") as caught:
        load_stack(tmp_path / "d.ora")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("says", "opacity", "place"),
    [
        ('opacity="nan" x="nan"', 1, 0),
        ('opacity="-inf" x="inf"', 0, 10**6),
        ('opacity="much" x="left"', 1, 0),
        ('opacity="7" x="1.0"', 1, 1),
        (f'x="-{"9" * 5000}"', 1, -(10**6)),
    ],
)
def test_what_a_layer_cannot_say_is_not_said(tmp_path, says, opacity, place):
    data = png(picture(INTEGERS[2], 3, 2), tmp_path)
    xml = (
        '<image w="9" h="9" ritocco-resolution="wide"><stack>'
        f'<layer src="a.png" {says}/></stack></image>'
    )
    (tmp_path / "g.ora").write_bytes(ora(xml, a=data, mergedimage=data))
    found = load_stack(tmp_path / "g.ora")
    [layer] = found.layers
    assert (layer.opacity, layer.box.x) == (opacity, place)
    assert found.metadata.resolution is None
    assert any("size" in note for note in found.notes)


def test_an_archive_whose_places_lie_before_it_is_refused(tmp_path):
    data = png(picture(INTEGERS[2], 3, 2), tmp_path)
    xml = '<image w="3" h="2"><stack><layer src="a.png"/></stack></image>'
    whole = bytearray(ora(xml, a=data))
    end = whole.rindex(b"PK\5\6")
    start = int.from_bytes(whole[end + 16 : end + 20], "little")
    for place in (start - 1, start + 1, 2**31, 2**32 - 1):
        whole[end + 16 : end + 20] = place.to_bytes(4, "little")
        (tmp_path / "g.ora").write_bytes(whole)
        with pytest.raises(BadPicture, match=r"g\.ora"):
            load_stack(tmp_path / "g.ora")


def test_a_cut_file_is_refused(tmp_path):
    save_stack(layered(INTEGERS[2]), tmp_path / "a.ora")
    whole = (tmp_path / "a.ora").read_bytes()
    (tmp_path / "a.ora").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadPicture, match="damaged or incomplete"):
        load_stack(tmp_path / "a.ora")


def test_one_picture_named_by_a_thousand_layers_is_refused_before_it_is_decoded(
    tmp_path, monkeypatch
):
    """Each layer is memory of its own, however few bytes they share in the file."""
    data = png(picture(INTEGERS[2], 3, 2), tmp_path)
    huge = data[:16] + struct.pack(">II", 2000, 2000) + data[24:]
    layers = '<layer src="a.png"/>' * 100
    xml = f'<image w="9" h="9"><stack>{layers}</stack></image>'
    (tmp_path / "many.ora").write_bytes(ora(xml, a=huge))
    with pytest.raises(TooLarge, match=r"many\.ora \(100 layers\) would take"):
        load_stack(tmp_path / "many.ora")


def test_a_layer_counts_by_the_length_of_the_whole_file(tmp_path):
    """An entry of zeros is as long as one likes, and would be allowed as much memory."""
    data = png(picture(INTEGERS[2], 3, 2), tmp_path)
    huge = data[:16] + struct.pack(">II", 20_000, 20_000) + data[24:] + bytes(40 << 20)
    xml = '<image w="9" h="9"><stack/></image>'
    with zipfile.ZipFile(tmp_path / "z.ora", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("stack.xml", xml)
        file.writestr("mergedimage.png", huge)
    with pytest.raises(TooLarge, match=r"^mergedimage\.png in .*z\.ora would take 3\.2 GB"):
        load_stack(tmp_path / "z.ora")


def test_no_room_for_temporary_files_is_told(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(CannotWrite, match="no space left"):
        save_stack(layered(INTEGERS[2]), tmp_path / "a.ora")


@pytest.mark.parametrize(
    ("name", "packing", "length"),
    [("data/ritocco-iptc", zipfile.ZIP_DEFLATED, 17 << 20), ("x", zipfile.ZIP_LZMA, 9)],
)
def test_a_bomb_beside_the_pixels_is_left_away_and_another_packing_refused(
    tmp_path, name, packing, length
):
    data = png(picture(INTEGERS[2], 3, 2), tmp_path)
    xml = '<image w="3" h="2"><stack><layer src="a.png"/></stack></image>'
    path = tmp_path / "b.ora"
    path.write_bytes(ora(xml, a=data))
    with zipfile.ZipFile(path, "a", packing) as archive:
        archive.writestr(name, bytes(length))
    if packing == zipfile.ZIP_LZMA:
        with pytest.raises(BadPicture, match="save it again"):
            load_stack(path)
    else:
        found = load_stack(path)
        assert found.metadata.iptc is None
        assert any("IPTC" in note for note in found.notes)


def test_floats_are_refused_with_what_to_do(tmp_path):
    layout = Layout(ColourModel.RGB, Depth.F32, True)
    with pytest.raises(CannotWrite, match="TIFF"):
        save_stack(Stack.of(picture(layout), "a"), tmp_path / "a.ora")
    assert not list(tmp_path.iterdir())


# Flattening


def test_one_full_layer_keeps_every_byte_also_under_full_transparency():
    one = picture(Layout(ColourModel.RGB, Depth.U16, True), 8, 8)
    one.pixels[2:5, 2:5, 3] = 0
    np.testing.assert_array_equal(flattened(Stack.of(one, "a")).pixels, one.pixels)


@pytest.mark.parametrize("layout", INTEGERS, ids=str)
def test_where_the_mask_is_zero_bytes_are_those_below(layout):
    stack = layered(layout)
    below = stack.layers[0].picture.pixels
    result = flattened(stack).pixels
    covered = np.zeros((11, 14), bool)
    mask = stack.layers[1].mask
    alpha = stack.layers[1].picture.pixels[..., -1]
    covered[3:9, 0:7] = (mask[:, 2:] > 0) & (alpha[:, 2:] > 0)
    np.testing.assert_array_equal(result[~covered], below[~covered])
    assert (result[covered] != below[covered]).any(1).mean() > 0.9


def test_alpha_is_dropped_only_where_the_file_had_none_and_all_is_opaque():
    plain = picture(Layout(ColourModel.RGB, Depth.U8, False), 5, 4)
    back = flattened(Stack.of(plain, "a"))
    assert back.layout == plain.layout
    np.testing.assert_array_equal(back.pixels, plain.pixels)
    grown = replace(Stack.of(plain, "a"), canvas=Size(7, 4))
    assert flattened(grown).layout.alpha


def test_reducing_for_formats_of_8_bits():
    deep = Picture(
        np.array([[[0, 128, 257 * 200 + 128]]], np.uint16),
        Layout(ColourModel.RGB, Depth.U16, False),
    )
    assert reduced(deep).pixels.tolist() == [[[0, 0, 200]]]
    light = Picture(
        np.full((1, 1, 3), 0.5, np.float32), Layout(ColourModel.RGB, Depth.F32, False)
    )  # linear, so that half the light is 188 of 255
    assert reduced(light).pixels.tolist() == [[[188, 188, 188]]]
    clear = Picture(
        np.array([[[10, 20, 30, 0], [10, 20, 30, 255]]], np.uint8),
        Layout(ColourModel.RGB, Depth.U8, True),
    )
    assert on_white(clear).pixels.tolist() == [[[255, 255, 255], [10, 20, 30]]]
    grey = picture(Layout(ColourModel.GREY, Depth.U8, True), 2, 1)
    assert (in_colour(grey).pixels[..., 0] == in_colour(grey).pixels[..., 2]).all()
    assert noise(grey.layout, 2, 1).shape == (1, 2, 2)
