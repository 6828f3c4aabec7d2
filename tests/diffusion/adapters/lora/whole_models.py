"""The models that LoRAs are for, at full size and without weights."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import torch
from torch import nn

from ritocco.diffusion.families import FAMILIES
from ritocco.shipped import resource
from tests.diffusion.ldm_files import shipped

EVERY = ("sd1", "sd2", "sdxl", "mini")


def config(family: str, folder: str) -> dict[str, Any]:
    if family == "mini":
        return dict(json.loads(resource("models", "mini", folder, "config.json").read_text()))
    return shipped(family, folder)


@lru_cache
def parts(family: str) -> Mapping[str, nn.Module]:
    """The U-Net and the text encoders of a family."""
    row = FAMILIES[family]
    with torch.device("meta"):
        return {
            part.folder: part.make(config(family, part.folder)).eval()
            for part in (row.backbone, *row.texts)
        }


def layers(module: nn.Module, *kinds: type) -> Iterator[tuple[str, Any]]:
    """The layers of a part by name: those that trainers train unless told otherwise."""
    for name, inner in module.named_modules():
        if isinstance(inner, kinds or (nn.Linear, nn.Conv2d)):
            yield name, inner
