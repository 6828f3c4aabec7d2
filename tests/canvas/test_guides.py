"""Guides: what their content hash says, which are taken, and what a window sees of each."""

from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.document import Document
from ritocco.canvas.guides import check_names, content_hash, seen_guides, with_guides
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.resample import resized
from ritocco.canvas.window import Window
from ritocco.errors import BadPicture, BadRecipe
from ritocco.geometry import Box, Size
from ritocco.recipe.guide import Guide, Role
from ritocco.recipe.recipe import Diffusion, Kind, Recipe

RGB8 = Layout(ColourModel.RGB, Depth.U8, False)
GREY8 = Layout(ColourModel.GREY, Depth.U8, False)
LAYOUTS = st.builds(
    Layout, st.sampled_from(ColourModel), st.sampled_from(Depth), st.booleans()
)  # fmt: skip


def picture(size: Size, layout: Layout = RGB8, seed: int = 0) -> Picture:
    random = np.random.default_rng(seed)
    values = random.random((size.height, size.width, layout.channels))
    return Picture((values * layout.depth.maximum).astype(layout.depth.dtype), layout)


def recipe(*guides: Guide) -> Recipe:
    return Recipe(kind=Kind.INPAINT, diffusion=Diffusion(model="x"), guides=guides)


WHOLE = Box(0, 0, 40, 30)


def document(box: Box = WHOLE, **guides: Picture) -> Document:
    pixels = picture(box.size)
    selection = np.full((box.height, box.width), 255, np.uint8)
    return Document(Size(100, 90), box, pixels, selection, guides=guides)


@given(LAYOUTS, st.integers(1, 9), st.integers(1, 9), st.integers(0, 3))
def test_a_hash_is_that_of_type_shape_and_little_endian_bytes(layout, width, height, seed):
    one = picture(Size(width, height), layout, seed)
    kind = {"u8": "|u1", "u16": "<u2", "f16": "<f2", "f32": "<f4"}[layout.depth.value]
    head = f"{kind} {height}x{width}x{layout.channels}\n".encode()
    assert content_hash(one) == sha256(head + one.pixels.astype(kind).tobytes()).hexdigest()


@given(LAYOUTS, st.integers(2, 9), st.integers(2, 9))
def test_a_hash_knows_pixels_and_nothing_of_how_they_lie(layout, width, height):
    one = picture(Size(width, height), layout)
    wide = np.zeros((height, 2 * width, layout.channels), layout.depth.dtype)
    wide[:, ::2] = one.pixels
    assert content_hash(replace(one, pixels=wide[:, ::2])) == content_hash(one)
    assert content_hash(replace(one, profile=b"any")) == content_hash(one)
    turned = replace(one, pixels=one.pixels.reshape(width, height, layout.channels))
    assert (content_hash(turned) == content_hash(one)) == (width == height)
    other = one.pixels.copy()
    other[-1, -1, -1] = 0 if other[-1, -1, -1] else 1
    assert content_hash(replace(one, pixels=other)) != content_hash(one)


def test_an_empty_hash_is_filled_in_and_a_known_one_must_fit():
    edges = picture(Size(40, 30), GREY8)
    sent = document(edges=edges)
    told = with_guides(recipe(Guide(name="edges")), sent)
    assert told.guides[0].sha256 == content_hash(edges)
    assert with_guides(told, sent) is told
    other = document(edges=picture(Size(40, 30), GREY8, seed=1))
    with pytest.raises(BadRecipe, match="guide 'edges' are not those that the recipe was made"):
        with_guides(told, other)


def test_guides_are_missed_and_refused_by_name():
    with pytest.raises(BadRecipe, match="needs the pixels of its guide 'edges'"):
        with_guides(recipe(Guide(name="edges")), document())
    with pytest.raises(BadRecipe, match="guide 'spare' was sent, but the recipe does not name it"):
        with_guides(recipe(), document(spare=picture(Size(40, 30))))
    with pytest.raises(BadPicture, match=r"'edges' is 40 x 29 pixels.*40 x 30; a hint must cover"):
        with_guides(recipe(Guide(name="edges")), document(edges=picture(Size(40, 29))))
    with pytest.raises(BadRecipe, match="'a' is a hint and a region in one recipe"):
        check_names(recipe(Guide(name="a"), Guide(name="a", role=Role.REGION)), {"a"})


def test_one_guide_may_be_used_twice_and_a_reference_has_any_size():
    look = Guide(name="look", role=Role.REFERENCE)
    both = recipe(Guide(name="a", method="canny"), Guide(name="a", method="depth"), look)
    sent = document(a=picture(Size(40, 30)), look=picture(Size(7, 5)))
    told = with_guides(both, sent)
    assert told.guides[0].sha256 == told.guides[1].sha256 != told.guides[2].sha256
    seen = seen_guides(both, sent, Window(Box(0, 0, 16, 8), Size(32, 16)))
    assert {name: pixels.shape for name, pixels in seen.items()} == {
        "a": (16, 32, 3),
        "look": (5, 7, 3),
    }
    assert np.array_equal(seen["look"], sent.guides["look"].pixels / np.float32(255))


@st.composite
def places(draw: st.DrawFn) -> tuple[Box, Box]:
    """The part of a canvas that was sent, and a window that may reach beyond it or miss it."""
    box = Box(draw(st.integers(0, 30)), draw(st.integers(0, 30)), *draw(SIDES))
    window = Box(draw(st.integers(-40, 80)), draw(st.integers(-40, 80)), *draw(SIDES))
    return box, window


SIDES = st.tuples(st.integers(1, 50), st.integers(1, 50))


@given(places(), st.booleans())
@settings(deadline=None)
def test_a_window_at_scale_1_sees_exactly_its_part_and_nothing_beyond(place, hints):
    box, window = place
    guide = picture(box.size, RGB8 if hints else GREY8)
    named = recipe(Guide(name="a", role=Role.HINT if hints else Role.REGION))
    seen = seen_guides(named, document(box, a=guide), Window(window, window.size))["a"]
    everywhere = np.zeros((200, 200, guide.layout.channels), np.float32)
    moved = box.moved(60, 60)
    everywhere[moved.slices] = guide.pixels / np.float32(255)
    expected = everywhere[window.moved(60, 60).slices]
    assert seen.dtype == np.float32
    assert np.array_equal(seen, expected if hints else expected[..., 0])


def test_a_reduced_window_sees_the_mean():
    guide = picture(Size(40, 30), GREY8)
    named = recipe(Guide(name="a", role=Role.REGION))
    window = Window(Box(0, 0, 40, 30), Size(20, 15))
    seen = seen_guides(named, document(a=guide), window)["a"]
    expected = resized(guide.pixels[..., 0] / np.float32(255), Size(20, 15))
    assert np.array_equal(seen, expected)


@given(st.sampled_from(Depth))
def test_depths_say_the_same(depth):
    """Of a region: levels, in floats too. Of a hint: colours, and floats are linear light."""
    layout = Layout(ColourModel.GREY, depth, True)
    pixels = np.zeros((30, 40, 2), depth.dtype)
    pixels[:10] = depth.maximum  # opaque white
    pixels[10:20] = (0, depth.maximum)  # opaque black
    pixels[20:, :, 0] = depth.maximum  # white, but not there
    sent = document(a=Picture(pixels, layout))
    window = Window(Box(0, 0, 40, 30), Size(40, 30))
    for role in (Role.HINT, Role.REGION):
        seen = seen_guides(recipe(Guide(name="a", role=role)), sent, window)["a"]
        assert np.allclose(seen[:10], 1, atol=1e-6)
        assert (seen[10:] == 0).all()
