"""LoRAs in a loaded model's weights: exactly there, and exactly gone."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ritocco import device
from ritocco.diffusion import kept_weights, model_cache, painter
from ritocco.diffusion.adapters import merging
from ritocco.diffusion.adapters.lora.names import Place
from ritocco.diffusion.adapters.merge import Change, merged
from ritocco.diffusion.adapters.table import attachments
from ritocco.diffusion.attachments import RunModel
from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan, Offload
from ritocco.diffusion.placement import place, resting
from ritocco.diffusion.sniff import FAMILY_KEY
from ritocco.engine import View
from ritocco.errors import BadModel, BadRecipe, Cancelled
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.shipped import resource
from ritocco.watch import Watch
from tests.diffusion.adapters.merged_models import (
    Deltas,
    exactly,
    merged_beforehand,
    write_lora,
)
from tests.diffusion.adapters.test_hypernetwork import linear, written
from tests.diffusion.ldm_files import Small, save_folder, small
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

SIDE = 64
FOX, OWL = "fox", "owl"
PLAN = MemoryPlan("cpu", torch.float32, torch.float32, channels_last=True)


@dataclass
class Studio:
    """A data folder with a small model, two LoRAs for it, and pictures made with them."""

    home: Path
    model: Small
    deltas: dict[str, Deltas]

    @property
    def folder(self) -> Path:
        return self.home / "models" / "tiny"

    def lora(self, name: str) -> Path:
        return self.home / "models" / "lora" / f"{name}.safetensors"

    def recipe(self, *adapters: Adapter, model: str = "tiny") -> Recipe:
        asked = Diffusion(
            model=model, prompt="a boat", steps=1, sampler="euler", content=Content.ORIGINAL
        )
        return Recipe(kind=Kind.INPAINT, diffusion=asked, adapters=adapters)

    def painted(
        self,
        *adapters: Adapter,
        engine: StableDiffusion | None = None,
        model: str = "tiny",
        watch: Watch | None = None,
    ) -> np.ndarray:
        engine = engine or StableDiffusion(device="cpu")
        painter = engine.prepare(self.recipe(*adapters, model=model))
        return painter.paint(view(), 1, watch or Watch())


def view() -> View:
    pixels = np.random.default_rng(1).random((SIDE, SIDE, 3), np.float32)
    mask = np.zeros((SIDE, SIDE), np.float32)
    mask[16:48, 16:48] = 1
    return View(pixels, mask, mask >= 0, {})


def a_studio(home: Path, family: str, model: Small) -> Studio:
    save_folder(home / "models" / "tiny", model, **{FAMILY_KEY: family})
    (home / "models" / "lora").mkdir()
    studio = Studio(home, model, {})
    studio.deltas[FOX] = write_lora(studio.lora(FOX), model, seed=0)
    studio.deltas[OWL] = write_lora(studio.lora(OWL), model, seed=1, whole=3)
    return studio


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return a_studio(tmp_path_factory.mktemp("home"), "sd1", exactly(small("sd1")))


@pytest.fixture
def studio(made: Studio, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setenv("RITOCCO_HOME", str(made.home))
    return made


@pytest.fixture
def in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """In float32: in bfloat16 the last bit of one weight can be seen in a small random model."""
    monkeypatch.setattr(device, "cpu_likes_bf16", lambda features: False)


@pytest.fixture(params=["room", "short"])
def memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether main memory has room for weights that are only kept."""
    if request.param == "short":
        monkeypatch.setattr(kept_weights, "room", lambda: 0)
    return str(request.param)


def weights(model: LoadedModel) -> dict[str, Tensor]:
    with resting(model):
        return {
            f"{folder}.{name}": weight.detach().clone()
            for folder, module in model.modules.items()
            for name, weight in module.named_parameters()
        }


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def model_of(engine: StableDiffusion) -> LoadedModel:
    (model,) = engine._models._models.values()
    return model


@pytest.mark.usefixtures("in_full")
@pytest.mark.parametrize("family", ["sd1", "sd1-inpaint", "sd2", "sdxl"])
def test_a_picture_is_that_of_a_model_with_them_merged_beforehand(
    family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    studio = a_studio(tmp_path, family, exactly(small(family)))
    fox, owl = (studio.deltas[name] for name in (FOX, OWL))
    beforehand = merged_beforehand(studio.model, (fox, 0.7, 0.7), (owl, -0.4, 0.3))
    save_folder(tmp_path / "models" / "other", beforehand, **{FAMILY_KEY: family})
    plain = studio.painted()
    wanted = studio.painted(model="other")
    found = studio.painted(
        Adapter(name=FOX, unet_strength=0.7, text_strength=0.7),
        Adapter(name=OWL, unet_strength=-0.4, text_strength=0.3),
    )
    assert np.abs(found - wanted).max() <= 1 / 255
    assert np.abs(found - plain).max() > 8 / 255


@pytest.mark.usefixtures("in_full")
def test_the_same_holds_for_the_model_that_ships(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    loaded = load_model(resource("models", "mini"), PLAN)
    model = exactly(Small("mini", dict(loaded.modules), {}))
    studio = a_studio(tmp_path, "mini", model)
    beforehand = merged_beforehand(model, (studio.deltas[FOX], 0.7, 0.7))
    save_folder(tmp_path / "models" / "other", beforehand, **{FAMILY_KEY: "mini"})
    found = studio.painted(Adapter(name=FOX, unet_strength=0.7, text_strength=0.7))
    assert np.abs(found - studio.painted(model="other")).max() <= 1 / 255
    assert np.abs(found - studio.painted()).max() > 8 / 255


SETS: dict[str, tuple[Adapter, ...]] = {
    "none": (),
    "fox": (Adapter(name=FOX, unet_strength=0.7),),
    "both": (Adapter(name=FOX, unet_strength=0.7), Adapter(name=OWL, text_strength=-1.0)),
    "nothing": (Adapter(name=FOX, unet_strength=0.0, text_strength=0.0),),
    "no block": (Adapter(name=FOX, block_weights="NONE"),),
}


@pytest.fixture(scope="module")
def alone(made: Studio) -> dict[str, np.ndarray]:
    """What each set paints in an engine of its own."""
    with pytest.MonkeyPatch.context() as context:
        context.setenv("RITOCCO_HOME", str(made.home))
        return {name: made.painted(*adapters) for name, adapters in SETS.items()}


def test_they_come_and_go_in_one_process_without_a_trace(
    studio: Studio, memory: str, alone: dict[str, np.ndarray]
) -> None:
    for name in ("nothing", "no block"):
        assert np.array_equal(alone[name], alone["none"])
    assert not np.array_equal(alone["fox"], alone["none"])
    assert not np.array_equal(alone["both"], alone["fox"])
    engine = StableDiffusion(device="cpu")
    for name in ("none", "both", "fox", "none", "fox", "nothing"):
        assert np.array_equal(studio.painted(*SETS[name], engine=engine), alone[name])


def test_a_set_that_is_kept_is_not_merged_again(
    studio: Studio, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: Counter[str] = Counter()

    def counting(where: Any, name: str) -> None:
        inner = getattr(where, name)

        def count(*args: Any, **named: Any) -> Any:
            counted[name] += 1
            return inner(*args, **named)

        monkeypatch.setattr(where, name, count)

    counting(merging, "merged")
    counting(model_cache, "load_model")
    engine = StableDiffusion(device="cpu")
    for name in ("fox", "fox", "both", "fox", "none"):
        studio.painted(*SETS[name], engine=engine)
    kept = {"merged": 2, "load_model": 1}
    # Without room a model that holds a set serves it as long as nothing else is asked for.
    assert counted == (kept if memory == "room" else {"merged": 3, "load_model": 4})


def test_the_oldest_sets_go_where_there_is_no_room_for_all(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = StableDiffusion(device="cpu")
    studio.painted(*SETS["fox"], engine=engine)
    model = model_of(engine)
    one = model.kept.spare
    assert one > 0
    assert engine._models.held("cpu") > sum(w.nbytes for w in weights(model).values())
    monkeypatch.setattr(kept_weights, "room", lambda: int(2.5 * one) - model.kept.spare)
    for strength in (0.5, -0.5, 0.7):
        studio.painted(Adapter(name=FOX, unet_strength=strength), engine=engine)
        assert model_of(engine) is model
        assert model.kept.spare <= 2.1 * one
    engine._models.release("cpu", 0)
    assert model.kept.spare
    monkeypatch.setattr(engine._models, "_room", lambda where: 0 if model.kept.spare else 2)
    engine._models.release("cpu", 1)  # what is only kept goes before any model
    assert model_of(engine) is model
    assert not model.kept.spare


def test_cancelled_in_the_middle_it_leaves_the_plain_model(
    studio: Studio, memory: str, alone: dict[str, np.ndarray]
) -> None:
    engine = StableDiffusion(device="cpu")
    studio.painted(engine=engine)
    before, before_threads = weights(model_of(engine)), threading.active_count()
    told = []

    def stop(fraction: float, text: str) -> None:
        told.append(str(text))
        if sum(one.startswith("Merging") for one in told) > 40:
            raise Cancelled

    with pytest.raises(Cancelled):
        studio.painted(*SETS["fox"], engine=engine, watch=Watch(stop))
    assert told[-1] == "Merging fox"
    assert torch.get_num_threads() == 1
    assert threading.active_count() == before_threads  # none goes on by itself
    assert np.array_equal(studio.painted(engine=engine), alone["none"])
    assert same(weights(model_of(engine)), before)
    assert np.array_equal(studio.painted(*SETS["fox"], engine=engine), alone["fox"])


@pytest.mark.parametrize(
    ("offload", "memory"),
    [
        (Offload.NONE, "room"),
        (Offload.MODEL, "room"),
        (Offload.SEQUENTIAL, "room"),
        (Offload.SEQUENTIAL, "short"),
    ],
    indirect=["memory"],
)
def test_it_works_wherever_parts_and_layers_wait(
    offload: Offload, studio: Studio, memory: str
) -> None:
    plans = [replace(PLAN, offload=offload), PLAN]
    model = load_model(studio.folder, plans[0])
    before = weights(model)
    run = RunModel(lambda plan, watch: model, attachments(SETS["both"], FAMILIES["sd1"]))

    def asked() -> Tensor:
        latents, text = torch.ones(1, 4, 8, 8), torch.ones(1, 77, 32)
        return model.unet(latents, 500, text).sample.clone()

    def stop(fraction: float, text: str) -> None:
        if fraction > 0.7:
            raise Cancelled

    with torch.inference_mode():
        plain = asked()
        with run.running():
            if memory == "room":
                with pytest.raises(Cancelled):
                    run.placed(plans[0], Watch(stop))
                assert torch.equal(asked(), plain)
            run.placed(plans[0], Watch())
            changed = asked()
            place(model, plans[1])  # a retry with another plan
            assert torch.equal(asked(), changed)
            inside = weights(model)
        assert not torch.equal(changed, plain)
    wanted = merged_beforehand(
        studio.model, (studio.deltas[FOX], 0.7, 1.0), (studio.deltas[OWL], 1.0, -1.0)
    )
    for folder in ("unet", "text_encoder"):
        for name, weight in wanted.modules[folder].named_parameters():
            assert torch.allclose(inside[f"{folder}.{name}"], weight, rtol=1e-6, atol=1e-6)
    if memory == "room":
        assert model.holds is None
        assert same(weights(model), before)
        with torch.inference_mode(), run.running():
            run.placed(plans[1], Watch())
            assert torch.equal(asked(), changed)
    else:
        assert model.holds is not None


def test_a_picture_by_all_kinds_is_the_same_wherever_parts_and_layers_wait(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    networks = {width: (linear(width, 1, 0.3), linear(width, 2, 0.3)) for width in (16, 32, 64)}
    written(studio.home / "models" / "hypernetwork" / "ink.pt", networks)
    vectors = torch.randn(2, 32, generator=torch.Generator().manual_seed(5))
    (studio.home / "models" / "embedding").mkdir()
    save_file({"emb_params": vectors}, studio.home / "models" / "embedding" / "boat.safetensors")
    used = (
        Adapter(name=FOX, unet_strength=0.7),
        Adapter(kind=AdapterKind.HYPERNETWORK, name="ink", unet_strength=0.8),
        Adapter(kind=AdapterKind.EMBEDDING, name="boat"),
    )
    engine = StableDiffusion(device="cpu")
    wanted = [studio.painted(*some, engine=engine) for some in (used, (), used[1:], used[:1])]
    plan = painter.plan_memory
    for offload in (Offload.MODEL, Offload.SEQUENTIAL):
        planned = partial(_offloading, plan, offload)
        monkeypatch.setattr(painter, "plan_memory", planned)
        engine = StableDiffusion(device="cpu")
        for some, picture in zip((used, (), used[1:], used[:1]), wanted, strict=True):
            assert np.abs(studio.painted(*some, engine=engine) - picture).max() < 1e-5
        assert model_of(engine).plan.offload is offload


def _offloading(plan: Callable[..., MemoryPlan], offload: Offload, *asked: Any) -> MemoryPlan:
    return replace(plan(*asked), offload=offload)


def test_a_file_that_was_replaced_is_noticed(studio: Studio, alone: dict[str, np.ndarray]) -> None:
    engine = StableDiffusion(device="cpu")
    swapped = studio.lora("swapped")
    swapped.write_bytes(studio.lora(FOX).read_bytes())
    asked = Adapter(name="swapped", unet_strength=0.7)
    first = studio.painted(asked, engine=engine)
    assert np.array_equal(first, alone["fox"])
    swapped.unlink()
    swapped.write_bytes(studio.lora(OWL).read_bytes())
    second = studio.painted(asked, engine=engine)
    assert np.array_equal(second, studio.painted(Adapter(name=OWL, unet_strength=0.7)))
    # What is replaced while it is read is no set to be kept.
    painter = engine.prepare(studio.recipe(replace(asked, unet_strength=0.6)))
    swapped.touch()
    with pytest.raises(BadModel, match=r"swapped.safetensors was changed on the disk"):
        painter.paint(view(), 1, Watch())
    assert np.array_equal(studio.painted(engine=engine), alone["none"])

    def cut(fraction: float, text: str) -> None:
        if text == "Merging swapped" and swapped.stat().st_size:
            os.truncate(swapped, 0)

    with pytest.raises(BadModel, match=r"swapped.safetensors was changed on the disk"):
        studio.painted(replace(asked, unet_strength=0.5), engine=engine, watch=Watch(cut))
    assert np.array_equal(studio.painted(engine=engine), alone["none"])
    swapped.unlink()


def test_parts_that_fit_nowhere_are_counted_and_told(studio: Studio) -> None:
    tensors = load_file(studio.lora(FOX))
    count = sum(name.endswith("alpha") for name in tensors)
    extra = {name.replace("mid_block", "no_block"): t for name, t in tensors.items()}
    strange = {name: t for name, t in extra.items() if "no_block" in name}
    left = sum(name.endswith("alpha") for name in strange)
    lora = studio.lora("partly")
    save_file(extra, lora)
    painter = StableDiffusion(device="cpu").prepare(studio.recipe(Adapter(name="partly")))
    painter.paint(view(), 1, Watch())
    assert [str(hint) for hint in painter.hints] == [
        f"{count - left} of {count} parts of partly.safetensors fit this model; "
        "the others do nothing."
    ]
    save_file(strange, lora)
    with pytest.raises(BadModel, match=rf"none of its {left} parts has a place in it"):
        studio.painted(Adapter(name="partly"))
    lora.unlink()


def test_an_embedding_that_comes_with_one_has_a_word_while_it_is_in_use(studio: Studio) -> None:
    lora = studio.lora("bundle")
    vectors = torch.randn(2, 32, generator=torch.Generator().manual_seed(5))
    own = load_file(studio.lora(FOX))
    save_file(own | {"bundle_emb.boat.string_to_param.*": vectors}, lora)
    engine = StableDiffusion(device="cpu")
    weak = {"unet_strength": 1e-9, "text_strength": 0.0}
    with_word = studio.painted(Adapter(name="bundle", **weak), engine=engine)
    without = studio.painted(Adapter(name=FOX, **weak), engine=engine)
    assert not np.array_equal(with_word, without)
    assert np.array_equal(studio.painted(Adapter(name="bundle", **weak), engine=engine), with_word)
    lora.unlink()


def test_block_weights_say_how_strongly_each_block_is_changed(studio: Studio) -> None:
    def inside(**changes: Any) -> dict[str, Tensor]:
        model = load_model(studio.folder, PLAN)
        adapter = Adapter(name=FOX, **changes)
        run = RunModel(lambda plan, watch: model, attachments([adapter], FAMILIES["sd1"]))
        with run.running():
            run.placed(PLAN, Watch())
            return weights(model)

    plain = weights(load_model(studio.folder, PLAN))
    whole = inside()
    some = inside(block_weights=(0.0,) * 7 + (1.0,) + (0.0,) * 9)  # MID of 17
    middle = {name for name in plain if not torch.equal(some[name], plain[name])}
    assert middle
    assert all(name.startswith("unet.mid_block") for name in middle)
    assert all(torch.equal(some[name], whole[name]) for name in middle)
    with pytest.raises(BadRecipe, match=r"fox was given 3 block weights; .* 17 / 26"):
        inside(block_weights=(1.0, 2.0, 3.0))


def test_merging_has_the_same_bits_on_any_number_of_threads() -> None:
    """A product of these sizes is rounded otherwise where several threads share it."""
    generator = torch.Generator().manual_seed(0)
    parts = nn.ModuleDict(
        {"conv_in": nn.Conv2d(4, 320, 3), "out": nn.Linear(768, 320), "wide": nn.Linear(8, 640)}
    )
    model: Any = SimpleNamespace(modules={"unet": parts}, plan=PLAN)
    for weight in parts.parameters():
        weight.data = torch.randn(weight.shape, generator=generator)

    def change(module: str, down: tuple[int, ...], up: tuple[int, ...]) -> Change:
        tensors = {
            "lora_down": torch.randn(down, generator=generator),
            "lora_up": torch.randn(up, generator=generator),
        }
        return Change("fox", module, tensors, 0.7)

    turns = 0.05 * torch.randn((4, 160, 160), generator=generator)
    changes = {
        Place("unet", "conv_in"): [change("conv_in", (32, 4, 3, 3), (320, 32, 1, 1))],
        Place("unet", "out"): [change("out", (64, 768), (320, 64))],
        # torch solves nothing for blocks of this width on several threads.
        Place("unet", "wide"): [Change("fox", "wide", {"oft_blocks": turns}, 0.7)],
    }

    def made(threads: int) -> list[Tensor]:
        torch.set_num_threads(threads)
        values = [value for _, value in merged(model, changes, False)]
        assert torch.get_num_threads() == threads
        return values

    first = made(1)
    assert len(first) == 3
    for threads in (2, 3, 4):
        assert all(map(torch.equal, made(threads), first))
