"""The kinds of model: a table of what sets them apart on the disk, in lists and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ritocco.sentence import Sentence


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
PICTURES = frozenset((".png", ".webp", ".jxl", ".avif"))
"""Endings of pictures in which an embedding may be hidden."""
_NETWORK = Sentence("network")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """What sets a kind apart.

    title    what a list of them is called
    plural   what such a list is called in JSON
    one      one of them, in a sentence
    noun     what it is in "No ... was found"
    folder   its folder below the models folder; "" is that folder itself
    endings  of files that may hold one
    index    the file that makes a folder one of them; "" where folders never are
    usable   whether Ritocco has an engine for it yet

    How one is found by a name:

    also           other kinds that hold one of these, looked through after it
    by_beginning   how its name begins is enough; of several the last (v1.4 over v1.3)
    shipped_first  whether one that ships goes before one of the user's of that name

    What is said where it is missing:

    need       who needs it, as a sentence begins
    instead    what can be done without it, as a sentence
    unoffered  sentences for those that artists ask for by name and have to bring themselves
    """

    title: str
    plural: str
    one: Sentence
    noun: Sentence = _NETWORK
    folder: str
    endings: tuple[str, ...] = _WEIGHTS
    index: str = ""
    usable: bool = True
    also: tuple[ModelKind, ...] = ()
    by_beginning: bool = False
    shipped_first: bool = False
    need: Sentence | None = None
    instead: str = ""
    unoffered: Mapping[str, Sentence] = field(default_factory=dict)


KINDS: dict[ModelKind, KindRow] = {
    ModelKind.MODEL: KindRow(
        title="Models that paint",
        plural="models",
        one=Sentence("a model"),
        noun=Sentence("model"),
        folder="",
        endings=(".safetensors", ".ckpt", ".pt"),
        index="model_index.json",
    ),
    ModelKind.VAE: KindRow(
        title="VAEs",
        plural="vaes",
        one=Sentence("a VAE"),
        noun=Sentence("VAE"),
        folder="vae",
        index="config.json",
        also=(ModelKind.MODEL, ModelKind.PREVIEW),
    ),
    ModelKind.UPSCALER: KindRow(
        title="Networks that make pictures larger",
        plural="upscalers",
        one=Sentence("an upscaler"),
        folder="upscale",
        endings=(*_WEIGHTS, ".param"),
        shipped_first=True,
        need=Sentence("Making pictures larger needs"),
    ),
    ModelKind.FACES: KindRow(
        title="Networks that repair faces",
        plural="face_networks",
        one=Sentence("a network that repairs faces"),
        folder="faces",
        by_beginning=True,
        need=Sentence("Repairing faces needs"),
        instead=Sentence("Without it faces can be found, with a strength of 0."),
        unoffered={
            "codeformer": Sentence(
                "CodeFormer may not be used for paid work, so Ritocco does not offer it; a file of "
                "your own is taken by `ritocco models add FILE`. GFPGAN may be used instead."
            )
        },
    ),
    ModelKind.LORA: KindRow(
        title="LoRAs",
        plural="loras",
        one=Sentence("a LoRA"),
        noun=Sentence("LoRA"),
        folder="lora",
    ),
    ModelKind.CONTROLNET: KindRow(
        title="ControlNets",
        plural="controlnets",
        one=Sentence("a ControlNet"),
        noun=Sentence("ControlNet"),
        folder="controlnet",
        index="config.json",
        usable=False,
    ),
    ModelKind.EMBEDDING: KindRow(
        title="Embeddings",
        plural="embeddings",
        one=Sentence("an embedding"),
        noun=Sentence("embedding"),
        folder="embedding",
        endings=(*_WEIGHTS, *sorted(PICTURES)),
    ),
    ModelKind.HYPERNETWORK: KindRow(
        title="Hypernetworks",
        plural="hypernetworks",
        one=Sentence("a hypernetwork"),
        noun=Sentence("hypernetwork"),
        folder="hypernetwork",
    ),
    ModelKind.PREVIEW: KindRow(
        title="Networks for previews",
        plural="preview_networks",
        one=Sentence("a preview network"),
        folder="preview",
        index="config.json",
    ),
    ModelKind.FILLER: KindRow(
        title="Networks that fill holes",
        plural="fill_networks",
        one=Sentence("a filling network"),
        folder="fill",
        usable=False,
    ),
}
"""In the order in which lists show them."""
