"""A small real run of each engine, with the time it took."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from time import perf_counter

import numpy as np

from ritocco.canvas.arrays import Floats, Levels
from ritocco.canvas.document import Document
from ritocco.canvas.files import load
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.doctor.finding import Finding, bad, well
from ritocco.doctor.remedy import reinstall
from ritocco.doctor.table import Look
from ritocco.engine import View
from ritocco.geometry import Box, Size
from ritocco.library.kinds import ModelKind
from ritocco.library.shipped_models import SHIPPED, demonstration, shipped_here
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.restore.architectures import spandrel
from ritocco.restore.detection import FaceDetector
from ritocco.shipped import DEMONSTRATION, resource
from ritocco.studio.studio import Studio

SIDE = 128
HOLE = (slice(50, 80), slice(50, 80))
STRIPE = 16
"""Pixels from one stripe to the next."""
MOST_OFF = 4.0
"""Levels of 255 that a fill of even stripes may be off."""
UPSCALER = "realesr-animevideov3"
"""The fastest of the networks that ship."""
FACE = (slice(20, 260), slice(100, 340))
"""The astronaut's face, with some room."""


def fill(look: Look) -> Iterator[Finding]:
    """A hole in stripes must come back striped."""
    across = np.arange(SIDE) / STRIPE * 2 * np.pi
    row = np.rint(128 + 60 * np.sin(across)).astype(np.uint8)
    picture = np.repeat(np.tile(row, (SIDE, 1))[..., None], 3, 2)
    _, selection = _slope()
    began = perf_counter()
    layer = Studio().run(Recipe(), _document(picture, selection)).layer
    off = float(np.abs(layer.picture.colour - picture[layer.box.slices].astype(float)).mean())
    seen = f"test fill off by {off:.1f} of 255 levels, {perf_counter() - began:.1f} s"
    yield _judged("Content-aware fill", off < MOST_OFF, seen)


def diffusion(look: Look) -> Iterator[Finding]:
    """The model that ships, two steps; without it, a tiny one with random weights."""
    picture, selection = _slope()
    if demonstration():
        import_module("ritocco.diffusion.engine")  # so that loading it is not counted
        began = perf_counter()
        asked = Diffusion(model=DEMONSTRATION, prompt="a stone", steps=2)
        recipe = Recipe(kind=Kind.INPAINT, diffusion=asked, model_size=SIDE)
        painted = Studio().run(recipe, _document(picture, selection)).layer.picture.colour
        made = (painted / 255).astype(np.float32)
        what = f"two steps of {DEMONSTRATION}"
    else:
        from ritocco.diffusion.trial import trial

        began = perf_counter()
        pixels = (picture / 255).astype(np.float32)
        known = np.ones(selection.shape, bool)
        made = trial(View(pixels, (selection / 255).astype(np.float32), known))
        what = "two steps of a model with random weights"
    whole = bool(np.isfinite(made).all() and made.min() >= 0 and made.max() <= 1)
    varied = float(made.std()) > 0  # what went wrong in a precision is one even colour
    yield _judged("Stable Diffusion", whole and varied, f"{what}, {perf_counter() - began:.1f} s")


def upscaling(look: Look) -> Iterator[Finding]:
    """The networks that ship are here, the fastest enlarges, and others could be read."""
    spandrel()
    ships = {network.name for network in SHIPPED[ModelKind.UPSCALER]}
    missing = sorted(ships - set(shipped_here(ModelKind.UPSCALER)))
    if missing:
        seen = f"networks that ship are missing: {', '.join(missing)}"
        yield bad("Upscaling", seen, reinstall())
        return
    picture, _ = _slope()
    small = picture[32:64, 32:64]
    began = perf_counter()
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(model=UPSCALER, factor=4))
    made = Studio().run(recipe, _document(small, np.full((32, 32), 255, np.uint8))).layer.picture
    off = float(np.abs(made.colour[2::4, 2::4] - small.astype(float)).mean())
    seen = f"{made.size} from 32x32, off by {off:.1f} of 255 levels, {perf_counter() - began:.1f} s"
    yield _judged("Upscaling", made.size == Size(128, 128) and off < 4 * MOST_OFF, seen)


def faces(look: Look) -> Iterator[Finding]:
    """The face in a picture that ships is found."""
    pixels: Floats = load(resource("pictures", "astronaut.webp")).pixels[FACE][..., :3]
    began = perf_counter()
    finds = FaceDetector().find((pixels / np.float32(255)).astype(np.float32))
    seen = f"{len(finds)} found where 1 is, {perf_counter() - began:.1f} s"
    yield _judged("Faces", len(finds) == 1, seen)


def _slope() -> tuple[Levels, Levels]:
    """A smooth slope (SIDE, SIDE, 3) of 8 bits, and a selection in its midst."""
    row = np.linspace(40, 200, SIDE).astype(np.uint8)
    selection = np.zeros((SIDE, SIDE), np.uint8)
    selection[HOLE] = 255
    return np.repeat(np.tile(row, (SIDE, 1))[..., None], 3, 2), selection


def _document(pixels: Levels, selection: Levels) -> Document:
    size = Size(pixels.shape[1], pixels.shape[0])
    picture = Picture(pixels, Layout(ColourModel.RGB, Depth.U8, False))
    return Document(size, Box.of(size), picture, selection)


def _judged(name: str, right: bool, seen: str) -> Finding:
    return well(name, seen) if right else bad(name, f"comes out wrong: {seen}", reinstall())
