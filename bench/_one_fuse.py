"""diffusers and peft put a LoRA into a model: `_one_fuse.py MODEL LORA PRECISION` (JSON)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import ritocco.diffusion  # noqa: F401  before transformers: see there

# isort: split
import diffusers
import torch

parts: Any = diffusers


def main(path: Path, lora: Path, precision: str) -> None:
    parts.utils.logging.set_verbosity_error()
    start = parts.StableDiffusionInpaintPipeline.from_pretrained
    pipeline = start(path, dtype=getattr(torch, precision), safety_checker=None)
    began = perf_counter()
    pipeline.load_lora_weights(lora.parent, weight_name=lora.name)
    read = perf_counter()
    pipeline.fuse_lora(lora_scale=0.7)
    fused = perf_counter()
    pipeline.unfuse_lora()
    pipeline.unload_lora_weights()
    ended = perf_counter()
    print(json.dumps({"read": read - began, "fuse": fused - read, "back": ended - fused}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
