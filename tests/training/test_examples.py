"""Masks, captions and examples: what the model is shown, and what it is told of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.colour import srgb_to_lab
from ritocco.training.captions import caption, colour_names, looks, medium, subject
from ritocco.training.examples import Variety, example
from ritocco.training.masks import KINDS, LEAST, MOST, everything, random_mask
from ritocco.training.pictures import Photograph
from ritocco.training.recolour import recoloured
from tests.effort import examples

seeds = st.integers(0, 2**31)


@given(seeds, st.sampled_from([64, 128, 256]))
@settings(max_examples=examples(60))
def test_masks_cover_some_or_all(seed, side):
    mask = random_mask(side, np.random.default_rng(seed))
    assert mask.shape == (side, side)
    assert mask.dtype == bool
    assert mask.all() or LEAST <= mask.mean() <= MOST


def test_every_kind_of_mask_comes_up_as_often_as_said():
    assert sum(KINDS.values()) == pytest.approx(1)
    random = np.random.default_rng(0)
    whole = np.mean([random_mask(64, random).all() for _ in range(1000)])
    # kinds that come out too small or too large are drawn again, so a little more than said
    assert KINDS[everything] * 0.7 < whole < KINDS[everything] * 1.8


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((220, 20, 30), "red"),
        ((240, 130, 20), "orange"),
        ((240, 230, 40), "yellow"),
        ((40, 170, 50), "green"),
        ((40, 200, 210), "cyan"),
        ((40, 70, 220), "blue"),
        ((100, 160, 230), "blue"),
        ((130, 40, 190), "purple"),
        ((240, 120, 190), "pink"),
        ((110, 70, 40), "brown"),
        ((250, 250, 250), "white"),
        ((128, 128, 128), "grey"),
        ((8, 8, 8), "black"),
    ],
)
def test_colours_have_their_names(colour, name):
    pixel = np.array([[colour]], np.float32) / 255
    assert colour_names(srgb_to_lab(pixel)[0]).tolist() == [name]


def test_looks_are_of_the_part_alone():
    pixels = np.zeros((32, 32, 3), np.float32)
    pixels[:, :16] = (0.2, 0.3, 0.9)
    pixels[:, 16:] = (0.9, 0.1, 0.1)
    left = np.zeros((32, 32), bool)
    left[4:28, 2:12] = True
    assert looks(pixels, left, 0.5).colours == ("blue",)
    assert looks(pixels, ~left, 0.5).main == "red"


def test_a_smooth_blue_part_high_up_is_a_sky_and_low_down_is_none():
    pixels = np.full((32, 32, 3), (0.4, 0.6, 0.9), np.float32)
    part = np.ones((32, 32), bool)
    said = [
        {
            word
            for seed in range(60)
            for word in caption(
                "cat", looks(pixels, part, height), np.random.default_rng(seed)
            ).split(", ")
        }
        for height in (0.2, 0.8)
    ]
    assert said[0] == {"blue sky", "blue", "smooth", "cat", "photo"}
    assert said[1] == {"blue", "smooth", "cat", "photo"}


def test_names_of_files_become_words_without_their_colours():
    assert subject("polar_bear") == "polar bear"
    assert subject("redPyramid") == "pyramid"
    assert subject("VincentVanGogh0019") == "vincent van gogh"
    assert medium("VincentVanGogh0019") == "painting"
    assert medium("cat") == "photo"


@given(seeds)
@settings(max_examples=examples(30))
def test_recolouring_keeps_lightness_of_dull_colours(seed):
    pixels = np.random.default_rng(seed).uniform(0.4, 0.6, (8, 8, 3)).astype(np.float32)
    pixels = 0.9 * pixels.mean(2, keepdims=True) + 0.1 * pixels
    turned = recoloured(pixels, np.random.default_rng(seed))
    one, two = srgb_to_lab(pixels), srgb_to_lab(turned)
    np.testing.assert_allclose(one[..., 0], two[..., 0], atol=0.05)
    ratio = np.hypot(two[..., 1], two[..., 2]).sum() / np.hypot(one[..., 1], one[..., 2]).sum()
    assert 0.45 < ratio < 1.85


def test_odd_examples_differ_inside_the_mask_only_and_not_at_its_rim():
    pixels = np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8)
    photos = [Photograph("cat", pixels)]
    plain, odd = (
        example(photos, 64, Variety(1.0, 0, share, 0), np.random.default_rng(5)) for share in (0, 1)
    )
    np.testing.assert_array_equal(plain.mask, odd.mask)
    changed = (plain.pixels != odd.pixels).any(2)
    assert changed.any()
    assert not changed[~plain.mask].any()


def test_silent_examples_have_no_caption_and_the_hues_of_what_is_around():
    photos = [Photograph("cat", np.full((64, 64, 3), 90, np.uint8))]

    def words(seed, odd):
        variety = Variety(turned=0, odd=odd, silent=1)
        return example(photos, 32, variety, np.random.default_rng(seed)).caption

    assert all(words(seed, 0) == "" for seed in range(10))
    assert all(words(seed, 1) != "" for seed in range(10))
