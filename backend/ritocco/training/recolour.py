"""Pictures in other colours: hues turned in Lab, lightness kept."""

from __future__ import annotations

import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.canvas.colour import lab_to_srgb, srgb_to_lab


def recoloured(pixels: Floats, random: np.random.Generator) -> Floats:
    """(H, W, 3) in sRGB 0..1 with its hues turned by a random angle and more or less chroma."""
    angle, chroma = random.uniform(0, 2 * np.pi), random.uniform(0.5, 1.8)
    cosine, sine = chroma * np.cos(angle), chroma * np.sin(angle)
    turn = np.array([[1, 0, 0], [0, cosine, -sine], [0, sine, cosine]], np.float32)
    return lab_to_srgb(np.asarray(srgb_to_lab(pixels) @ turn.T, np.float32))
