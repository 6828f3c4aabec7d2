"""The kinds of model: a table of what sets them apart on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ModelKind(StrEnum):
    """What a model is for."""

    MODEL = "model"
    VAE = "vae"
    LORA = "lora"
    CONTROLNET = "controlnet"
    EMBEDDING = "embedding"
    HYPERNETWORK = "hypernetwork"
    PREVIEW = "preview"
    UPSCALER = "upscaler"
    FACES = "faces"
    FILLER = "filler"


_WEIGHTS = (".safetensors", ".ckpt", ".pt", ".pth", ".bin")


@dataclass(frozen=True, slots=True)
class Row:
    """What sets a kind apart.

    title   what a list of them is called
    one     one of them, in a sentence
    folder  its folder below the models folder; "" is that folder itself
    endings of files that may hold one
    index   the file that makes a folder one of them; "" where folders never are
    usable  whether Ritocco has an engine for it yet
    """

    title: str
    one: str
    folder: str
    endings: tuple[str, ...] = _WEIGHTS
    index: str = ""
    usable: bool = True


KINDS: dict[ModelKind, Row] = {
    ModelKind.MODEL: Row(
        "Models that paint",
        "a model",
        "",
        (".safetensors", ".ckpt", ".pt"),
        index="model_index.json",
    ),
    ModelKind.VAE: Row("VAEs", "a VAE", "vae", index="config.json"),
    ModelKind.UPSCALER: Row(
        "Networks that make pictures larger", "an upscaler", "upscale", (*_WEIGHTS, ".param")
    ),
    ModelKind.FACES: Row("Networks that repair faces", "a network that repairs faces", "faces"),
    ModelKind.LORA: Row("LoRAs", "a LoRA", "lora", usable=False),
    ModelKind.CONTROLNET: Row(
        "ControlNets", "a ControlNet", "controlnet", index="config.json", usable=False
    ),
    ModelKind.EMBEDDING: Row(
        "Textual inversions", "a textual inversion", "embedding", usable=False
    ),
    ModelKind.HYPERNETWORK: Row("Hypernetworks", "a hypernetwork", "hypernetwork", usable=False),
    ModelKind.PREVIEW: Row(
        "Networks for previews", "a preview network", "preview", index="config.json", usable=False
    ),
    ModelKind.FILLER: Row("Networks that fill holes", "a filling network", "fill", usable=False),
}
"""In the order in which lists show them."""
