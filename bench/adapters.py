"""LoRAs in Stable Diffusion 1.5 at full size, random, rank 32 in all of its layers, on the CPU.

How long it takes to merge one, to take it out again and to put it back, what memory it needs
where none is to spare, and all that beside diffusers with peft on the same files. (peft is
fetched into a folder of its own; without a network that comparison is left out.) Then what LoRAs
made for few steps save (`_fast.py`). Run it on a quiet machine; every limit is in seconds on two
cores, or a ratio within this one run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from os import environ
from pathlib import Path
from statistics import median
from time import perf_counter

import ritocco.diffusion  # noqa: F401  before transformers: see there

# isort: split
import _fast
import torch
from _random_lora import write_lora
from _random_sd import SIDE, write_model
from _report import Row, report

from ritocco.device import find_device
from ritocco.diffusion.adapters.adapter_file import AdapterFile
from ritocco.diffusion.adapters.merging import merged_loras
from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import plan_memory
from ritocco.geometry import Size
from ritocco.recipe.adapter import Adapter
from ritocco.watch import Watch

HERE = Path(__file__).resolve().parent
ROUNDS = 3
MERGING, SWITCHING = 8.0, 1.0
"""Seconds that are promised."""


def loaded(path: Path) -> LoadedModel:
    """The model as a job of 512 px has it."""
    plan = plan_memory(FAMILIES["sd1"], Size(SIDE, SIDE), 1, find_device("cpu"))
    return load_model(path, plan)


def attached(
    lora: Path, strength: float
) -> Callable[[LoadedModel], AbstractContextManager[object]]:
    """What puts a LoRA into a model for a while."""
    adapter = Adapter(name=lora.stem, unet_strength=strength, text_strength=strength)

    def enter(model: LoadedModel) -> AbstractContextManager[object]:
        return merged_loras([AdapterFile(adapter, lora)], model.family).attached(model, Watch())

    return enter


def timed(model: LoadedModel, lora: Path, strength: float) -> tuple[float, float]:
    """Seconds to put it in, and to take it out."""
    began = perf_counter()
    with attached(lora, strength)(model):
        inside = perf_counter()
    return inside - began, perf_counter() - inside


def speed(path: Path, lora: Path) -> Iterator[Row]:
    """Merged at several strengths, switched among them, and beside peft."""
    model = loaded(path)
    strengths = [0.5 + 0.1 * at for at in range(ROUNDS)]
    merging, leaving = zip(*[timed(model, lora, one) for one in strengths], strict=True)
    switching = [timed(model, lora, one)[0] for one in strengths]
    touched = sum(weight.numel() for one in (0, -1) for weight in model.placed[one].parameters())
    yield Row("weights of U-Net and text encoder, millions", touched / 1e6)
    yield Row("merging, the first time, seconds", merging[0], MERGING)
    yield Row("merging at another strength, seconds", median(merging[1:]), MERGING)
    yield Row("back to a set in memory, seconds", max(switching), SWITCHING)
    yield Row("back to the plain model, seconds", max(leaving), SWITCHING)
    precision = str(model.plan.dtype).removeprefix("torch.")
    del model
    theirs = fused(path, lora, precision)
    if theirs is not None:
        whole = theirs["read"] + theirs["fuse"]
        yield Row("diffusers with peft: reading and fusing, seconds", whole)
        yield Row("merging, ours / diffusers", median(merging) / whole, 1.0)
        yield Row("diffusers with peft: back to the plain model, seconds", theirs["back"])


def fused(path: Path, lora: Path, precision: str) -> dict[str, float] | None:
    """Seconds of diffusers with peft; None where that cannot be fetched."""
    with tempfile.TemporaryDirectory() as folder:
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder)
        if subprocess.run([*pip, "peft"], check=False).returncode:
            return None
        child = [sys.executable, str(HERE / "_one_fuse.py"), str(path), str(lora), precision]
        done = subprocess.run(
            child,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=environ | {"PYTHONPATH": folder},
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def memory(path: Path, lora: Path) -> Iterator[Row]:
    """The most that merging takes where nothing is kept."""
    child = [sys.executable, str(HERE / "_one_merge.py"), str(path), str(lora)]
    done = subprocess.run(child, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    yield Row("the model, GB", found["weights"] / 1e9)
    yield Row("its largest weight, MB", found["largest"] / 1e6)
    yield Row("at the peak of merging beside the model, MB", found["peak"] / 1e6)
    yield Row("that / its largest weight", found["peak"] / found["largest"], 1.0)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path, lora = Path(folder) / "sd15", Path(folder) / "lora.safetensors"
        write_model(path)
        write_lora(lora, loaded(path))
        yield from memory(path, lora)
        yield from speed(path, lora)
        yield from _fast.rows(path)


if __name__ == "__main__":
    threads = torch.get_num_threads()
    half = str(find_device("cpu").half).removeprefix("torch.")
    sys.exit(report(f"Adapters: rank 32 into SD 1.5, {half}, {threads} threads", rows()))
