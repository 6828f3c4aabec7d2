"""Whole files, as each trainer names and stores them, merged into whole models of every family."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from ritocco.diffusion.adapters.lora.kinds import delta
from ritocco.diffusion.adapters.lora.lora_family import lora_family
from ritocco.diffusion.adapters.lora.lora_file import read_lora
from ritocco.diffusion.adapters.lora.names import places_of
from ritocco.diffusion.headers import read_contents
from tests.diffusion.adapters.lora import whole_models
from tests.diffusion.adapters.lora.formulas import KINDS, Parts, made, merged
from tests.diffusion.adapters.lora.test_names import original_names
from tests.diffusion.ldm_files import small

FAMILIES = ("sd1", "sd1-inpaint", "sd2", "sdxl", "mini")


def flat(name: str) -> str:
    return name.replace(".", "_")


def kohya(family: str, folder: str, name: str) -> str:
    two = family == "sdxl"
    text = {"text_encoder": "lora_te1_" if two else "lora_te_", "text_encoder_2": "lora_te2_"}
    outside = name if name == "text_projection" else f"text_model.{name}"
    return text[folder] + flat(outside) if folder in text else f"lora_unet_{flat(name)}"


def peft(family: str, folder: str, name: str) -> str:
    return f"{folder}.{name}"


def lycoris(family: str, folder: str, name: str) -> str:
    return f"lycoris_{flat(name)}" if folder == "unet" else kohya(family, folder, name)


def original(family: str, folder: str, name: str) -> str:
    if folder != "unet":
        return kohya(family, folder, name)
    return f"lora_unet_{flat(_original(family)[name])}"


def comfy(family: str, folder: str, name: str) -> str:
    clip = {"text_encoder": "clip_l.transformer.", "text_encoder_2": "clip_g.transformer."}
    if folder == "unet":
        return f"diffusion_model.{_original(family)[name]}"
    return clip[folder] + (name if name == "text_projection" else f"text_model.{name}")


_PEFT = {"lora_down.weight": "lora_A.weight", "lora_up.weight": "lora_B.weight"}
_OLDER = {"lora_down.weight": "lora.down.weight", "lora_up.weight": "lora.up.weight"}
_ONLY = ("lora without alpha",)
WRITERS: dict[str, tuple[Callable[[str, str, str], str], Mapping[str, str], tuple[str, ...]]] = {
    "kohya": (kohya, {}, KINDS),
    "kohya, original names": (original, {}, KINDS),
    "LyCORIS": (lycoris, {}, KINDS),
    "ComfyUI": (comfy, {}, KINDS),
    "PEFT in diffusers": (peft, _PEFT, _ONLY),
    "older diffusers": (peft, _OLDER, _ONLY),
}
"""Who writes -> left side of a module, names of parts, and the kinds they have."""


@lru_cache
def model(family: str) -> dict[str, Any]:
    """A model with random weights: of small numbers; mini is as it ships."""
    if family != "mini":
        return {
            folder: module for folder, module in small(family).modules.items() if folder != "vae"
        }
    torch.manual_seed(0)
    parts = {folder: part.to_empty(device="cpu") for folder, part in _fresh_mini()}
    for part in parts.values():
        for weight in part.parameters():
            nn.init.normal_(weight.data)
    return parts


def _fresh_mini() -> Iterator[tuple[str, nn.Module]]:
    made_anew = whole_models.parts.__wrapped__("mini")
    yield from made_anew.items()


@lru_cache
def _original(family: str) -> dict[str, str]:
    config = (
        whole_models.config("mini", "unet") if family == "mini" else small(family).configs["unet"]
    )
    return dict(original_names(model(family)["unet"], config))


def adapters(family: str, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, str, Parts]]:
    """(part, layer, its name without wrapper, what is added there): all kinds in turn."""
    rng = np.random.default_rng(0)
    for folder, part in model(family).items():
        for at, (name, layer) in enumerate(whole_models.layers(part)):
            kind, (out, *_) = kinds[at % len(kinds)], layer.weight.shape
            if "oft" in kind and out % 8:
                kind = "lora"
            shape = tuple(layer.weight.shape)
            if name == "conv_in":  # as trained on a model without masks
                shape = (out, 4, *shape[2:])
            yield folder, name, name.removeprefix("text_model."), made(kind, shape, rng)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_layer_is_changed_as_its_formula_says(
    tmp_path: Path, family: str, writer: str
) -> None:
    named, parts, kinds = WRITERS[writer]
    everything, path = list(adapters(family, kinds)), tmp_path / "a.safetensors"
    save_file(
        {
            f"{named(family, folder, bare)}.{parts.get(part, part)}": torch.tensor(value)
            for folder, _, bare, some in everything
            for part, value in some.items()
        },
        path,
    )
    read, table = read_lora(path), places_of(model(family))
    lora_family(read_contents(path), path.name)
    assert len(read.parts) == len(everything)
    by_place = {table[left]: tensors for left, tensors in read.parts.items()}
    for folder, name, _, some in everything:
        weight = model(family)[folder].get_submodule(name).weight.detach()
        change = delta(by_place[folder, name], weight, None, 0.7, part=name).weight
        assert change is not None
        known = 4 if name == "conv_in" else weight.shape[1]
        want = merged(some, weight[:, :known].numpy(), 0.7)
        got = (weight + change).numpy()
        assert np.abs(got[:, :known] - want).max() <= 2e-5 * max(1, np.abs(want).max()), name
        assert np.array_equal(got[:, known:], weight[:, known:].numpy())
