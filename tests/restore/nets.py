"""Networks for tests: those that ship, and tiny ones that can be reckoned with."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from ritocco.canvas.resample import resized
from ritocco.engine import TileSpec
from ritocco.errors import OutOfMemory
from ritocco.geometry import Size
from ritocco.recipe.finishing import Upscale
from ritocco.restore.architectures import spandrel
from ritocco.watch import Watch

FAST = "realesr-animevideov3"


class Exact:
    """An enlarger that only resamples: what it makes of a part never depends on the rest.

    Keeps what it was shown. `fails_above` runs out of memory on pieces with a longer side.
    """

    name = engine = key = "exact"
    estimate = 1.0
    bytes_at_work = 1 << 20

    def __init__(self, scale: int = 4, side: int = 48, fails_above: int = 10**9) -> None:
        self.scale, self.side, self.fails_above = scale, side, fails_above
        self.prepared = 0
        self.seen: list[tuple[int, ...]] = []

    def prepare(self, asked: Upscale) -> Exact:
        self.prepared += 1
        return self

    def tile_spec(self) -> TileSpec:
        return TileSpec(self.scale, self.side, margin=8, overlap=6)

    def enlarge(self, pixels: np.ndarray, watch: Watch) -> np.ndarray:
        watch.step(0, "Drawing")
        self.seen.append(pixels.shape)
        height, width = pixels.shape[:2]
        if max(height, width) > self.fails_above:
            raise OutOfMemory("too large")
        return resized(pixels, Size(width * self.scale, height * self.scale)).clip(0, 1)

    def release(self) -> None:
        pass


def esrgan_state(scale: int = 2, seed: int = 0) -> dict[str, torch.Tensor]:
    """Random weights of a tiny ESRGAN."""
    spandrel()
    arch = import_module("spandrel.architectures.ESRGAN")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        module = arch.ESRGAN(num_filters=8, num_blocks=1, scale=scale)
    return {name: weight.contiguous() for name, weight in module.state_dict().items()}


def write_tiny(path: Path, scale: int = 2) -> Path:
    """A file with such weights, .safetensors or .pth by its ending."""
    state = esrgan_state(scale)
    if path.suffix == ".safetensors":
        save_file(state, path)
    else:
        torch.save({"params_ema": state}, path)
    return path
