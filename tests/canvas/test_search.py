import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.patches import SIDE, Code, Patches, source_places
from ritocco.canvas.search import Tried
from ritocco.watch import Watch
from tests.effort import examples


def scene(seed, height=40, width=50):
    pixels = np.random.default_rng(seed).random((height, width, 5)).astype(np.float32)
    pixels[..., 3:] *= 0.2
    known = np.ones((height, width), np.bool_)
    known[12:24, 15:30] = False
    return pixels, known


def half_as_large():
    """Targets of a picture half as large, and some source for each."""
    targets = np.argwhere(np.ones((14, 19), np.bool_))
    return targets, np.zeros_like(targets)


@settings(max_examples=examples(10))
@given(st.integers(0, 2**31))
def test_offers_are_only_taken_if_they_are_better_and_known(seed):
    pixels, known = scene(seed)
    tried = Tried.of(pixels, known, 100.0)
    random = np.random.default_rng(seed)
    sources = tried.start(*half_as_large())
    before = None
    for _ in range(3):
        found = tried.better(sources, pixels, random, Watch())
        assert tried.usable[tuple(found.sources.T)].all()
        assert before is None or (found.cost <= before).all()
        before, sources = found.cost, found.sources


def test_what_a_source_costs_is_what_the_exact_search_says():
    pixels, known = scene(1)
    tried = Tried.of(pixels, known, 100.0)
    random = np.random.default_rng(0)
    found = tried.better(tried.start(*half_as_large()), pixels, random, Watch())
    places = source_places(known, 1.0)
    code = Code.of(pixels, known, places, 100.0)
    _, least = code.nearest(Patches.of(pixels, None, tried.targets))
    assert (found.cost >= least - 0.01).all()
    for row in range(0, len(tried.targets), 37):
        only = Code.of(pixels, known, found.sources[row : row + 1], 100.0)
        _, cost = only.nearest(Patches.of(pixels, None, tried.targets[row : row + 1]))
        assert found.cost[row] == pytest.approx(cost[0], rel=1e-4)


def test_the_true_source_spreads_from_patch_to_patch():
    y, x = np.indices((60, 80))
    light = 0.5 + 0.3 * np.sin(x / 5 + y * y / 300)
    pixels = np.repeat(light[..., None], 3, axis=2).astype(np.float32)
    known = np.ones((60, 80), np.bool_)
    known[20:40, 45:60] = False
    hidden = pixels.copy()
    hidden[20:40, 45:60] = pixels[20:40, 10:25]
    tried = Tried.of(pixels * known[..., None], known, 0.0)
    targets = np.argwhere(np.ones((24, 34), np.bool_))
    sources = np.maximum(targets - (0, 16), 0)  # near the truth, which lies 35 to the left
    found = tried.better(tried.start(targets, sources), hidden, np.random.default_rng(0), Watch())
    for _ in range(3):
        found = tried.better(found.sources, hidden, np.random.default_rng(1), Watch())
    inner = ((tried.targets >= (20, 45)) & (tried.targets + SIDE <= (40, 60))).all(axis=1)
    assert (found.cost[inner] < 1).mean() > 0.9
