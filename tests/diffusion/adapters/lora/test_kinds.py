"""What each kind changes: beside plain formulas in float64, and beside LyCORIS itself."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.diffusion.adapters.lora.keys import by_left_side
from ritocco.diffusion.adapters.lora.kinds import Delta, delta
from ritocco.errors import BadModel
from tests.diffusion.adapters.lora.formulas import KINDS, Parts, made, merged
from tests.effort import examples

LINEAR, POINT, CONV, SQUARE = (16, 12), (16, 12, 1, 1), (16, 12, 3, 3), (16, 16)


def tensors(parts: Parts) -> dict[str, torch.Tensor]:
    """As they are read from a file, by our names of parts."""
    whole = {f"left.{name}": torch.from_numpy(np.array(part)) for name, part in parts.items()}
    return by_left_side(whole)["left"]


def changed(parts: Parts, weight: torch.Tensor, strength: float = 1.0) -> np.ndarray:
    change = delta(tensors(parts), weight, None, strength).weight
    assert change is not None
    assert change.shape == weight.shape
    return (weight.double() + change.double()).numpy()


@pytest.mark.parametrize(
    "shape", [LINEAR, SQUARE, POINT, CONV], ids=["linear", "square", "1x1", "3x3"]
)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=examples(8))
@given(seed=st.integers(0, 999), strength=st.floats(-2, 2), rank=st.integers(1, 5))
def test_each_kind_is_its_formula(
    kind: str, shape: tuple[int, ...], seed: int, strength: float, rank: int
) -> None:
    rng = np.random.default_rng(seed)
    weight = rng.normal(size=shape).astype(np.float32)
    parts = made(kind, shape, rng, rank)
    got, want = changed(parts, torch.from_numpy(weight), strength), merged(parts, weight, strength)
    assert np.abs(got - want).max() <= 2e-5 * max(1, np.abs(want).max())


def test_an_inpainting_models_first_layer_keeps_what_it_knows_of_masks() -> None:
    rng = np.random.default_rng(0)
    weight = rng.normal(size=(16, 9, 3, 3)).astype(np.float32)
    for kind in ("lora", "lokr", "diff", "dora-out:lora", "dora-in:loha"):
        parts = made(kind, (16, 4, 3, 3), rng)
        got = changed(parts, torch.from_numpy(weight), 0.7)
        assert np.array_equal(got[:, 4:], weight[:, 4:])
        assert np.abs(got[:, :4] - merged(parts, weight[:, :4], 0.7)).max() < 1e-5


@pytest.mark.parametrize(("made_for", "used_on"), [(LINEAR, POINT), (POINT, LINEAR)])
def test_points_are_as_good_as_lines(made_for: tuple[int, ...], used_on: tuple[int, ...]) -> None:
    """`proj_in` is a linear layer in one family, and a convolution in another's files."""
    rng = np.random.default_rng(0)
    weight = rng.normal(size=used_on).astype(np.float32)
    for kind in KINDS:
        parts = made(kind, made_for, rng)
        want = merged(parts, weight.reshape(made_for), 0.7).reshape(used_on)
        assert np.abs(changed(parts, torch.from_numpy(weight), 0.7) - want).max() < 1e-4, kind


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float8_e4m3fn])
def test_it_is_computed_in_float32_whatever_the_file_has(dtype: torch.dtype) -> None:
    weight = np.random.default_rng(0).normal(size=CONV).astype(np.float32)
    for kind in KINDS:
        coarse = {
            name: torch.from_numpy(np.array(part)).to(dtype).float().numpy()
            for name, part in made(kind, CONV, np.random.default_rng(1)).items()
        }
        stored = {name: part.to(dtype) for name, part in tensors(coarse).items()}
        change = delta(stored, torch.from_numpy(weight), None, 0.7).weight
        assert change is not None
        assert change.dtype == torch.float32
        assert np.abs(weight + change.numpy() - merged(coarse, weight, 0.7)).max() < 1e-4, kind


def test_biases_are_changed_by_differences_alone() -> None:
    weight, bias = torch.randn(16, 12), torch.randn(16)
    change = torch.randn(16)
    for name in ("diff_b", "b_norm"):
        got = delta({name: change}, weight, bias, -0.5)
        assert got.weight is None
        assert got.bias is not None
        assert torch.equal(got.bias, -0.5 * change)
    assert delta({"diff_b": change}, weight, None, 1.0).bias is None
    factors = {"weight": torch.ones(16), "on_input": torch.tensor(0)}
    assert delta(factors, weight, bias, 1.0).bias is None
    with pytest.raises(BadModel, match="for a layer of 8 weights, and this model's has 16"):
        delta({"diff_b": torch.ones(8)}, weight, bias, 1.0, part="x")


def test_several_kinds_in_one_part_add_up() -> None:
    rng = np.random.default_rng(0)
    weight = rng.normal(size=LINEAR).astype(np.float32)
    first, second = made("lora", LINEAR, rng), made("diff", LINEAR, rng)
    want = merged(first, weight, 0.7) + merged(second, weight, 0.7) - weight
    assert np.abs(changed(first | second, torch.from_numpy(weight), 0.7) - want).max() < 1e-5


def test_a_kind_nobody_knows_changes_nothing() -> None:
    got = delta({"lora_down": torch.ones(2, 12), "new": torch.ones(3)}, torch.ones(16, 12), None, 1)
    assert got == Delta(None, None)


def test_scale_stands_for_alpha_by_rank() -> None:
    parts = made("lora", LINEAR, np.random.default_rng(0))
    plain = {name: part for name, part in parts.items() if name != "alpha"}
    weight = np.zeros(LINEAR, np.float32)
    got = changed(parts | {"scale": np.float32(3)}, torch.from_numpy(weight))
    assert np.abs(got - 3 * merged(plain, weight, 1)).max() < 1e-5
