"""What each kind changes: beside plain formulas in float64, and beside LyCORIS itself."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ritocco.diffusion.adapters.lora.keys import by_left_side
from ritocco.diffusion.adapters.lora.kinds import delta
from tests.diffusion.adapters.lora.formulas import KINDS, Parts, made, merged

LINEAR, POINT, CONV = (16, 12), (16, 12, 1, 1), (16, 12, 3, 3)


def tensors(parts: Parts) -> dict[str, torch.Tensor]:
    """As they are read from a file, by our names of parts."""
    whole = {f"left.{name}": torch.from_numpy(np.array(part)) for name, part in parts.items()}
    return by_left_side(whole)["left"]


def changed(parts: Parts, weight: torch.Tensor, strength: float = 1.0) -> np.ndarray:
    change = delta(tensors(parts), weight, None, strength).weight
    assert change is not None
    assert change.shape == weight.shape
    return (weight.double() + change.double()).numpy()


@pytest.mark.parametrize("shape", [LINEAR, POINT, CONV], ids=["linear", "1x1", "3x3"])
@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 999), strength=st.floats(-2, 2), rank=st.integers(1, 5))
def test_each_kind_is_its_formula(
    kind: str, shape: tuple[int, ...], seed: int, strength: float, rank: int
) -> None:
    rng = np.random.default_rng(seed)
    weight = rng.normal(size=shape).astype(np.float32)
    parts = made(kind, shape, rng, rank)
    got, want = changed(parts, torch.from_numpy(weight), strength), merged(parts, weight, strength)
    assert np.abs(got - want).max() <= 2e-5 * max(1, np.abs(want).max())
