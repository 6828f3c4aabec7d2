"""The pace that is learnt is that of the work: loading a model is no part of it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from ritocco import watch as watching
from ritocco.engine import Engines
from ritocco.geometry import Box, Size
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.studio import estimates, passes, studio
from ritocco.studio.studio import Studio
from ritocco.watch import Watch
from tests.restore.nets import Exact
from tests.studio.test_studio import Painter, document_of, picture_of, studio_with


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Time that passes only where a test says so."""
    clock = SimpleNamespace(now=0.0)
    for module in (watching, estimates, passes, studio):
        monkeypatch.setattr(module, "perf_counter", lambda: clock.now)
    return clock


class Loading(Painter):
    """Loads a model for 100 seconds in its first window, and takes 3 for each."""

    def __init__(self, clock: SimpleNamespace) -> None:
        super().__init__()
        self.clock, self.loaded = clock, False

    def paint(self, view, seed, watch):
        if not self.loaded:
            with watch.part(0.1, 0.2).loading():
                self.clock.now += 100
            self.loaded = True
        self.clock.now += 3
        return super().paint(view, seed, watch)


def test_a_first_run_foretells_the_second(clock) -> None:
    studio = studio_with(Loading(clock))
    document = document_of(picture_of(Size(90, 80)), Box(20, 20, 30, 30))
    studio.run(Recipe(), document)
    assert studio.plan(Recipe(), Size(90, 80), Box(20, 20, 30, 30)).seconds == pytest.approx(3)


class SlowToLoad(Exact):
    """Loads its network for 100 seconds when it is first asked how it takes a picture."""

    def __init__(self, clock: SimpleNamespace) -> None:
        super().__init__(side=128)
        self.clock, self.loaded = clock, False

    def tile_spec(self):
        if not self.loaded:
            self.clock.now += 100
            self.loaded = True
        return super().tile_spec()

    def enlarge(self, pixels: np.ndarray, watch: Watch) -> np.ndarray:
        self.clock.now += 2
        return super().enlarge(pixels, watch)


def test_so_it_is_when_pictures_are_made_larger(clock, monkeypatch) -> None:
    enlarger = SlowToLoad(clock)
    monkeypatch.setattr(Engines, "upscaling", enlarger)
    studio = Studio(Engines())
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=2))
    document = document_of(picture_of(Size(40, 30)), Box(0, 0, 40, 30))
    studio.run(recipe, document)
    assert studio.plan(recipe, Size(40, 30), Box(0, 0, 40, 30)).seconds == pytest.approx(2)


def test_parts_and_quiet_parts_count_together(clock) -> None:
    watch = Watch()
    with watch.part(0, 0.5).quiet().loading():
        clock.now += 4
    with watch.loading():
        clock.now += 1
    clock.now += 1
    assert watch.loaded == 5
