"""Same recipe, same picture: on 1, 2 and 3 threads, in processes of their own.

The suite's pins on threads (`conftest.py`) do not hold there: every process sets its own.
"""

import os
import subprocess
import sys

PICTURE = """
import sys
import cv2, numpy as np
from hashlib import sha256
from ritocco.canvas.files import load
from ritocco.shipped import resource

def told(name, pixels):
    print(name, sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest())

astronaut = load(resource("pictures", "astronaut.webp")).colour
"""
CANVAS = """
cv2.setNumThreads(int(sys.argv[1]))
from ritocco.canvas.colour import lab_to_srgb, srgb_to_lab
from ritocco.canvas.harmonize import harmonize
from ritocco.canvas.padding import pad
from ritocco.canvas.quality import measure
from ritocco.canvas.resample import sampled
from ritocco.geometry import Size
from ritocco.watch import Watch

def filled(name, pixels, hole):
    known = np.ones(pixels.shape[:2], bool)
    known[hole] = False
    made = pad(pixels, known, 1, Watch())
    told(name, made)
    drawn = harmonize(made * np.float32(0.9) + np.float32(0.03), pixels, ~known, known)
    told(name + " harmonized", drawn)
    print(measure(pixels, made, drawn, ~known, known, known | True))

across = np.arange(128) / 16 * 2 * np.pi  # doctor's trial: equally good sources everywhere
row = np.rint(128 + 60 * np.sin(across)).astype(np.float32) / 255
picture = np.repeat(np.tile(row, (128, 1))[..., None], 3, 2)
filled("waves", picture[:96, :96], np.s_[40:54, 42:56])
filled("edge", np.ascontiguousarray(picture.swapaxes(0, 1))[:96, :96], np.s_[:8])
y, x = np.indices((80, 80))
line = 40 + 0.4 * (x - 60) - np.square(x - 60) / 900  # it comes out bent to meet itself
hill = 0.8 - 0.5 / (1 + np.exp(-3.4 * (y - line)))
grain = np.random.default_rng(0).normal(0, 0.02, (80, 80, 3))
filled("hill", (hill[..., None] + grain).astype(np.float32), np.s_[:, 60:])
photo = astronaut[80:150, 220:300].astype(np.float32) / 255
filled("photo", photo, np.s_[26:40, 30:46])
told("colours", lab_to_srgb(srgb_to_lab(photo)))
told("enlarged", sampled(photo, (-0.2, -0.2), (0.6, 0.6), Size(166, 133)))
"""
ENGINES = """
import torch
from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.geometry import Box
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.studio.studio import Studio

part = np.ascontiguousarray(astronaut[80:168, 200:304])
selection = np.zeros(part.shape[:2], np.uint8)
selection[20:60, 30:70] = 255

def done(name, recipe, pixels, selected):
    picture = Picture(np.ascontiguousarray(pixels), Layout(ColourModel.RGB, Depth.U8, False))
    document = Document(picture.size, Box.of(picture.size), picture, selected)
    told(name, studio.run(recipe, document).layer.picture.colour)

asked = Diffusion(model="mini", prompt="a red scarf", steps=2, sampler="dpmpp_2m")
paint = Recipe(kind=Kind.INPAINT, diffusion=asked, model_size=104, seed=4)
enlarge = Recipe(kind=Kind.UPSCALE, upscale=Upscale(model="realesr-animevideov3", factor=2))
small = part[:37, :43]
studio = Studio()
for threads in map(int, sys.argv[1].split()):
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
    done("painted", paint, part, selection)
    done("enlarged", enlarge, small, np.full(small.shape[:2], 255, np.uint8))
"""


WAITS_ASLEEP = {"OMP_WAIT_POLICY": "passive", "OPENBLAS_THREAD_TIMEOUT": "4"}
"""Threads that spin while they wait take the processor from those they wait for."""


def said(program: str, threads: str) -> list[str]:
    """What the program prints, told of so many threads; the last number is its libraries'."""
    variables = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VIPS_CONCURRENCY")
    number = threads.split()[-1]
    environment = {**os.environ, **WAITS_ASLEEP, **dict.fromkeys(variables, number)}
    ended = subprocess.run(
        [sys.executable, "-c", PICTURE + program, threads],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_any_number_of_threads_fills_the_same() -> None:
    alone = said(CANVAS, "1")
    assert len(alone) == 14
    for threads in ("2", "3"):
        assert said(CANVAS, threads) == alone


def test_any_number_of_threads_paints_and_enlarges_the_same() -> None:
    lines = said(ENGINES, "1 2 3")
    assert len(lines) == 6
    assert lines[:2] == lines[2:4] == lines[4:]
