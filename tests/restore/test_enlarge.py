"""Enlarging by tiles: exact sizes and places, no seams, no bleeding, every kind of document."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.colour import to_working
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.canvas.resample import resized
from ritocco.errors import Cancelled, OutOfMemory
from ritocco.geometry import Box, Size
from ritocco.recipe.finishing import Upscale
from ritocco.studio.enlarge import LEAST_SIDE, enlarged
from ritocco.watch import Watch
from tests.canvas import profiles
from tests.effort import examples
from tests.restore.nets import Exact

FLOAT = Layout(ColourModel.RGB, Depth.F32, False)
LAYOUTS = [
    Layout(model, depth, alpha)
    for model in ColourModel
    for depth in Depth
    for alpha in (False, True)
]


def picture(layout: Layout, width: int, height: int, seed: int = 0, smooth: int = 5) -> Picture:
    """Soft noise; alpha, where there is one, with clear, half clear and opaque parts."""
    rng = np.random.default_rng(seed)
    coarse = rng.random((-(-height // smooth) + 1, -(-width // smooth) + 1, layout.channels))
    values = 0.15 + 0.7 * resized(coarse.astype(np.float32), Size(width, height)).clip(0, 1)
    if layout.alpha:
        values[..., -1] = np.clip(values[..., -1] * 4 - 1.5, 0, 1)
    scaled = values * layout.depth.maximum
    pixels = scaled if layout.depth.is_float else np.rint(scaled)
    return Picture(pixels.astype(layout.depth.dtype), layout)


def grow(source: Picture, size: Size, enlarger: Exact | None = None, **more) -> Picture:
    asked = more.pop("asked", Upscale())
    part = more.pop("part", Box.of(source.size))
    watch = more.pop("watch", Watch())
    return enlarged(source, part, size, asked, enlarger or Exact(), watch, **more)


@settings(max_examples=examples(30))
@given(
    width=st.integers(1, 90),
    height=st.integers(1, 90),
    across=st.floats(1, 8),
    down=st.floats(1, 8),
    scale=st.sampled_from([1, 2, 4]),
    side=st.integers(24, 64),
)
def test_any_size_is_hit_exactly_and_a_ramp_stays_where_it_was(
    width: int, height: int, across: float, down: float, scale: int, side: int
):
    size = Size(round(width * across), round(height * down))
    columns = np.broadcast_to(np.linspace(0.2, 0.8, width, dtype=np.float32), (height, width))
    deep = np.rint(np.repeat(columns[..., None], 3, 2) * 65535).astype(np.uint16)
    source = Picture(deep, Layout(ColourModel.RGB, Depth.U16, False))
    made = grow(source, size, Exact(scale, side))
    assert made.size == size
    shown, _ = to_working(made)
    known, _ = to_working(source)
    expected = resized(known, size)
    inner = slice(3 * size.width // width, -3 * size.width // width or None)
    a_pixel = 0.6 / max(1, width - 1)
    assert np.abs(shown - expected)[:, inner].max(initial=0) < 0.1 * a_pixel + 1e-3


@settings(max_examples=examples(15))
@given(
    width=st.integers(30, 120),
    height=st.integers(30, 120),
    factor=st.floats(1, 6),
    side=st.integers(26, 60),
    seed=st.integers(0, 9),
)
def test_tiles_equal_the_whole(width: int, height: int, factor: float, side: int, seed: int):
    source = picture(FLOAT, width, height, seed)
    size = Size(round(width * factor), round(height * factor))
    whole = grow(source, size, Exact(4, 10_000))
    tiled = Exact(4, side)
    made = grow(source, size, tiled)
    assert max(width, height) <= side or len(tiled.seen) > 1
    assert np.abs(made.pixels - whole.pixels).max() < 2e-5


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("factor", [1, 2.5])
def test_every_layout_comes_back_as_it_is(layout: Layout, factor: float):
    source = picture(layout, 61, 47)
    source = replace(source, metadata=Metadata(resolution=(3.0, 3.0), exif=b"MM\0*"))
    size = Size(round(61 * factor), round(47 * factor))
    made = grow(source, size)
    assert made.layout == layout
    assert made.size == size
    assert made.profile is source.profile
    assert made.metadata == source.metadata
    plain = resized(to_working(source)[0], size)
    shown, alpha = to_working(made)
    seen = alpha > 0.99
    assert np.abs(shown - plain)[seen].mean() < 0.02
    if layout.depth is Depth.U16:  # more than 8 bits of them
        assert len(np.unique(made.colour)) > 2000


def test_the_profile_is_kept_and_used():
    profile = profiles.rgb("adobe", 1.8)
    layout = Layout(ColourModel.RGB, Depth.U8, False)
    source = replace(picture(layout, 40, 30), profile=profile)
    made = grow(source, Size(80, 60))
    assert made.profile == profile
    plain = resized(source.pixels.astype(np.float32), Size(80, 60))
    assert np.abs(made.pixels - plain).mean() < 2


@pytest.mark.parametrize("depth", [Depth.U8, Depth.F32])
def test_what_is_transparent_never_bleeds(depth: Depth):
    layout = Layout(ColourModel.RGB, depth, True)
    source = picture(layout, 64, 64)
    clear = source.pixels[..., 3] == 0
    assert clear.any()
    other = source.pixels.copy()
    other[clear, :3] = (np.array([1, 0, 1]) * layout.depth.maximum).astype(layout.depth.dtype)
    made = grow(source, Size(160, 160))
    assert (made.pixels == grow(replace(source, pixels=other), Size(160, 160)).pixels).all()
    # In a picture of one colour no other may appear, however faint.
    one = source.pixels.copy()
    one[..., :3] = np.where(clear[..., None], 0, np.array([200, 100, 50]) / 255 * depth.maximum)
    grown = grow(replace(source, pixels=one.astype(depth.dtype)), Size(160, 160)).pixels
    seen = grown[..., 3] > 0
    wanted = np.array([200, 100, 50]) / 255 * depth.maximum
    assert np.abs(grown[seen][:, :3] - wanted).max() <= (1 if depth is Depth.U8 else 1e-3)


def test_alpha_that_is_full_stays_full_and_none_stays_none():
    layout = Layout(ColourModel.RGB, Depth.U8, True)
    full = picture(layout, 50, 40)
    full.pixels[..., 3] = 255
    exact = Exact()
    assert (grow(full, Size(125, 100), exact).pixels[..., 3] == 255).all()
    assert len(exact.seen) == len(set_of_tiles(50, 40))  # no second look for the alpha
    clear = picture(layout, 50, 40)
    clear.pixels[..., 3] = 0
    assert not grow(clear, Size(125, 100)).pixels.any()


def set_of_tiles(width: int, height: int) -> list[tuple[int, int]]:
    exact = Exact()
    grow(picture(FLOAT, width, height), Size(width * 2, height * 2), exact)
    return exact.seen


def test_a_shape_becomes_alpha_and_its_surroundings_are_seen():
    source = picture(Layout(ColourModel.RGB, Depth.U8, False), 80, 60)
    shape = np.zeros((60, 80), np.uint8)
    shape[20:40, 30:60] = 255
    shape[20:30, 30:40] = 0
    box = Box(30, 20, 30, 20)
    made = grow(source, Size(90, 60), part=box, shape=shape)
    assert made.layout.alpha
    assert made.size == Size(90, 60)
    alpha = made.pixels[..., 3]
    assert (alpha[2:26, 2:26] == 0).all()
    assert (alpha[40:50, 40:80] == 255).all()
    opaque = grow(source, Size(240, 180))  # the same grid, all of it
    cut = opaque.pixels[60:120, 90:180].astype(int)
    there = alpha == 255
    assert np.abs(made.pixels[..., :3].astype(int) - cut)[there].max() <= 1


def test_a_picture_of_one_pixel():
    source = Picture(np.full((1, 1, 3), 137, np.uint8), Layout(ColourModel.RGB, Depth.U8, False))
    made = grow(source, Size(8, 8))
    assert made.size == Size(8, 8)
    assert np.abs(made.pixels.astype(int) - 137).max() <= 1


def test_more_than_the_network_gives_takes_more_steps_and_only_the_last_is_large():
    exact = Exact(scale=2, side=1000)
    made = grow(picture(FLOAT, 20, 20), Size(160, 160), exact)
    assert made.size == Size(160, 160)
    assert [shape[0] for shape in exact.seen] == [20, 40, 80]


def test_brighter_than_white_stays_so():
    source = picture(FLOAT, 40, 40)
    source.pixels[10:20, 10:20] = 5.0
    made = grow(source, Size(80, 80))
    assert np.abs(made.pixels[26:34, 26:34] - 5).max() < 0.01
    assert (
        np.abs(made.pixels[50:] - grow(picture(FLOAT, 40, 40), Size(80, 80)).pixels[50:]).max()
        < 1e-5
    )


def test_without_strength_no_network_is_asked():
    exact = Exact()
    source = picture(FLOAT, 40, 30)
    made = grow(source, Size(100, 75), exact, asked=Upscale(strength=0.0))
    assert not exact.seen
    assert np.abs(to_working(made)[0] - resized(to_working(source)[0], Size(100, 75))).max() < 1e-4


def test_half_strength_lies_half_way():
    class White(Exact):
        def enlarge(self, pixels, watch):
            return np.ones_like(super().enlarge(pixels, watch))

    source = picture(Layout(ColourModel.RGB, Depth.U16, False), 40, 30)
    none, half = (
        to_working(grow(source, Size(100, 75), White(), asked=Upscale(strength=strength)))[0]
        for strength in (0.0, 0.5)
    )
    assert np.abs(half - (none + 1) / 2).max() < 1e-3


def test_short_memory_makes_smaller_tiles_and_the_same_picture():
    source = picture(FLOAT, 300, 200)
    short = Exact(side=256, fails_above=150)
    made = grow(source, Size(600, 400), short)
    assert max(max(shape[:2]) for shape in short.seen[1:]) <= 150
    assert np.abs(made.pixels - grow(source, Size(600, 400), Exact(side=999)).pixels).max() < 2e-5


def test_no_memory_at_all_is_said():
    with pytest.raises(OutOfMemory):
        grow(picture(FLOAT, 300, 200), Size(600, 400), Exact(fails_above=LEAST_SIDE // 2))


def test_progress_rises_to_the_end_and_a_cancel_is_heard():
    told: list[float] = []
    watch = Watch(lambda fraction, text: told.append(fraction))
    grow(picture(FLOAT, 100, 80), Size(800, 640), watch=watch)
    assert told == sorted(told)
    assert len(told) > 8
    cancelled = Event()

    def stop(fraction: float, text: str) -> None:
        if fraction > 0.5:
            cancelled.set()

    exact = Exact()
    with pytest.raises(Cancelled):
        grow(picture(FLOAT, 100, 80), Size(400, 320), exact, watch=Watch(stop, cancelled))
    assert 0 < len(exact.seen) < len(set_of_tiles(100, 80))


def test_the_source_is_only_read():
    source = picture(Layout(ColourModel.RGB, Depth.U8, True), 60, 50)
    kept = source.pixels.copy()
    grow(source, Size(120, 100))
    assert (source.pixels == kept).all()
