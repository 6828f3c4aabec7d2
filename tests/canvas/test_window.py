import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.window import Native, Window, margin_of, pieces, plan_window
from ritocco.errors import BadSelection
from ritocco.geometry import Box, Sides, Size
from tests.effort import examples

NATIVES = [
    Native(512 * 512),
    Native(768 * 768),
    Native(1024 * 1024, multiple=16),
    Native(512 * 512, ceiling=4096 * 4096, enlarges=False),
]
side = st.integers(1, 30000)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Box, Box, Native]:
    """A canvas, a selection that touches it, and an engine."""
    canvas = Box(draw(st.integers(-300, 0)), draw(st.integers(-300, 0)), draw(side), draw(side))
    x = draw(st.integers(canvas.x, canvas.right - 1))
    y = draw(st.integers(canvas.y, canvas.bottom - 1))
    width, height = draw(st.integers(1, 30000)), draw(st.integers(1, 30000))
    left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    return canvas, Box(x - left, y - top, width, height), draw(st.sampled_from(NATIVES))


@given(cases())
@settings(max_examples=examples(500))
def test_a_window_keeps_its_promises(case: tuple[Box, Box, Native]):
    canvas, selection, native = case
    window = plan_window(canvas, selection, native)
    box, model = window.box, window.model
    inside = selection & canvas
    # it holds the selection and all of the margin that the canvas has
    assert inside in box
    assert inside.grown(Sides.all(margin_of(inside))) & canvas in box | inside or _shifted_fully(
        canvas, inside, box
    )
    # the same exact scale on both axes, there and back
    assert box.width * model.height == box.height * model.width
    assert model.width % native.multiple == 0
    assert model.height % native.multiple == 0
    # within the engine's budget
    assert model.area <= max(native.most, native.multiple * max(model.width, model.height))
    # beyond the canvas only by what the grid's rounding asks for
    step = box.width * native.multiple // model.width
    for start, end, low, high in (
        (box.x, box.right, canvas.x, canvas.right),
        (box.y, box.bottom, canvas.y, canvas.bottom),
    ):
        beyond = max(0, low - start) + max(0, end - high)
        assert beyond < step


def _shifted_fully(canvas: Box, inside: Box, box: Box) -> bool:
    """Whether what a side lacks of its margin was made up for beyond the opposite one."""
    margin = margin_of(inside)
    wide = box.width >= min(inside.width + 2 * margin, canvas.width)
    high = box.height >= min(inside.height + 2 * margin, canvas.height)
    return wide and high


@given(cases(), st.integers(0, 8192))
def test_more_surroundings_may_be_asked_for_never_less(case, least):
    canvas, selection, native = case
    inside = selection & canvas
    own, more = margin_of(inside), margin_of(inside, least)
    assert more == max(own, least)
    box = plan_window(canvas, inside, native, more).box
    wide, high = inside.width + 2 * more, inside.height + 2 * more
    assert box.width >= min(wide, canvas.width)
    assert box.height >= min(high, canvas.height)


@given(st.integers(1, 400), st.integers(1, 400))
def test_the_margin_is_at_least_32_and_half_the_mean_side(width: int, height: int):
    margin = margin_of(Box(0, 0, width, height))
    assert margin >= 32
    assert margin >= (width + height) / 2 / 2


def test_a_small_selection_takes_the_native_square_at_full_size():
    window = plan_window(Box(0, 0, 4000, 3000), Box(2000, 1500, 60, 40), Native(512 * 512))
    assert window.model == Size(512, 512)
    assert window.box.size == Size(512, 512)
    assert window.scale == 1


def test_at_an_edge_the_window_shifts_inward():
    window = plan_window(Box(0, 0, 4000, 3000), Box(0, 2990, 10, 10), Native(512 * 512))
    assert window.box == Box(0, 3000 - 512, 512, 512)


def test_an_extended_canvas_has_negative_windows():
    canvas = Box(0, 0, 1000, 800).grown(Sides(left=200))
    window = plan_window(canvas, Box(-200, 0, 200, 800), Native(1024 * 1024))
    assert window.box.x == -200
    assert window.box in canvas


def test_a_large_selection_is_reduced_by_one_number_on_both_axes():
    window = plan_window(Box(0, 0, 4000, 3000), Box(1000, 500, 1200, 1200), Native(512 * 512))
    assert window.scale < 1
    assert window.model.area <= 512 * 512
    assert window.box.width * window.model.height == window.box.height * window.model.width


def test_a_canvas_below_native_size_is_enlarged_for_a_model_only():
    canvas = Box(0, 0, 300, 200)
    grown = plan_window(canvas, Box(10, 10, 20, 20), Native(512 * 512))
    assert grown.box == canvas
    assert grown.model.area > 200_000
    kept = plan_window(canvas, Box(10, 10, 20, 20), NATIVES[3])
    assert kept.scale == 1


@pytest.mark.parametrize("selection", [Box(5, 5, 0, 0), Box(-50, 0, 50, 10), Box(100, 0, 9, 9)])
def test_nothing_selected_is_said(selection: Box):
    with pytest.raises(BadSelection, match="Nothing is selected"):
        plan_window(Box(0, 0, 100, 100), selection, NATIVES[0])


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 24), st.integers(0, 2**32 - 1))
def test_at_scale_one_pixels_are_passed_on_untouched(a: int, b: int, step: int, seed: int):
    size = Size(a * step, b * step)
    window = Window(Box(3, -4, size.width, size.height), size)
    pixels = np.random.default_rng(seed).random((size.height, size.width, 3), np.float32)
    assert window.to_canvas(window.to_model(pixels)) is pixels


@pytest.mark.parametrize(
    ("step", "multiple"), [(8, 8), (16, 8), (24, 8), (13, 8), (5, 8), (40, 16)]
)
def test_there_and_back_moves_nothing(step: int, multiple: int):
    """A ramp comes back in place: on the mean to a thousandth of a pixel, each to a tenth.

    (The area mean takes a pixel's value as constant over the pixel: a ripple, not a shift.)
    """
    box = Box(0, 0, 20 * step, 12 * step)
    window = Window(box, Size(20 * multiple, 12 * multiple))
    across = np.linspace(0, 1, box.width, dtype=np.float32)[None].repeat(box.height, 0)
    down = np.linspace(0, 1, box.height, dtype=np.float32)[:, None].repeat(box.width, 1)
    ramp = np.stack([across, down, (across + down) / 2], 2)
    back = window.to_canvas(window.to_model(ramp))
    edge = 4 * max(1, -(-step // multiple))
    inner = slice(edge, -edge)
    moved = (back - ramp)[inner, inner] * np.float32([box.width, box.height, 1])
    assert np.abs(moved.mean((0, 1))).max() < 0.001
    assert np.abs(moved).max() < 0.1


@given(cases())
@settings(max_examples=examples(200))
def test_pieces_cover_the_region_once(case: tuple[Box, Box, Native]):
    canvas, selection, native = case
    region = selection & canvas
    parts = list(pieces(canvas, region, native))
    assert sum(part.area for part in parts) == region.area
    assert all(part in region for part in parts)
    assert not any(one & two for index, one in enumerate(parts) for two in parts[index + 1 :][:50])


def test_a_scratch_across_a_poster_is_done_in_full_size_pieces():
    canvas = Box(0, 0, 30000, 20000)
    native = NATIVES[3]
    parts = list(pieces(canvas, Box(0, 7000, 30000, 1), native))
    assert len(parts) > 1
    assert all(plan_window(canvas, part, native).scale == 1 for part in parts)
