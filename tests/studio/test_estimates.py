"""The pace that is learnt is that of the work: loading a model is no part of it."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from ritocco import watch as watching
from ritocco.engine import Engines
from ritocco.geometry import Box, Size
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.studio import estimates, passes, studio
from ritocco.studio.estimates import Pace
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
    assert studio.plan(Recipe(), Size(90, 80), Box(20, 20, 30, 30)).seconds == pytest.approx(
        3, rel=0.02
    )


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
    assert studio.plan(recipe, Size(40, 30), Box(0, 0, 40, 30)).seconds == pytest.approx(
        2, rel=0.02
    )


def test_parts_and_quiet_parts_count_together(clock) -> None:
    watch = Watch()
    with watch.part(0, 0.5).quiet().loading():
        clock.now += 4
    with watch.loading():
        clock.now += 1
    clock.now += 1
    assert watch.loaded == 5


SAID = (0.002, 0.02, 0.3, 2.0, 20.0, 120.0, 900.0)
"""Seconds that a thing says it takes: a spot, a face, a tile, a picture, a poster."""


@dataclass
class Machine:
    """How long things really take: seconds that any of them does, and a factor."""

    fixed: float
    factor: float

    def seconds(self, said: float) -> float:
        return self.fixed + self.factor * said


MACHINES = {
    "as said": Machine(0.0, 1.0),
    "a fill of the first kind": Machine(2.5, 1.0),
    "slow": Machine(0.3, 4.0),
    "a large model on a processor": Machine(8.0, 2.0),
    "a small model on a card": Machine(0.4, 0.05),
    "very fast": Machine(0.1, 0.004),
}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
@pytest.mark.parametrize("first", SAID)
def test_one_run_foretells_its_like_and_frightens_nobody(machine, first) -> None:
    """Of what is much larger than all that was seen, no more is told than what is said of it."""
    pace = Pace().learnt(machine.seconds(first), first)
    assert pace.seconds(first) == pytest.approx(machine.seconds(first), rel=0.25)
    for said in SAID:
        most = max(said, machine.seconds(said), pace.seconds(first)) + said
        assert 0 < pace.seconds(said) <= 1.3 * most


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_runs_of_several_sizes_foretell_all_sizes(machine) -> None:
    pace = Pace()
    for said in (0.02, 120.0, 2.0, 0.3, 20.0, 0.02):
        pace = pace.learnt(machine.seconds(said), said)
    for said in SAID:
        assert pace.seconds(said) == pytest.approx(machine.seconds(said), rel=0.3, abs=0.6)


def test_a_tiny_run_takes_nothing_from_what_large_ones_taught() -> None:
    machine = MACHINES["a small model on a card"]
    pace = Pace()
    for said in (20.0, 120.0, *[0.002] * 12):
        pace = pace.learnt(machine.seconds(said) * 1.1, said)
    assert pace.seconds(120.0) < 12


def test_sixteen_pixels_do_not_make_twenty_seconds_twenty_minutes() -> None:
    assert Pace().learnt(2.5, 0.04).seconds(20.0) < 30


def test_a_machine_that_becomes_slow_is_noticed() -> None:
    """Something else is at work on it now."""
    pace = Pace()
    for factor in (1, 1, 1, 3, 3, 3, 3, 3):
        pace = pace.learnt(factor * 10.0, 10.0)
    assert pace.seconds(10.0) == pytest.approx(30, rel=0.3)
