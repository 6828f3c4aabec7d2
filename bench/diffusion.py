"""Stable Diffusion on the CPU, measured: full-size SD 1.5 with random weights, 512 x 512, CFG.

Our inpaint job against diffusers' StableDiffusionInpaintPipeline from the same files, against
the bare calls of U-Net and VAE that it contains, its second run against its first, and its
memory. Every row is a ratio within this one run, or a number against a stated limit; the process
ends with code 1 if one is missed. Run it on a quiet machine; contenders take turns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import ritocco.diffusion  # noqa: F401  before transformers: see there

# isort: split
import numpy as np
import torch
import transformers
from _random_sd import CFG, NEGATIVE, PROMPT, SEED, SIDE, a_recipe, a_view, parts, write_model
from _report import Row, report
from PIL import Image

from ritocco.device import find_device
from ritocco.diffusion import model_cache, paint
from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import plan_memory
from ritocco.engine import View
from ritocco.geometry import Size
from ritocco.watch import Watch

STEPS = 2
ROUNDS = 2
PATIENCE = 120.0
"""Seconds after which no further round begins, on a slow or busy machine."""
LOADS = 5
USUAL = 25
"""Steps of an everyday job, for the rows that are reckoned from a step and what comes with it."""
FASTER = 3.5
"""How many times faster than diffusers' default we want to be. It was set where bfloat16 runs on
AMX; AVX512-BF16 multiplies it only twice as fast as float32 (the first row), and misses it."""
SPARE = 1.5e9
"""Bytes beside the weights that a job may take."""


@dataclass
class Run:
    """Seconds of one job: in all, and of the calls within it by name."""

    seconds: float = 0.0
    calls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def of(self, *names: str) -> float:
        return sum(sum(self.calls[name]) for name in names)

    @property
    def step(self) -> float:
        return median(self.calls["unet"])

    @property
    def fixed(self) -> float:
        """What a job takes however many steps it has."""
        return self.seconds - self.of("unet")

    def with_steps(self, steps: int) -> float:
        return self.fixed + steps * self.step


class Stopwatch:
    """Times jobs, and within them the functions it was given."""

    def __init__(self) -> None:
        self._run = Run()

    def watch(self, owner: Any, function: str, name: str) -> None:
        """Count the calls of `owner.function` as `name` from now on."""
        inner: Callable[..., Any] = getattr(owner, function)

        def timed(*args: Any, **kwargs: Any) -> Any:
            began = perf_counter()
            result = inner(*args, **kwargs)
            self._run.calls[name].append(perf_counter() - began)
            return result

        setattr(owner, function, timed)

    def watch_model(self, unet: Any, vae: Any) -> None:
        self.watch(unet, "forward", "unet")
        self.watch(vae, "encode", "vae")
        self.watch(vae, "decode", "vae")

    def time(self, job: Callable[[], Any]) -> Run:
        self._run = Run()
        began = perf_counter()
        job()
        self._run.seconds = perf_counter() - began
        return self._run


class Ours:
    """The engine, as the studio uses it."""

    def __init__(self, path: Path, view: View) -> None:
        self.watch = Stopwatch()
        self.watch.watch(paint, "pad", "padding")
        models: Any = model_cache
        self._load, models.load_model = models.load_model, self._loaded
        self._engine, self._view = StableDiffusion(device="cpu"), view
        self._painter = self._engine.prepare(a_recipe(path, STEPS))

    def _loaded(self, *args: Any, **kwargs: Any) -> LoadedModel:
        model: LoadedModel = self._load(*args, **kwargs)
        self.model = model
        self.watch.watch_model(model.backbone, model.vae)
        return model

    def job(self) -> Run:
        made: list[Any] = []

        def run() -> None:
            made.append(self._painter.paint(self._view, SEED, Watch()))

        seconds = self.watch.time(run)
        assert np.isfinite(made[0]).all()
        return seconds

    def bare(self) -> Run:
        """The same calls of U-Net and VAE, with nothing around them."""
        model, kind = self.model, self.model.plan.dtype
        latents, text = torch.randn(2, 4, SIDE // 8, SIDE // 8), torch.randn(2, 77, 768)
        picture = torch.rand(1, 3, SIDE, SIDE).to(self.model.plan.vae_dtype)

        @torch.no_grad()
        def run() -> None:
            model.vae.encode(picture)
            for _ in range(STEPS):
                model.backbone(latents.to(kind), 500, text.to(kind), return_dict=False)
            model.vae.decode(latents[:1].to(picture.dtype))

        return self.watch.time(run)


class Theirs:
    """diffusers' pipeline from the same files, in one precision, as its documentation has it."""

    def __init__(self, path: Path, view: View, dtype: torch.dtype) -> None:
        self._pipeline = parts.StableDiffusionInpaintPipeline.from_pretrained(path, dtype=dtype)
        self._pipeline.set_progress_bar_config(disable=True)
        self._watch = Stopwatch()
        self._watch.watch_model(self._pipeline.unet, self._pipeline.vae)
        self._picture = Image.fromarray(np.asarray(np.rint(view.pixels * 255), np.uint8))
        self._mask = Image.fromarray(np.asarray(view.mask * 255, np.uint8))

    def job(self) -> Run:
        return self._watch.time(
            lambda: self._pipeline(
                prompt=PROMPT,
                negative_prompt=NEGATIVE,
                image=self._picture,
                mask_image=self._mask,
                height=SIDE,
                width=SIDE,
                num_inference_steps=STEPS,
                guidance_scale=CFG,
                generator=torch.Generator().manual_seed(SEED),
            )
        )


def processor() -> Iterator[Row]:
    """How much faster this processor multiplies bfloat16 than float32 (for reading)."""
    one = torch.randn(3072, 3072)
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        factor = one.to(dtype)
        times = []
        for _ in range(5):
            began = perf_counter()
            factor @ factor
            times.append(perf_counter() - began)
        seconds[dtype] = min(times)
    gain = seconds[torch.float32] / seconds[torch.bfloat16]
    yield Row("bfloat16 / float32, speed of a matrix product here", gain)


def middle(runs: list[Run], value: Callable[[Run], float]) -> float:
    return median(value(run) for run in runs)


def speed(path: Path) -> Iterator[Row]:
    """Jobs in turns: ours, the bare calls in it, diffusers' in our precision and in its own."""
    view = a_view()
    ours = Ours(path, view)
    first = ours.job()
    equal = Theirs(path, view, ours.model.plan.dtype)
    mine: list[Run] = []
    bare: list[Run] = []
    same: list[Run] = []
    began = perf_counter()
    while not mine or (len(mine) < ROUNDS and perf_counter() - began < PATIENCE):
        mine.append(ours.job())
        bare.append(ours.bare())
        same.append(equal.job())
    del equal
    plain = [Theirs(path, view, torch.float32).job()]

    contenders = {"ours": mine, "diffusers, same precision": same, "diffusers, float32": plain}
    for name, runs in contenders.items():
        yield Row(f"{name}: {STEPS} steps, seconds", middle(runs, lambda run: run.seconds))
        yield Row(f"{name}: one step, seconds", middle(runs, lambda run: run.step))
        yield Row(f"{name}: all but the steps, seconds", middle(runs, lambda run: run.fixed))

    def ratio(runs: list[Run], value: Callable[[Run], float]) -> float:
        return middle(mine, value) / middle(runs, value)

    usual = f"{USUAL} steps, reckoned"
    for name, runs, limit in (("same precision", same, 1.0), ("float32", plain, 1 / FASTER)):
        yield Row(f"ours / diffusers in {name}, job", ratio(runs, lambda run: run.seconds), limit)
        yield Row(f"ours / diffusers in {name}, step", ratio(runs, lambda run: run.step))
        yield Row(
            f"ours / diffusers in {name}, {usual}",
            ratio(runs, lambda run: run.with_steps(USUAL)),
            limit,
        )

    # Within one and the same job, so that nothing else on the machine can come between.
    def around(run: Run) -> float:
        return (run.seconds - run.of("padding")) / run.of("unet", "vae")

    yield Row("our job less padding / U-Net and VAE in it", middle(mine, around), 1.05)
    yield Row(
        "U-Net and VAE in our job / the same calls bare",
        ratio(bare, lambda run: run.of("unet", "vae")),
        1.05,
    )
    yield Row("padding, seconds", middle(mine, lambda run: run.of("padding")))
    padded = [run.with_steps(USUAL) for run in mine]
    unpadded = [run.with_steps(USUAL) - run.of("padding") for run in mine]
    share = median(a / b for a, b in zip(padded, unpadded, strict=True))
    yield Row(f"with / without padding, {usual}", share, 1.05)

    def beside(run: Run) -> float:
        return run.seconds - run.of("unet", "vae", "padding")

    yield Row("first job beside U-Net, VAE and padding, seconds", beside(first))
    yield Row(
        "second / first of that (model and prompt kept)", beside(mine[0]) / beside(first), 0.2
    )


def loading(path: Path) -> Iterator[Row]:
    """Files to a model in the same precision, in turns; all of it is in the page cache."""
    plan = plan_memory(FAMILIES["sd1"], Size(SIDE, SIDE), 1, find_device("cpu"))
    start = parts.StableDiffusionInpaintPipeline.from_pretrained
    ours, theirs = [], []
    for _ in range(LOADS):
        began = perf_counter()
        load_model(path, plan)
        between = perf_counter()
        start(path, dtype=plan.dtype)
        ours.append(between - began)
        theirs.append(perf_counter() - between)
    yield Row("loading, seconds", median(ours))
    yield Row("loading, ours / diffusers", median(ours) / median(theirs), 1.0)


def memory(path: Path) -> Iterator[Row]:
    """A whole job in a process of its own."""
    child = [sys.executable, str(Path(__file__).with_name("_one_job.py")), str(path)]
    done = subprocess.run(child, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    weights = found["weights"]
    yield Row("weights in memory, GB", weights / 1e9)
    yield Row("peak while loading / weights", found["loading peak"] / weights, 1.1)
    yield Row("process before loading, GB", found["before"] / 1e9)
    yield Row("process at its peak, GB", found["peak"] / 1e9)
    yield Row("at its peak beside the weights, GB", (found["peak"] - weights) / 1e9, SPARE / 1e9)
    yield Row("process after the job beside the weights, GB", (found["after"] - weights) / 1e9)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sd15"
        write_model(path)
        yield from processor()
        yield from memory(path)
        yield from loading(path)
        yield from speed(path)


def main() -> int:
    """Print the report; 1 where a limit is missed."""
    torch.manual_seed(0)
    for logging in (parts.utils.logging, transformers.utils.logging):
        logging.set_verbosity_error()
        logging.disable_progress_bar()
    device = find_device("cpu")
    title = f"Diffusion: {SIDE} x {SIDE}, {STEPS} steps, {device.name}, {str(device.half)[6:]}"
    return report(title, rows())


if __name__ == "__main__":
    sys.exit(main())
