"""The numbers behind "no seam, no colour shift": seam, drift, style distance; what counts as rough.

All are measured in the working space on the window that was repainted; none needs a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.colour import srgb_to_lab
from ritocco.canvas.mask import ring
from ritocco.canvas.means import local_means

RING_WIDTH = 48
"""Pixels of surroundings that stand for the picture's style."""
COLOUR = 8.0
"""Standard deviation in pixels of the means that stand for the colour of a place."""
BESIDE = (2, 6)
"""Distance in pixels from the edge of the gradients a seam is compared with."""
LEAST_GRADIENT = 0.25
"""Lab units; keeps the ratio finite on flat pictures."""
BANDS = (1.0, 2.0, 4.0)
"""Standard deviations in pixels of the blurs whose differences are the texture bands."""
QUANTILES = 64
MOST_SEAM = 2.0
"""Above it an edge is seen at a glance; where an eye finds none it lies near 1.1."""
MOST_JOINS = 1.6
"""Above it blocks meet with borders that show; grass, foliage and masonry lie near 1."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Numbers of one result; each is None where it cannot be measured.

    seam    mean Lab gradient across the selection's edge over that just beside it; 1: invisible
    drift   mean CIEDE2000 of the ring's colours before and after, as the engine handed it back,
            colours being means over a neighbourhood; where harmonizing moved the inside by more
            than it moved the ring, that; 0: none
    style   distance between the inside's and the ring's distributions of colour and texture,
            in units of the ring's own spread; 0: the same, 1: a spread apart
    joins   how far patches inside are from the nearest of the surroundings', over how far those
            are from each other, where most (95 %) are nearer; 1: as well as the picture repeats
            itself. Only of what was made of the surroundings: a model invents
    rough   whether somebody would see it, by `MOST_SEAM` and `MOST_JOINS`
    """

    seam: float | None
    drift: float | None
    style: float | None
    joins: float | None = None
    rough: bool = False

    def to_dict(self) -> dict[str, float | bool | None]:
        """Plain values for JSON."""
        return asdict(self)


def measure(
    original: Floats,
    painted: Floats,
    result: Floats,
    selected: Flags,
    known: Flags,
    shown: Flags,
    drawn: Floats | None = None,
    joins: float | None = None,
) -> Quality:
    """The quality of one window; pictures are (H, W, 3) in sRGB 0..1, flags (H, W).

    `original` is real and untouched where `known`; `painted` is the engine's window after
    harmonizing, `drawn` before it, where that differs; `result` is the picture with the layer on
    it, which is there where `shown`; `joins` is what `canvas.joins` says of it, where it applies.
    """
    around = ring(selected, known, RING_WIDTH)
    shift = drift(original, painted, around)
    if drawn is not None and shift is not None:
        shift = max(shift, tint(drawn, painted, selected, around))
    edge = seam(result, selected, shown)
    return Quality(
        seam=edge,
        drift=shift,
        style=style_distance(result, selected, around),
        joins=joins,
        rough=is_rough(edge, joins),
    )


def is_rough(seam: float | None, joins: float | None) -> bool:
    """Whether one of them is above its limit; what cannot be measured is not."""
    pairs = ((seam, MOST_SEAM), (joins, MOST_JOINS))
    return any(value is not None and value > limit for value, limit in pairs)


def overall(measured: Sequence[tuple[int, Quality]]) -> Quality:
    """Of several regions, each with its area: means by area, and None where no region has one.

    A rough place is not made good by others, nor are the worst joins.
    """

    def mean(name: str) -> float | None:
        pairs = [(area, getattr(quality, name)) for area, quality in measured]
        known = [(area, value) for area, value in pairs if value is not None]
        total = sum(area for area, _ in known)
        return sum(area * value for area, value in known) / total if total else None

    return Quality(
        seam=mean("seam"),
        drift=mean("drift"),
        style=mean("style"),
        joins=max((one.joins for _, one in measured if one.joins is not None), default=None),
        rough=any(one.rough for _, one in measured),
    )


def seam(result: Floats, selected: Flags, valid: Flags) -> float | None:
    """Gradient across the edge of `selected` over the gradients beside it, on both sides.

    Only pixels of `valid` count. 1 where the edge cannot be told from its neighbourhood.
    """
    lab = srgb_to_lab(result)
    inside = cv2.distanceTransform(selected.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    outside = cv2.distanceTransform((~selected).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    distance = np.maximum(inside, outside)
    near = (distance >= BESIDE[0]) & (distance <= BESIDE[1])
    across_sum = across_count = beside_sum = beside_count = 0.0
    for axis in (0, 1):
        gradient = np.linalg.norm(np.diff(lab, axis=axis), axis=2)
        usable = _pairs(valid, axis)
        crossing = np.diff(selected, axis=axis) & usable
        beside = ~np.diff(selected, axis=axis) & _pairs(near, axis) & usable
        across_sum += float(gradient[crossing].sum())
        across_count += int(crossing.sum())
        beside_sum += float(gradient[beside].sum())
        beside_count += int(beside.sum())
    if not across_count or not beside_count:
        return None
    across, beside_mean = across_sum / across_count, beside_sum / beside_count
    return (across + LEAST_GRADIENT) / (beside_mean + LEAST_GRADIENT)


def _pairs(flags: Flags, axis: int) -> Flags:
    """Whether both pixels of each neighbouring pair along `axis` are set."""
    return flags[1:] & flags[:-1] if axis == 0 else flags[:, 1:] & flags[:, :-1]


def drift(before: Floats, after: Floats, around: Flags) -> float | None:
    """Mean CIEDE2000 between two windows over the pixels of `around`, of local mean colours.

    Texture that a model softened is no shift of colour (`style` tells it); a cast is one, over
    the whole ring or a corner of it.
    """
    if not around.any():
        return None
    return _apart(srgb_to_lab(before), srgb_to_lab(after), around)


def tint(drawn: Floats, harmonized: Floats, selected: Flags, around: Flags) -> float:
    """Mean CIEDE2000 by which harmonizing moved the inside's local mean colours, less the ring's.

    What it did to the ring as a whole is what it is for; all beyond that has to be little.
    Neither `selected` nor `around` may be empty.
    """
    before, after = srgb_to_lab(drawn), srgb_to_lab(harmonized)
    meant = (after[around] - before[around]).mean(0)
    return _apart(before + meant, after, selected)


def _apart(before: Floats, after: Floats, where: Flags) -> float:
    """Mean CIEDE2000 between the local mean colours of two windows in Lab, over `where`."""
    means = [local_means(lab, where, COLOUR)[where][None] for lab in (before, after)]
    return float(ciede2000(*means).mean())


def style_distance(result: Floats, selected: Flags, around: Flags) -> float | None:
    """Mean over colour and texture features of the 1-Wasserstein distance, ring against inside.

    Features: L, a, b, and for each of three octaves the band's magnitude in L. Each distance
    (between 64 quantiles) is divided by the feature's standard deviation in the ring.
    """
    if not selected.any() or not around.any():
        return None
    distances = []
    for feature, least in _features(srgb_to_lab(result)):
        outer, inner = _quantiles(feature[around]), _quantiles(feature[selected])
        spread = max(float(feature[around].std()), least)
        distances.append(float(np.abs(outer - inner).mean()) / spread)
    return float(np.mean(distances))


def _features(lab: Floats) -> list[tuple[Floats, float]]:
    """Each feature (H, W) with the least spread by which its distance is divided."""
    features = [(lab[..., channel], 2.0) for channel in range(3)]
    finer = lab[..., 0]
    for sigma in BANDS:
        coarser = np.asarray(cv2.GaussianBlur(lab[..., 0], (0, 0), sigma), np.float32)
        features.append((np.abs(finer - coarser), 0.25))
        finer = coarser
    return features


def _quantiles(values: Floats) -> NDArray[np.float64]:
    return np.asarray(np.quantile(values, np.linspace(0, 1, QUANTILES)), np.float64)


def ciede2000(first: Floats, second: Floats) -> Floats:
    """CIEDE2000 of Lab colours (..., 3), after Sharma, Wu and Dalal 2005, with kL = kC = kH = 1."""
    light1, a1, b1 = np.moveaxis(first.astype(np.float64), -1, 0)
    light2, a2, b2 = np.moveaxis(second.astype(np.float64), -1, 0)
    seventh = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(seventh / (seventh + 25.0**7)))
    chroma1, chroma2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    hue1 = np.degrees(np.arctan2(b1, stretch * a1)) % 360
    hue2 = np.degrees(np.arctan2(b2, stretch * a2)) % 360
    grey = chroma1 * chroma2 == 0

    turn = hue2 - hue1
    turn = np.where(turn > 180, turn - 360, np.where(turn < -180, turn + 360, turn))
    turn = np.where(grey, 0, turn)
    hue_step = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn) / 2)

    total = hue1 + hue2
    apart = np.abs(hue1 - hue2) > 180
    mean_hue = np.where(apart, np.where(total < 360, total + 360, total - 360), total) / 2
    mean_hue = np.where(grey, total, mean_hue)
    mean_chroma, mean_light = (chroma1 + chroma2) / 2, (light1 + light2) / 2

    def cosine(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.cos(np.radians(degrees))

    weight = (
        1
        - 0.17 * cosine(mean_hue - 30)
        + 0.24 * cosine(2 * mean_hue)
        + 0.32 * cosine(3 * mean_hue + 6)
        - 0.20 * cosine(4 * mean_hue - 63)
    )
    offset = (mean_light - 50) ** 2
    scale_light = 1 + 0.015 * offset / np.sqrt(20 + offset)
    scale_chroma = 1 + 0.045 * mean_chroma
    scale_hue = 1 + 0.015 * mean_chroma * weight
    seventh = mean_chroma**7
    rotation = -2 * np.sqrt(seventh / (seventh + 25.0**7))
    rotation *= np.sin(np.radians(60 * np.exp(-(((mean_hue - 275) / 25) ** 2))))

    light = (light2 - light1) / scale_light
    chroma = (chroma2 - chroma1) / scale_chroma
    hue = hue_step / scale_hue
    return np.asarray(np.sqrt(light**2 + chroma**2 + hue**2 + rotation * chroma * hue), np.float32)
