"""What was made for few steps: all of them at any strength, and no negative at CFG 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.laws import FlowLaw
from ritocco.diffusion.samplers import SAMPLERS, Sampling
from ritocco.diffusion.schedulers import prepared
from ritocco.engine import View
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.watch import Watch
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")
FEW = [("lcm", "normal"), ("tcd", "normal"), ("euler", "sgm_uniform"), ("euler_a", "normal")]


@pytest.mark.parametrize(("sampler", "schedule"), FEW)
def test_so_many_are_done_at_any_strength(sampler: str, schedule: str) -> None:
    most = SAMPLERS[sampler].most
    for steps, least in ((4, 4), (8, 4), (8, 8), (1, 1), (2, 4), (12, 8)):
        for strength in (0.1, 0.25, 0.3, 0.45, 0.6, 0.7, 0.99, 1.0):
            plain = Sampling(sampler, schedule, steps, strength)
            sampling = replace(plain, least=least)
            kept = min(least, steps)
            assert sampling.executed >= min(kept, int(most * strength))
            if plain.executed >= kept:
                assert sampling.spaced == steps
            else:  # no more than it takes
                assert sampling.spaced == most or sampling.executed == kept
            assert sampling.calls >= sampling.executed
    assert replace(plain, least=4, strength=0.0).executed == 0
    # Tiles of another strength start from what was asked for, not from what it came to.
    assert replace(replace(plain, strength=0.5, least=4), strength=1.0) == replace(plain, least=4)


@pytest.mark.parametrize(("sampler", "schedule"), FEW)
def test_they_begin_where_the_strength_does(sampler: str, schedule: str) -> None:
    sampling = Sampling(sampler, schedule, 4, 0.5, least=4)
    assert (sampling.spaced, sampling.executed) == (8, 4)
    timesteps = prepared(sampling).timesteps.tolist()
    assert len(timesteps) == 4
    assert timesteps[0] == pytest.approx(500, abs=80)


def test_a_flow_does_all_of_them_anyway() -> None:
    law = FlowLaw(lambda steps, positions: [1 - step / steps for step in range(steps)])
    assert Sampling("euler", None, 4, 0.3, law, least=4).spaced == 4


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Rows that the U-Net sees at each of its calls."""
    from diffusers import UNet2DConditionModel

    seen: list[int] = []
    inner: Callable[..., Any] = UNet2DConditionModel.forward

    def counted(self: Any, sample: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        seen.append(len(sample))
        return inner(self, sample, *args, **kwargs)

    monkeypatch.setattr(UNet2DConditionModel, "forward", counted)
    return seen


def test_a_recipe_says_how_many_are_done_and_what_they_cost(models: Path, calls: list[int]) -> None:
    asked = Diffusion(
        model="sd1", prompt="a boat", negative="rain", steps=4, sampler="lcm", cfg=1, strength=0.5
    )
    pixels = np.random.default_rng(1).random((64, 64, 3), np.float32)
    mask = np.ones((64, 64), np.float32)
    engine = StableDiffusion(device="cpu")

    def painted(**more: Any) -> np.ndarray:
        calls.clear()
        recipe = Recipe(kind=Kind.INPAINT, diffusion=replace(asked, **more))
        painter = engine.prepare(recipe)
        assert painter.estimate == pytest.approx(8.0 / 2 * sum(more_rows(recipe)))
        return painter.paint(View(pixels, mask, mask > 0), 1, Watch())

    def more_rows(recipe: Recipe) -> list[int]:
        wanted = recipe.diffusion
        assert wanted is not None
        count = max(wanted.least_steps, int(wanted.steps * wanted.strength))
        return [1 if wanted.cfg == 1 else 2] * count

    plain = painted()
    assert calls == [1, 1]
    all_of_them = painted(least_steps=4)
    assert calls == [1, 1, 1, 1]
    assert not np.array_equal(plain, all_of_them)
    assert np.array_equal(painted(least_steps=4), all_of_them)
    painted(least_steps=4, cfg=1.5)
    assert calls == [2, 2, 2, 2]
