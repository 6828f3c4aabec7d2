"""Hypernetworks: read as they were trained, at work before keys and values, and gone after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from ritocco.diffusion.adapters.adapter_file import AdapterFile
from ritocco.diffusion.adapters.hypernetwork import hypernetworks
from ritocco.diffusion.adapters.hypernetwork_file import _ACTIVATIONS, read_hypernetwork
from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.headers import Contents, read_contents
from ritocco.diffusion.hypernetwork_widths import hypernetwork_family, hypernetwork_widths
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan, Offload
from ritocco.diffusion.placement import place
from ritocco.engine import View
from ritocco.errors import BadModel
from ritocco.fixed_order import fixed_order
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.watch import Watch
from tests.diffusion.ldm_files import WIDTH, shipped
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

PLAIN = MemoryPlan("cpu", torch.float32, torch.float32)
State = dict[str, Tensor]


def random_state(layers: Sequence[nn.Module], seed: int = 0) -> State:
    """The weights of these layers as the web UI saves them, none of them 0 or 1."""
    generator = torch.Generator().manual_seed(seed)
    return {
        f"linear.{name}": torch.randn(weight.shape, generator=generator) * 0.2
        for name, weight in nn.Sequential(*layers).state_dict().items()
    }


def linear(width: int, seed: int, scale: float = 0.05) -> State:
    """Two layers without biases."""
    generator = torch.Generator().manual_seed(seed)
    first, second = (
        torch.randn(2 * width, width, generator=generator) * scale,
        torch.randn(width, 2 * width, generator=generator) * scale,
    )
    return {
        "linear.0.weight": first,
        "linear.0.bias": torch.zeros(2 * width),
        "linear.1.weight": second,
        "linear.1.bias": torch.zeros(width),
    }


def written(path: Path, pairs: dict[int, tuple[State, State]], **said: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**pairs, "name": path.stem, "step": 10, "sd_checkpoint": "x", **said}, path)
    return path


def using(path: Path, strength: float = 1.0) -> AdapterFile:
    named = Adapter(kind=AdapterKind.HYPERNETWORK, name=str(path), unet_strength=strength)
    return AdapterFile(named, path)


D = nn.Dropout
MADE: dict[str, tuple[dict[str, Any], list[nn.Module]]] = {
    "says nothing": ({}, [nn.Linear(8, 16), nn.Linear(16, 8)]),
    "linear": ({"activation_func": "linear"}, [nn.Linear(8, 16), nn.Linear(16, 8)]),
    "relu": (
        {"activation_func": "relu", "layer_structure": [1, 2, 2, 1]},
        [nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 8), nn.ReLU()],
    ),
    "not at the end": (
        {"activation_func": "leakyrelu", "activate_output": False},
        [nn.Linear(8, 16), nn.LeakyReLU(), nn.Linear(16, 8)],
    ),
    "swish is hard": (
        {"activation_func": "swish"},
        [nn.Linear(8, 16), nn.Hardswish(), nn.Linear(16, 8), nn.Hardswish()],
    ),
    "norms": (
        {"activation_func": "elu", "is_layer_norm": True, "activate_output": False},
        [nn.Linear(8, 16), nn.ELU(), nn.LayerNorm(16), nn.Linear(16, 8), nn.LayerNorm(8)],
    ),
    "widths in parts": (
        {"activation_func": "tanh", "layer_structure": [1, 1.5, 1]},
        [nn.Linear(8, 12), nn.Tanh(), nn.Linear(12, 8), nn.Tanh()],
    ),
    "a weight of its own": (
        {"activation_func": "prelu"},
        [nn.Linear(8, 16), nn.PReLU(), nn.Linear(16, 8), nn.PReLU()],
    ),
    "dropouts, the older way": (
        {
            "activation_func": "sigmoid",
            "layer_structure": [1, 2, 2, 1],
            "use_dropout": True,
            "is_layer_norm": True,
        },
        [
            nn.Linear(8, 16),
            nn.Sigmoid(),
            nn.LayerNorm(16),
            D(),
            nn.Linear(16, 16),
            nn.Sigmoid(),
            nn.LayerNorm(16),
            nn.Linear(16, 8),
            nn.Sigmoid(),
            nn.LayerNorm(8),
        ],
    ),
    "dropouts, the last layer too": (
        {
            "activation_func": "mish",
            "layer_structure": [1, 2, 2, 1],
            "use_dropout": True,
            "last_layer_dropout": True,
        },
        [
            nn.Linear(8, 16),
            nn.Mish(),
            D(),
            nn.Linear(16, 16),
            nn.Mish(),
            D(),
            nn.Linear(16, 8),
            nn.Mish(),
        ],
    ),
    "no dropout in three": (
        {"activation_func": "gelu", "use_dropout": True},
        [nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 8), nn.GELU()],
    ),
    "dropouts, one by one": (
        {"activation_func": "softsign", "dropout_structure": [0, 0.1, 0], "use_dropout": True},
        [nn.Linear(8, 16), nn.Softsign(), D(), nn.Linear(16, 8), nn.Softsign()],
    ),
}


@pytest.mark.parametrize("case", MADE)
def test_networks_are_built_as_they_were_trained(case: str, tmp_path: Path) -> None:
    said, layers = MADE[case]
    states = random_state(layers, 1), random_state(layers, 2)
    found = read_hypernetwork(written(tmp_path / "ink.pt", {8: states}, **said))
    context = torch.randn(2, 5, 8, generator=torch.Generator().manual_seed(3))
    for network, state in zip(found.pairs[8], states, strict=True):
        wanted = nn.Sequential(*layers)
        wanted.load_state_dict({n.removeprefix("linear."): t for n, t in state.items()})
        assert torch.equal(network(context), wanted.eval()(context))


def test_the_first_ones_and_safetensors_are_read_too(tmp_path: Path) -> None:
    state = random_state([nn.Linear(8, 16), nn.Linear(16, 8)])
    old = {f"linear{int(n[7]) + 1}{n[8:]}": t.half() for n, t in state.items()}
    context = torch.randn(1, 3, 8)
    wanted = nn.Sequential(nn.Linear(8, 16), nn.Linear(16, 8))
    wanted.load_state_dict({n.removeprefix("linear."): t.half() for n, t in state.items()})
    found = read_hypernetwork(written(tmp_path / "anime.pt", {8: (old, old)}))
    assert torch.equal(found.pairs[8][0](context), wanted(context))
    flat = {f"8.{side}.{n}": t.clone() for side in (0, 1) for n, t in state.items()}
    save_file(flat, tmp_path / "ink.safetensors")
    assert read_hypernetwork(tmp_path / "ink.safetensors").pairs.keys() == {8}


def test_whose_they_are_is_told_by_the_width_of_prompts(tmp_path: Path) -> None:
    def contents(*widths: int) -> Contents:
        return Contents({f"{w}.{s}.linear.0.weight": (1,) for w in widths for s in (0, 1)})

    for name in ("sd1", "sd2", "sdxl", "mini"):
        if name == "mini":
            from ritocco.from_disk import json_in
            from ritocco.library.shipped_models import demonstration

            config = json_in(demonstration() / "unet" / "config.json")
        else:
            config = shipped(name, "unet")
        inner = config["block_out_channels"]
        assert hypernetwork_family(contents(config["cross_attention_dim"], *inner)) == name
    assert hypernetwork_family(contents(640, 1280)) is None
    assert hypernetwork_family(contents(768, 1024, 320)) is None
    assert not hypernetwork_widths(Contents({"1.weight": (4,), "768.2.linear.0.weight": (1,)}))
    path = written(tmp_path / "a.pt", {768: (linear(8, 1),) * 2, 48: (linear(8, 1),) * 2})
    assert hypernetwork_widths(read_contents(path)) == {768, 48}


@pytest.fixture(scope="module")
def loaded(home: Path) -> LoadedModel:
    return load_model(home / "models" / "sd1", PLAIN)


def widths_of(model: LoadedModel) -> set[int]:
    """Of all contexts, by the model's own config."""
    config = model.backbone.config
    return {*config["block_out_channels"][:3], config["cross_attention_dim"]}


def predicted(model: LoadedModel) -> Tensor:
    generator = torch.Generator().manual_seed(1)
    noisy = torch.randn(2, 4, 8, 8, generator=generator)
    text = torch.randn(2, 77, WIDTH, generator=generator)
    with torch.no_grad():
        output: Tensor = model.backbone(noisy, 500, text, return_dict=False)[0]
    return output


@pytest.mark.parametrize("offload", list(Offload))
def test_a_linear_one_is_its_merge_into_keys_and_values(
    offload: Offload, loaded: LoadedModel, tmp_path: Path
) -> None:
    plain = predicted(loaded)
    states = {w: (linear(w, w), linear(w, w + 1)) for w in widths_of(loaded)}
    path = written(tmp_path / "ink.pt", states)
    attachment = hypernetworks([using(path, -0.7)], loaded.family)
    place(loaded, replace(PLAIN, offload=offload))
    with attachment.attached(loaded, Watch()):
        worked = predicted(loaded)
    place(loaded, PLAIN)
    assert attachment.hints == ()
    assert torch.equal(predicted(loaded), plain)
    before = {name: weight.clone() for name, weight in loaded.backbone.state_dict().items()}
    merged = 0
    for name, module in loaded.backbone.named_modules():
        side = {"to_k": 0, "to_v": 1}.get(name.rpartition(".")[2])
        if side is not None:
            state = states[module.in_features][side]
            through = state["linear.1.weight"] @ state["linear.0.weight"]
            module.weight.data += -0.7 * module.weight @ through
            merged += 1
    wanted = predicted(loaded)
    loaded.backbone.load_state_dict(before)
    assert merged == 2 * 2 * 16  # keys and values of both attentions of all blocks
    assert (plain - wanted).abs().max() > 1e-3
    assert torch.allclose(worked, wanted, atol=1e-5)


def test_several_act_in_order_and_what_does_not_fit_is_told(
    loaded: LoadedModel, tmp_path: Path
) -> None:
    relu = {"activation_func": "relu"}
    layers = [nn.Linear(WIDTH, 2 * WIDTH), nn.ReLU(), nn.Linear(2 * WIDTH, WIDTH), nn.ReLU()]
    one, two = (
        written(tmp_path / f"{name}.pt", {WIDTH: (random_state(layers, seed),) * 2}, **relu)
        for name, seed in (("one", 1), ("two", 2))
    )
    none = written(tmp_path / "none.pt", {7: (linear(7, 1),) * 2})
    some = written(tmp_path / "some.pt", {w: (linear(w, 1),) * 2 for w in (WIDTH, 768, 1024)})

    def by(*files: AdapterFile) -> Tensor:
        with hypernetworks(files, loaded.family).attached(loaded, Watch()):
            return predicted(loaded)

    a, b = using(one), using(two)
    assert torch.equal(by(using(one, 0.0)), predicted(loaded))
    assert torch.equal(by(using(none, 0.0)), predicted(loaded))  # not so much as read
    assert not torch.equal(by(a, b), by(b, a))
    assert not torch.equal(by(a), by(replace(a, adapter=replace(a.adapter, unet_strength=0.5))))
    attachment = hypernetworks([using(some)], loaded.family)
    with attachment.attached(loaded, Watch()):
        pass
    assert list(map(str, attachment.hints)) == [
        "1 of 3 parts of the hypernetwork some fit this model; the others do nothing."
    ]
    wrong = hypernetworks([using(none)], loaded.family)
    refused = pytest.raises(BadModel, match="Nothing of the hypernetwork none fits")
    with refused, wrong.attached(loaded, Watch()):
        raise AssertionError
    sd2 = written(tmp_path / "other.pt", {1024: (linear(8, 1),) * 2})
    with pytest.raises(
        BadModel, match=r"other\S* was made for Stable Diffusion 2, and the model is"
    ):
        hypernetworks([using(sd2)], FAMILIES["sd1"])


def test_a_picture_by_one_and_the_next_without(models: Path) -> None:
    asked = Diffusion(model="sd1", prompt="a boat", steps=2, sampler="euler")
    recipe = Recipe(kind=Kind.INPAINT, diffusion=asked)
    states = {w: (linear(w, w, 0.3), linear(w, w + 1, 0.3)) for w in (16, 32, 64)}
    path = written(models / "hypernetwork" / "ink.pt", states)
    used = Adapter(kind=AdapterKind.HYPERNETWORK, name="ink", unet_strength=0.8)
    pixels = np.random.default_rng(1).random((64, 64, 3), np.float32)
    mask = np.zeros((64, 64), np.float32)
    mask[16:48, 16:48] = 1
    engine = StableDiffusion(device="cpu")

    def painted(*adapters: Adapter) -> np.ndarray:
        painter = engine.prepare(replace(recipe, adapters=adapters))
        return painter.paint(View(pixels, mask, mask >= 0), 1, Watch())

    plain, inked = painted(), painted(used)
    assert np.abs(plain - inked).max() > 1 / 255
    assert np.array_equal(painted(replace(used, unet_strength=0.0)), plain)
    assert np.array_equal(painted(used), inked)
    assert np.array_equal(painted(), plain)
    path.unlink()


def with_one(name: str, value: Tensor) -> dict[int, tuple[State, State]]:
    state = linear(8, 1)
    return {8: ({**state, name: value}, state)}


BROKEN: dict[str, tuple[Any, str]] = {
    "a list": ([1, 2], "damaged"),
    "nothing of its kind": ({"weight": torch.ones(3)}, "no hypernetwork"),
    "rank": (with_one("linear.0.weight", torch.ones(16, 8, 1)), "width 8 are not those"),
    "shape": (with_one("linear.0.weight", torch.ones(17, 8)), "width 8 are not those"),
    "more": (with_one("linear.7.weight", torch.ones(2, 2)), "width 8 are not those"),
    "no second": ({8: (linear(8, 1),)}, "width 8 are not those"),
    "numbers": (with_one("linear.0.weight", torch.ones(16, 8, dtype=torch.int8)), "whole numbers"),
    "nan": (with_one("linear.1.bias", torch.full((8,), torch.nan)), "no numbers"),
    "layers": ({8: (linear(8, 1),) * 2, "layer_structure": [1, 1e9, 1]}, "layers"),
    "words": ({8: (linear(8, 1),) * 2, "layer_structure": "121"}, "layers"),
    "activation": ({8: (linear(8, 1),) * 2, "activation_func": "eval"}, "an activation"),
    "other type": ({8: ([1], [2])}, "damaged|no hypernetwork"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_refused_with_a_sentence(case: str, tmp_path: Path) -> None:
    content, why = BROKEN[case]
    torch.save(content, tmp_path / "ink.pt")
    with pytest.raises(BadModel, match=why):
        read_hypernetwork(tmp_path / "ink.pt")


def test_no_code_of_a_file_runs(tmp_path: Path) -> None:
    mark = tmp_path / "ran"

    class Wicked:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return (__import__("os").mkdir, (str(mark),))

    torch.save({8: (linear(8, 1),) * 2, "name": Wicked()}, tmp_path / "ink.pt")
    for read in (read_hypernetwork, lambda path: hypernetworks([using(path)], FAMILIES["sd1"])):
        with pytest.raises(BadModel, match="wants to run code"):
            read(tmp_path / "ink.pt")
    assert not mark.exists()


def test_activations_have_the_same_bits_on_any_number_of_threads() -> None:
    numbers = 3 * torch.randn((3, 5, 7777), generator=torch.Generator().manual_seed(1))
    other = []
    before = torch.get_num_threads()
    try:
        for name, kind in _ACTIVATIONS.items():
            if name.startswith("softm"):  # along the batch, and of no odd widths
                continue
            activation, made = kind().eval(), []
            for threads in (1, 2, 3, 4):
                torch.set_num_threads(threads)
                with torch.inference_mode(), fixed_order("cpu"):
                    made.append(activation(numbers))
            other += [name for one in made if not torch.equal(one, made[0])]
    finally:
        torch.set_num_threads(before)
    assert other == []
