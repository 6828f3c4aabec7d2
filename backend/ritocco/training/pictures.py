"""A folder of pictures as training data: which are held out, and random crops of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco import budget
from ritocco.canvas.arrays import Floats, bands
from ritocco.canvas.colour import to_working, with_usable_profile
from ritocco.canvas.files import load
from ritocco.errors import BadPicture, NotFound
from ritocco.from_disk import is_folder

Bytes = NDArray[np.uint8]

SUFFIXES = frozenset({".webp", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
HELD_OUT_SHARE = 1 / 6
"""How many pictures are kept from training, where nobody names them."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """One picture: its name without the ending, and its pixels (H, W, 3), sRGB, 0..255."""

    name: str
    pixels: Bytes


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is trained on and what is only looked at. No picture is in both."""

    seen: tuple[Photograph, ...]
    held_out: tuple[Photograph, ...]


def load_pictures(folder: Path, least_side: int, held_out: Sequence[str] = ()) -> Pictures:
    """All pictures of a folder whose shorter side has at least `least_side` pixels.

    `held_out` names those to keep from training, without their endings; where it is empty, one
    in six is chosen by a hash of its name, so that the choice stays when others are added.
    Raises NotFound where a named picture is missing or too few are left, BadPicture for a file
    that cannot be read, TooLarge where they do not fit into memory all together.
    """
    if not is_folder(folder):
        raise NotFound(f"There is no folder {folder}; give one with pictures to learn from.")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    unknown = sorted(set(held_out) - {path.stem for path in paths})
    if unknown:
        raise NotFound(f"There is no picture {unknown[0]!r} in {folder} to hold out.")
    usable = list(_usable(paths, least_side))
    kept = set(held_out) or {photo.name for photo in usable if _is_held_out(photo.name)}
    seen = tuple(photo for photo in usable if photo.name not in kept)
    away = tuple(photo for photo in usable if photo.name in kept)
    if not seen or not away:
        raise NotFound(
            f"{folder} holds {len(usable)} pictures of at least {least_side} pixels a side; "
            "some are needed to learn from and some to measure with."
        )
    return Pictures(seen, away)


def _is_held_out(name: str) -> bool:
    return int.from_bytes(sha256(name.encode()).digest()[:4], "big") < HELD_OUT_SHARE * 2**32


def _usable(paths: Sequence[Path], least_side: int) -> Iterator[Photograph]:
    """Those of the pictures that are large enough, while all that came fit into memory."""
    held = 0
    for path in paths:
        photo = _photograph(path)
        if min(photo.pixels.shape[:2]) >= least_side:
            held += photo.pixels.nbytes
            budget.check(held, str(path.parent), "learn from fewer pictures, or smaller ones")
            yield photo


def _photograph(path: Path) -> Photograph:
    try:
        picture = with_usable_profile(load(path))
        levels = np.empty((picture.size.height, picture.size.width, 3), np.uint8)
        for rows in bands(*levels.shape[:2]):
            colours, _ = to_working(replace(picture, pixels=picture.pixels[rows]))
            levels[rows] = np.rint(colours * 255)
    except BadPicture as error:
        raise BadPicture(f"{path.name} cannot be learnt from: {error}") from None
    return Photograph(path.stem, levels)


@dataclass(frozen=True, slots=True)
class Crop:
    """A square part of a picture at training size: (side, side, 3), sRGB 0..1.

    top, bottom  where it was taken from, 0 (the picture's top) .. 1
    """

    name: str
    pixels: Floats
    top: float
    bottom: float


def random_crop(
    pictures: Sequence[Photograph], side: int, most_reduced: float, random: np.random.Generator
) -> Crop:
    """A random square of a random picture, reduced by 1 to `most_reduced`, maybe mirrored.

    Large pictures come up in proportion to the square root of their area.
    """
    weights = np.sqrt([photo.pixels.shape[0] * photo.pixels.shape[1] for photo in pictures])
    photo = pictures[int(random.choice(len(pictures), p=weights / weights.sum()))]
    height, width = photo.pixels.shape[:2]
    most = min(most_reduced, height / side, width / side)
    taken = round(side * most ** random.uniform())
    top = int(random.integers(height - taken + 1))
    left = int(random.integers(width - taken + 1))
    part = photo.pixels[top : top + taken, left : left + taken]
    if random.uniform() < 0.5:
        part = part[:, ::-1]
    return Crop(photo.name, reduced(part, side), top / height, (top + taken) / height)


def fixed_crops(
    pictures: Sequence[Photograph], side: int, most_reduced: float, each: int, seed: int
) -> list[Crop]:
    """The same `each` crops of every picture whenever asked: what is measured on."""
    return [
        random_crop([photo], side, most_reduced, np.random.default_rng([seed, place, number]))
        for place, photo in enumerate(pictures)
        for number in range(each)
    ]


def reduced(part: Bytes, side: int) -> Floats:
    """A square of bytes at another size, by the area mean, as 0..1."""
    whole = np.ascontiguousarray(part)
    if part.shape[0] == side:
        return np.divide(whole, 255, dtype=np.float32)
    smaller = cv2.resize(whole, (side, side), interpolation=cv2.INTER_AREA)
    return np.divide(smaller, 255, dtype=np.float32)
