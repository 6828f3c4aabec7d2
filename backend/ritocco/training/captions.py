"""Captions made from the picture itself: what it is called, and what its pixels show.

The words describe the masked part, since that is what a prompt asks for. They are honest and
few: colour names, light, texture, and nouns that follow from these and from where the part
lies ("blue sky" is smooth, blue and high up).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.colour import srgb_to_lab

GREY_BELOW = 9.0
"""Chroma in Lab under which a colour has no hue that a person would name."""

_HUES = (
    (20, "pink"),
    (52, "red"),
    (72, "orange"),
    (105, "yellow"),
    (165, "green"),
    (225, "cyan"),
    (306, "blue"),
    (330, "purple"),
    (360, "pink"),
)
"""Upper end of a hue's range in degrees of Lab's hue angle, and its name."""

COLOURS = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink")
NEUTRALS = ("brown", "white", "grey", "black")


@dataclass(frozen=True, slots=True)
class Looks:
    """What a part of a picture looks like.

    colours     names by share, the largest first, each of at least a fifth
    lightness   mean L, 0..100
    roughness   mean magnitude of the finest octave of L
    height      where its middle lies, 0 (top) .. 1 (bottom) of the picture
    """

    colours: tuple[str, ...]
    lightness: float
    roughness: float
    height: float

    @property
    def main(self) -> str:
        """The colour that covers most."""
        return self.colours[0] if self.colours else ""


def looks(pixels: Floats, part: Flags, height: float) -> Looks:
    """The looks of the flagged part of pixels (H, W, 3), sRGB 0..1; the part is not empty."""
    lab = srgb_to_lab(pixels)
    inside = lab[part]
    names = colour_names(inside)
    distinct, counts = np.unique(names, return_counts=True)
    order = np.argsort(-counts)
    fine = np.abs(lab[..., 0] - cv2.GaussianBlur(lab[..., 0], (0, 0), 1.5))
    return Looks(
        tuple(str(distinct[i]) for i in order if counts[i] >= 0.2 * len(names))[:2],
        float(inside[:, 0].mean()),
        float(fine[part].mean()),
        height,
    )


def colour_names(lab: Floats) -> np.ndarray:
    """The name of each colour of (N, 3) in Lab: (N,) of COLOURS and NEUTRALS."""
    light, chroma = lab[:, 0], np.hypot(lab[:, 1], lab[:, 2])
    hue = np.rad2deg(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    ends = np.array([end for end, _ in _HUES])
    names = np.array([name for _, name in _HUES])[
        np.searchsorted(ends, hue, side="right") % len(ends)
    ]
    warm = (hue > 30) & (hue < 95)
    names[warm & (light < 55) & (chroma < 45)] = "brown"
    grey = chroma < GREY_BELOW
    names[grey] = "grey"
    names[grey & (light > 80)] = "white"
    names[light < 14] = "black"
    return names


def _is_sky(seen: Looks) -> bool:
    blue = seen.main in {"blue", "cyan", "white"} or (seen.main == "grey" and seen.lightness > 60)
    return seen.height < 0.4 and seen.roughness < 1.0 and blue


def _is_water(seen: Looks) -> bool:
    return seen.height > 0.5 and seen.roughness > 0.8 and seen.main in {"blue", "cyan"}


def _is_grass(seen: Looks) -> bool:
    return seen.main == "green" and seen.roughness > 1.2 and seen.height > 0.45


def _is_leaves(seen: Looks) -> bool:
    return seen.main == "green" and seen.roughness > 1.5 and seen.height <= 0.45


def _is_brick(seen: Looks) -> bool:
    return seen.main in {"red", "orange"} and seen.roughness > 1.5


def _is_sand(seen: Looks) -> bool:
    return seen.main in {"orange", "yellow"} and seen.lightness > 55 and seen.roughness < 2


def _is_stone(seen: Looks) -> bool:
    return seen.main in {"grey", "brown"} and seen.roughness > 2


_NOUNS: dict[str, Callable[[Looks], bool]] = {
    "sky": _is_sky,
    "water": _is_water,
    "grass": _is_grass,
    "leaves": _is_leaves,
    "brick": _is_brick,
    "sand": _is_sand,
    "stone": _is_stone,
}

_LIGHT = ((28.0, "dark"), (68.0, ""), (101.0, "bright"))
_TEXTURE = ((0.8, "smooth"), (2.5, ""), (100.0, "detailed"))


def subject(name: str) -> str:
    """The words of a file's name, without colours and digits: `redPyramid` is a pyramid."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return " ".join(word.lower() for word in words if word.lower() not in COLOURS + NEUTRALS)


def medium(name: str) -> str:
    """Whether a picture of this name is a painting or a photo."""
    return "painting" if re.search("gogh|portrait|painting", name, re.IGNORECASE) else "photo"


def caption(name: str, seen: Looks, random: np.random.Generator) -> str:
    """Some of the true words in random order; colours nearly always, names of pictures rarely."""
    nouns = [noun for noun, holds in _NOUNS.items() if holds(seen)]
    colours = " and ".join(seen.colours) if random.uniform() < 0.5 else seen.main
    coloured = f"{colours} {nouns[0]}" if nouns and random.uniform() < 0.8 else colours
    chances = {
        coloured: 0.9,
        _word(_LIGHT, seen.lightness): 0.6,
        _word(_TEXTURE, seen.roughness): 0.5,
        subject(name): 0.3,
        medium(name): 0.6 if medium(name) == "painting" else 0.3,
    }
    words = [word for word, chance in chances.items() if word and random.uniform() < chance]
    random.shuffle(words)
    return ", ".join(words)


def _word(steps: tuple[tuple[float, str], ...], value: float) -> str:
    return next(word for end, word in steps if value < end)
