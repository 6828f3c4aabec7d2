"""Tiles do not show, though what each window makes differs in colour from the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.window import Native
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.studio.joining import joined
from tests.studio.test_studio import Painter, studio_with

FADE = 16
REFINING = Recipe(
    kind=Kind.REFINE,
    harmonize=False,
    model_size=128,
    diffusion=Diffusion(model="any", strength=0.5, content=Content.ORIGINAL),
)


class Casting(Painter):
    """Paints what was there, with a cast that differs from window to window."""

    sketches = False

    def __init__(self) -> None:
        super().__init__(Native(128 * 128), refines=True)

    def paint(self, view, seed, watch):
        super().paint(view, seed, watch)
        cast = np.random.default_rng(seed).uniform(-0.12, 0.12, 3).astype(np.float32)
        painted = view.pixels + cast * view.mask[..., None]
        return np.asarray(painted.clip(0, 1), np.float32)


def picture(side: int) -> Picture:
    """A smooth slope of colours, in floats so that nothing is rounded."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side
    pixels = np.stack([0.4 + 0.1 * x, 0.5 + 0.1 * y, 0.6 - 0.1 * x], -1)
    return Picture(pixels.astype(np.float32), Layout(ColourModel.RGB, Depth.F32, False))


def test_no_step_is_left_where_tiles_meet() -> None:
    side = 400
    whole = picture(side)
    everything = np.full((side, side), 255, np.uint8)
    document = Document(whole.size, Box.of(whole.size), whole, everything)
    painter = Casting()
    studio = studio_with(painter)
    recipe = replace(REFINING, seed=3)
    passes = studio.plan(recipe, Size(side, side), Box.of(whole.size)).passes
    starts = sorted({one.region.x for one in passes if one.fade.left})
    assert len(starts) >= 3
    made = flatten(whole, studio.run(recipe, document).layer, Sides()).pixels
    change = made - whole.pixels
    casts = [np.abs(pixels).mean() for pixels in change[:60, :60].reshape(-1, 3)]
    assert max(casts) > 0.02  # the painter does leave casts
    for axis in (0, 1):
        along = np.moveaxis(change, axis, 0)
        steps = np.abs(along[FADE:] - along[:-FADE]).max((1, 2))
        # Casts of up to 0.24 between neighbours, both ways, become slopes across a tile of 96.
        assert steps.max() < 0.09, axis


def test_a_tile_sees_what_later_tiles_will_paint_as_free() -> None:
    side = 400
    whole = picture(side)
    everything = np.full((side, side), 255, np.uint8)
    painter = Casting()
    document = Document(whole.size, Box.of(whole.size), whole, everything)
    studio = studio_with(painter)
    passes = studio.plan(REFINING, whole.size, Box.of(whole.size)).passes
    studio.run(REFINING, document)
    done = np.zeros((side, side), bool)
    for one, (_, weights, _, _) in zip(passes, painter.seen, strict=True):
        free = ~done[one.window.box.slices]
        core = one.region.in_frame_of(one.window.box).slices
        free[core] = True
        assert np.array_equal(weights == 1, free)
        done[one.region.slices] = True
    assert done.all()


class Continuing(Casting):
    """Goes on in the picture's one colour, without a sketch before."""

    def paint(self, view, seed, watch):
        super().paint(view, seed, watch)
        return np.broadcast_to(view.pixels[view.surroundings][0], view.pixels.shape).copy()


def test_what_later_tiles_will_paint_is_not_measured() -> None:
    """An extension without a sketch: below each tile there is nothing yet."""
    size = Size(120, 400)
    flat = Picture(np.full((400, 120, 3), 0.5, np.float32), picture(1).layout)
    document = Document(size, Box.of(size), flat, np.zeros((400, 120), np.uint8))
    recipe = replace(REFINING, kind=Kind.OUTPAINT, extend=Sides(right=60))
    studio = studio_with(Continuing())
    assert len(studio.plan(recipe, size, Box(0, 0, 0, 0)).passes) > 2
    measured = studio.run(recipe, document).quality
    assert (measured.seam, measured.drift) == (1, 0)
    assert measured.style < 0.1  # the bands of texture are blurred, and reach a little beyond


@pytest.mark.parametrize("axis", [0, 1])
def test_a_difference_is_undone_at_the_side_and_left_at_the_far_one(axis: int) -> None:
    before = np.full((40, 60, 3), 0.5, np.float32)
    fresh = before + np.array([0.1, -0.05, 0.0], np.float32)
    fade = Sides(left=10) if axis else Sides(top=10)
    shared = np.zeros((40, 60), bool)
    shared[:, :10] = shared[:10] = True
    made = joined(fresh, before, shared, fade)
    along = np.moveaxis(made, axis, 0)
    assert np.allclose(along[:10], 0.5, atol=1e-6)
    assert np.allclose(along[-1], fresh[-1, -1], atol=1e-6)
    assert (np.diff(along[..., 0], axis=0) >= -1e-6).all()


def test_what_no_other_tile_made_joins_nothing() -> None:
    fresh = np.random.default_rng(0).random((30, 30, 3), np.float32)
    nowhere = np.zeros((30, 30), bool)
    made = joined(fresh, np.zeros_like(fresh), nowhere, Sides(left=8, top=8))
    assert np.array_equal(made, fresh)
    assert np.array_equal(joined(fresh, fresh, ~nowhere, Sides(left=8, top=8)), fresh)
    half = nowhere.copy()
    half[15:] = True  # a part of the side only: what lies far from it is left alone
    made = joined(fresh, fresh + 0.1, half, Sides(left=4))
    assert np.array_equal(made[:5], fresh[:5])
    assert made[20:, :4] == pytest.approx(fresh[20:, :4] + 0.1, abs=1e-5)
