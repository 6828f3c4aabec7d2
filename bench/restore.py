"""Upscaling, measured: against a plain call of the network on the whole picture, and naive tiles.

Real-ESRGAN x4plus. Every way runs in a process of its own, in turn. The process ends with code
1 if a limit is missed. `python bench/restore.py small` takes pictures of a sixteenth of the size.
Run it on a quiet machine: the whole takes about half an hour on two cores.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import psutil  # type: ignore[import-untyped]
import torch
from _report import Row, report
from _resident import forget_peak, memory
from numpy.typing import NDArray

from ritocco.canvas import files
from ritocco.canvas.arrays import Floats
from ritocco.canvas.colour import srgb_to_lab, to_working
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.geometry import Box, Size
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.finishing import Upscale
from ritocco.restore import ncnn
from ritocco.restore.architectures import spandrel
from ritocco.restore.upscaler import Upscaling
from ritocco.shipped import resource
from ritocco.studio.enlarge import enlarged
from ritocco.watch import Watch

NET = "realesrgan-x4plus"
SIZES = (Size(512, 512), Size(1536, 1024))
NAIVE = 256
"""Side of naive tiles, in pixels of the source."""
PLAIN_BYTES = 800
"""What a plain call takes per pixel of the result; it is left out where that is not there."""


def picture(size: Size) -> Floats:
    """A photograph of this size, sRGB 0..1, mirrored where it ends."""
    pixels, _ = to_working(files.load(resource("pictures", "horse.webp")))
    down, across = max(0, size.height - pixels.shape[0]), max(0, size.width - pixels.shape[1])
    wide = np.pad(pixels, ((0, down), (0, across), (0, 0)), "reflect")
    return np.ascontiguousarray(wide[: size.height, : size.width])


def plain_network() -> torch.nn.Module:
    """The same weights in spandrel's own module, as its documentation uses it."""
    graph = ncnn.load(find(ModelKind.UPSCALER, NET))
    blocks = [
        f"body.{block}.rdb{part}.conv{conv}"
        for block in range(23)
        for part in (1, 2, 3)
        for conv in range(1, 6)
    ]
    ends = ["conv_body", "conv_up1", "conv_up2", "conv_hr", "conv_last"]
    state = {}
    layers = [part for part in graph.modules() if isinstance(part, torch.nn.Conv2d)]
    for name, layer in zip(["conv_first", *blocks, *ends], layers, strict=True):
        assert layer.bias is not None
        state[f"{name}.weight"], state[f"{name}.bias"] = layer.weight.data, layer.bias.data
    found: torch.nn.Module = spandrel().ModelLoader().load_from_state_dict(state).eval()
    return found


def by_us(pixels: Floats) -> Floats:
    source = Picture(
        np.asarray(np.rint(pixels * 255), np.uint8), Layout(ColourModel.RGB, Depth.U8, False)
    )
    size = Size(4 * pixels.shape[1], 4 * pixels.shape[0])
    asked = Upscale(model=NET)
    enlarger = Upscaling("cpu").prepare(asked)
    made = enlarged(source, Box.of(source.size), size, asked, enlarger, Watch())
    return np.asarray(made.pixels, np.float32) / np.float32(255)


def plainly(pixels: Floats) -> Floats:
    network = plain_network()
    with torch.inference_mode():
        made: torch.Tensor = network(torch.from_numpy(pixels.transpose(2, 0, 1).copy())[None])
    return np.asarray(made[0].permute(1, 2, 0).numpy(), np.float32)


def naively(pixels: Floats) -> Floats:
    """Tiles without surroundings, side by side."""
    network, rows = plain_network(), []
    side = min(NAIVE, max(1, pixels.shape[0] // 2))
    with torch.inference_mode():
        for top in range(0, pixels.shape[0], side):
            tensor = torch.from_numpy(pixels[top : top + side].transpose(2, 0, 1).copy())[None]
            parts = [
                network(tensor[..., left : left + side]) for left in range(0, pixels.shape[1], side)
            ]
            rows.append(torch.cat(parts, 3))
        made = torch.cat(rows, 2)
    return np.asarray(made[0].permute(1, 2, 0).numpy(), np.float32)


WAYS: dict[str, Callable[[Floats], Floats]] = {
    "ours": by_us,
    "plain": plainly,
    "naive": naively,
}


@dataclass(frozen=True)
class Measured:
    """Seconds, and most memory in bytes beyond what was held before the work."""

    seconds: float
    memory: float


def measure(way: str, width: int, height: int, out: str) -> None:
    """In a process of its own: do it once on a little, then measure; the picture goes to `out`."""
    WAYS[way](picture(Size(32, 32)))
    pixels = picture(Size(width, height))
    forget_peak()
    before, began = memory("VmRSS"), perf_counter()
    made = WAYS[way](pixels)
    found = Measured(perf_counter() - began, memory("VmHWM") - before)
    np.save(out, made.astype(np.float16))
    print(json.dumps(asdict(found)))


def measured(way: str, size: Size, folder: Path) -> tuple[Measured, NDArray[np.float16]]:
    out = folder / f"{way}.npy"
    command = [sys.executable, __file__, "measure", way, str(size.width), str(size.height), out]
    done = subprocess.run([str(part) for part in command], check=True, stdout=-1, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1])), np.load(out)


def seam(made: NDArray[np.float16], every: int) -> float:
    """Mean difference in Lab across lines `every` pixels apart, over that beside them; 1: none."""
    lab = srgb_to_lab(np.asarray(made, np.float32))
    steps = np.linalg.norm(np.diff(lab, axis=1), axis=2).mean(0)
    at = np.arange(every, made.shape[1] - 8, every) - 1
    beside = np.concatenate([steps[at + away] for away in (-6, -5, -4, -3, 3, 4, 5, 6)])
    return float(steps[at].mean() / beside.mean())


def rows(sizes: tuple[Size, ...]) -> Iterator[Row]:
    """One size after the other; the last one has many tiles."""
    peaks = []
    for size in sizes:
        megapixels = 16 * size.area / 1e6
        with tempfile.TemporaryDirectory() as folder:
            ours, our_picture = measured("ours", size, Path(folder))
            naive, naive_picture = measured("naive", size, Path(folder))
            yield Row(f"{size}: ours, seconds per megapixel made", ours.seconds / megapixels)
            yield Row(f"{size}: ours, MB at work", ours.memory / 1e6)
            yield Row(f"{size}: ours / naive tiles, time", ours.seconds / naive.seconds)
            peaks.append(ours.memory - 4 * our_picture.size)  # the result itself, float32
            every = 4 * min(NAIVE, max(1, size.height // 2))
            yield Row(f"{size}: naive tiles, seam (1: none)", seam(naive_picture, every))
            yield Row(f"{size}: ours there, seam", seam(our_picture, every))
            if 16 * size.area * PLAIN_BYTES < psutil.virtual_memory().available:
                plain, whole = measured("plain", size, Path(folder))
                yield Row(f"{size}: ours / plain, time", ours.seconds / plain.seconds, 1.0)
                yield Row(f"{size}: ours / plain, memory", ours.memory / plain.memory, 1.0)
                away = np.abs(np.asarray(our_picture, np.float32) - whole) * 255
                yield Row(f"{size}: ours and plain, mean difference in levels", float(away.mean()))
    yield Row("memory beside the result, larger / smaller picture", peaks[-1] / peaks[0], 2.0)
    yield precision()


def precision() -> Row:
    """Why x4plus is not run in bfloat16: how far that is from float32, in levels of 255."""
    graph = ncnn.load(find(ModelKind.UPSCALER, NET))
    pixels = torch.from_numpy(picture(Size(64, 48)).transpose(2, 0, 1).copy())[None]
    with torch.inference_mode():
        exact = graph(pixels).clamp(0, 1)
        rough = graph.to(torch.bfloat16)(pixels.to(torch.bfloat16)).float().clamp(0, 1)
    return Row(
        "bfloat16 / float32, largest difference in levels", float((exact - rough).abs().max() * 255)
    )


def main(arguments: list[str]) -> int:
    """Print the report; 1 where a limit is missed."""
    if arguments[:1] == ["measure"]:
        way, width, height, out = arguments[1:]
        measure(way, int(width), int(height), out)
        return 0
    sizes: tuple[Size, ...] = SIZES
    if arguments == ["small"]:
        sizes = tuple(Size(size.width // 4, size.height // 4) for size in SIZES)
    return report(f"Upscaling with {NET}", rows(sizes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
