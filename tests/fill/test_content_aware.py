import numpy as np
import pytest

from ritocco.canvas.padding import Padding
from ritocco.engine import View
from ritocco.errors import BadSelection
from ritocco.fill.content_aware import ContentAware
from ritocco.recipe.recipe import Recipe
from ritocco.watch import Watch

PAINTER = ContentAware().prepare(Recipe())


def scene():
    pixels = np.random.default_rng(0).random((64, 80, 3)).astype(np.float32)
    mask = np.zeros((64, 80), np.float32)
    mask[20:40, 30:50] = 0.01
    mask[25:35, 35:45] = 1
    known = np.ones((64, 80), np.bool_)
    known[:, 70:] = False
    return pixels, mask, known


def test_all_that_is_selected_or_unknown_is_filled_and_the_rest_kept():
    pixels, mask, known = scene()
    found = PAINTER.paint(View(pixels, mask, known), 4, Watch())
    kept = known & (mask == 0)
    assert np.array_equal(found[kept], pixels[kept])
    assert (found[~kept] != pixels[~kept]).any(axis=1).mean() > 0.95
    padding = Padding.of(pixels, kept, 4, Watch())
    assert np.array_equal(found, padding.chosen(0, Watch()))


def test_what_is_selected_is_never_read():
    pixels, mask, known = scene()
    spoilt = pixels.copy()
    spoilt[(mask > 0) | ~known] = 1
    one = PAINTER.paint(View(pixels, mask, known), 4, Watch())
    assert np.array_equal(one, PAINTER.paint(View(spoilt, mask, known), 4, Watch()))


def test_nothing_left_is_refused():
    pixels, mask, known = scene()
    view = View(pixels, np.ones_like(mask), known)
    with pytest.raises(BadSelection):
        PAINTER.paint(view, 0, Watch())


def test_another_candidate_is_another_fill_of_the_same_window(monkeypatch):
    pixels, mask, known = scene()
    view, engine = View(pixels, mask, known), ContentAware()
    made = []
    whole = Padding.of
    monkeypatch.setattr(Padding, "of", lambda *words: made.append(words) or whole(*words))

    def painted(candidate, seed=4, seen=view):
        recipe = Recipe(candidate=candidate)
        return engine.prepare(recipe).paint(seen, seed, Watch())

    first, second = painted(0), painted(1)
    assert not np.array_equal(first, second)
    assert len(made) == 1
    assert np.array_equal(painted(PAINTER.candidates), first)
    assert len(made) == 1
    spoilt = pixels.copy()
    spoilt[0, 0] = 0
    painted(0, seen=View(spoilt, mask, known))
    painted(0, seed=5)
    assert len(made) == 3
    engine.release()
    assert np.array_equal(painted(0), first)
    assert len(made) == 4


def test_how_it_likes_to_work():
    assert PAINTER.engine == ContentAware().name == "content-aware"
    assert PAINTER.native.most == 4096 * 4096
    assert PAINTER.sketches
    assert PAINTER.tiling is None


@pytest.mark.parametrize(("least", "most"), [(0.2, 1.0), (0.6, 1.0)])
def test_a_soft_selection_that_lets_nothing_stay_continues_what_changes_least(least, most):
    pixels, _, known = scene()
    mask = np.full((64, 80), np.float32(least))
    mask[20:40, 30:50] = most
    found = PAINTER.paint(View(pixels, mask, known), 4, Watch())
    padding = Padding.of(pixels, known & (mask < 1), 4, Watch())
    assert np.array_equal(found, padding.chosen(0, Watch()))
