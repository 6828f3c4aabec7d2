"""The doors for adapters and guides: a row in a table, and an engine that uses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import ControlNetModel
from torch import Tensor

from ritocco.diffusion.adapters.adapter_file import AdapterFile
from ritocco.diffusion.adapters.table import ADAPTERS
from ritocco.diffusion.conditioning import Conditioning
from ritocco.diffusion.control import METHODS
from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.extras import Extras, Residuals
from ritocco.diffusion.families.family import Family
from ritocco.diffusion.level import Level
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.sniff import FAMILY_KEY
from ritocco.engine import View
from ritocco.errors import BadRecipe, NotFound
from ritocco.library.kinds import ModelKind
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.recipe.guide import Guide, Role
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.sentence import Sentence
from ritocco.watch import Watch
from tests.diffusion.ldm_files import save_folder, small
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

SIDE = 64


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    folder = tmp_path_factory.mktemp("model") / "tiny"
    save_folder(folder, small("sd1"), **{FAMILY_KEY: "sd1"})
    asked = Diffusion(model=str(folder), prompt="a boat", steps=3, sampler="euler")
    return Recipe(kind=Kind.INPAINT, diffusion=asked)


def view(**guides: np.ndarray) -> View:
    pixels = np.random.default_rng(1).random((SIDE, SIDE, 3), np.float32)
    mask = np.zeros((SIDE, SIDE), np.float32)
    mask[16:48, 16:48] = 1
    return View(pixels, mask, mask >= 0, guides)


def painted(recipe: Recipe, **guides: np.ndarray) -> np.ndarray:
    return StableDiffusion(device="cpu").prepare(recipe).paint(view(**guides), 1, Watch())


@dataclass(frozen=True)
class Nudge:
    """Adds to the bias of the U-Net's first layer, as an adapter might."""

    adapter: Adapter
    hints: tuple[Sentence, ...] = ()

    @property
    def key(self) -> tuple[str, float]:
        return self.adapter.name, self.adapter.unet_strength

    @contextmanager
    def attached(self, model: LoadedModel, watch: Watch) -> Iterator[None]:
        bias = model.backbone.conv_in.bias
        before = bias.clone()
        bias.add_(self.adapter.unet_strength)
        try:
            yield
        finally:
            bias.copy_(before)


def test_an_adapter_is_a_row_in_a_table(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_of: list[tuple[str, str]] = []

    def nudge(files: Sequence[AdapterFile], family: Family) -> Nudge:
        (file,) = files
        asked_of.append((file.path.name, family.id))
        return Nudge(file.adapter)

    monkeypatch.setitem(ADAPTERS, AdapterKind.LORA, nudge)
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    (tmp_path / "models" / "lora").mkdir(parents=True)
    (tmp_path / "models" / "lora" / "fox.safetensors").touch()
    engine = StableDiffusion(device="cpu")
    with_one = replace(recipe, adapters=(Adapter(name="fox", unet_strength=0.5),))
    with_none = replace(recipe, adapters=(Adapter(name="fox", unet_strength=0.0),))
    results = [
        engine.prepare(one).paint(view(), 1, Watch())
        for one in (recipe, with_one, with_none, recipe)
    ]
    assert asked_of == [("fox.safetensors", "sd1")] * 2
    assert not np.array_equal(results[0], results[1])
    assert np.array_equal(results[0], results[2])
    assert np.array_equal(results[0], results[3])  # the model is as it was
    keys = {engine.prepare(one).key for one in (recipe, with_one, with_none)}
    assert len(keys) == 3
    with pytest.raises(NotFound, match="No LoRA 'wolf' was found"):
        engine.prepare(replace(recipe, adapters=(Adapter(name="wolf"),)))


def test_every_kind_of_adapter_is_a_kind_of_file() -> None:
    assert {kind.value for kind in AdapterKind} <= {kind.value for kind in ModelKind}


def test_an_adapter_of_a_kind_without_a_row_is_refused_by_name(
    recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(ADAPTERS, AdapterKind.HYPERNETWORK)
    asked = replace(recipe, adapters=(Adapter(kind=AdapterKind.HYPERNETWORK, name="ink"),))
    with pytest.raises(BadRecipe, match=r"'ink' cannot be used yet: .* kind hypernetwork"):
        StableDiffusion(device="cpu").prepare(asked)


def test_a_guide_is_a_row_in_a_table(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, tuple[int, ...], int]] = []

    def steer(guide: Guide, pixels: Any, model: LoadedModel, steps: int) -> Extras:
        told.append((guide.name, pixels.shape, steps))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(1)
            net = ControlNetModel.from_unet(model.backbone).to(model.backbone.dtype)
            for weight in net.parameters():  # its outputs start as zeros
                weight.data.add_(torch.randn_like(weight) * 0.05)
        hint = torch.from_numpy(pixels).permute(2, 0, 1)[None].to(net.dtype)

        def residuals(
            latents: Tensor, level: Level, conditioning: Conditioning
        ) -> Residuals | None:
            if not guide.start <= level.step / steps <= guide.end:
                return None
            shown = hint.expand(len(latents), -1, -1, -1)
            text = conditioning.hidden.to(net.dtype)
            down, middle = net(
                latents.to(net.dtype), level.timestep, text, shown, return_dict=False
            )
            return Residuals(
                tuple(guide.weight * one.float() for one in down), guide.weight * middle.float()
            )

        return Extras(residuals=(residuals,))

    monkeypatch.setitem(METHODS, (Role.HINT, ""), steer)
    white = np.ones((SIDE, SIDE, 3), np.float32)

    def by(*guides: Guide) -> np.ndarray:
        pixels = {guide.name: white for guide in guides}
        return painted(replace(recipe, guides=guides), **pixels)

    plain = painted(recipe)
    strong = by(Guide(name="pose", method="canny", weight=2.0))
    assert told == [("pose", (SIDE, SIDE, 3), 3)]
    assert not np.array_equal(plain, strong)
    assert np.array_equal(plain, by(Guide(name="pose", weight=0.0)))
    two = by(Guide(name="pose", weight=1.5), Guide(name="edges", weight=0.5))
    assert np.allclose(two, strong, atol=1e-2)  # they add up
    late = by(Guide(name="pose", weight=2.0, start=0.5))
    assert not np.array_equal(late, plain)
    assert not np.array_equal(late, strong)


def test_a_guide_that_nothing_follows_is_refused_by_name(recipe: Recipe) -> None:
    asked = replace(recipe, guides=(Guide(name="face", role=Role.REFERENCE, method="ip"),))
    with pytest.raises(BadRecipe, match=r"guide 'face' cannot be used yet: .* a reference"):
        StableDiffusion(device="cpu").prepare(asked)
