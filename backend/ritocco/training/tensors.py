"""Pixels as networks take them, and back."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ritocco.canvas.arrays import Floats


def as_tensor(pixels: Floats) -> Tensor:
    """(H, W, 3), 0..1 as (3, H, W), -1..1."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1) * 2 - 1


def as_pixels(tensor: Tensor) -> Floats:
    """(3, H, W), -1..1 as (H, W, 3), 0..1, clipped."""
    pixels = (tensor.float() / 2 + 0.5).clamp(0, 1).permute(1, 2, 0)
    return np.asarray(pixels.cpu().numpy(), np.float32)
