"""What a mask does; among it the traps of the stock pipeline (field/inpainting.md, 3.7)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from ritocco.diffusion import inpaint
from ritocco.diffusion.conditioning import Conditioning
from ritocco.diffusion.denoise import denoise
from ritocco.diffusion.guidance import guided
from ritocco.diffusion.laws import DiffusionLaw
from ritocco.diffusion.level import Level
from ritocco.diffusion.noise import NoiseSource, Seed
from ritocco.diffusion.paint import _base
from ritocco.diffusion.samplers import SAMPLERS, Sampling
from ritocco.diffusion.seams import Denoiser
from ritocco.diffusion.unet import unet_network
from ritocco.engine import View
from ritocco.recipe.recipe import Content, Diffusion
from ritocco.watch import Watch
from tests.diffusion import models
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

SHAPE = (4, 8, 8)
UNET = models.tiny_unet()
weights = st.floats(0, 1, width=32)


def random(seed: int, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


KNOWN = random(8, 1, *SHAPE)


def denoiser() -> Denoiser:
    prompts = models.always(models.conditioning(1)), models.always(models.conditioning(2))
    return guided(unet_network(UNET), *prompts, 5.0, DiffusionLaw())


def source() -> NoiseSource:
    return NoiseSource([Seed(3)], SHAPE)


def repainted(mask: Tensor, id_: str, strength: float, steps: int = 4) -> Tensor:
    sampling = Sampling(id_, None, steps, strength)
    start = None if strength == 1 else KNOWN
    result = denoise(inpaint.held(denoiser(), KNOWN, mask), start, sampling, source())
    return inpaint.restored(result, KNOWN, mask)


def half_mask() -> Tensor:
    mask = torch.zeros(1, 1, 8, 8)
    mask[..., :4] = 1
    return mask


@pytest.mark.parametrize("strength", [0.0, 0.3, 0.8, 1.0])
@pytest.mark.parametrize("id_", SAMPLERS)
def test_a_mask_of_zero_leaves_latents_exact(id_: str, strength: float) -> None:
    result = repainted(half_mask(), id_, strength)
    assert torch.equal(result[..., 4:], KNOWN[..., 4:])
    changed = not torch.equal(result[..., :4], KNOWN[..., :4])
    assert changed == (strength >= 0.25)


@pytest.mark.parametrize("strength", [0.8, 1.0])
@pytest.mark.parametrize("id_", SAMPLERS)
def test_a_mask_of_ones_is_no_mask(id_: str, strength: float) -> None:
    start = None if strength == 1 else KNOWN
    free = denoise(denoiser(), start, Sampling(id_, None, 4, strength), source())
    assert torch.equal(repainted(torch.ones(1, 1, 8, 8), id_, strength), free)


@pytest.mark.parametrize("id_", ["euler", "euler_a", "dpmpp_2m", "dpmpp_2s_a", "ddim", "heun"])
def test_a_larger_weight_changes_more(id_: str) -> None:
    """Trap: a blurred mask is made hard and never reaches the denoising."""
    changes = [
        float((repainted(torch.full((1, 1, 8, 8), weight), id_, 1.0, 8) - KNOWN).abs().mean())
        for weight in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    assert changes == sorted(changes)
    assert changes[0] == 0
    assert len(set(changes)) == len(changes)


@given(weights, st.floats(0, 1))
def test_a_weight_sets_in_when_the_time_left_has_fallen_to_it(
    weight: float, remaining: float
) -> None:
    free = float(inpaint.freedom(torch.tensor(weight), remaining))
    assert 0 <= free <= 1
    if weight == 1:
        assert free == 1
    elif remaining >= weight:
        assert free == 0
    elif weight - remaining > 1e-3:
        assert free > 0


@given(weights, weights, st.floats(0, 1), st.floats(0, 1))
def test_freedom_grows_with_weight_and_time(
    one: float, other: float, early: float, late: float
) -> None:
    low, high = sorted((one, other))
    late, early = sorted((early, late))

    def free(weight: float, remaining: float) -> float:
        return float(inpaint.freedom(torch.tensor(weight), remaining))

    assert free(low, early) <= free(high, early) + 1e-6
    assert free(low, early) <= free(low, late) + 1e-6


def test_freedom_has_no_jump_below_one() -> None:
    mask = torch.linspace(0, 0.95, 2000)
    for remaining in (0.0, 0.2, 0.5, 0.9):
        steps = inpaint.freedom(mask, remaining).diff().abs()
        assert steps.max() < 0.03


def test_a_hard_mask_is_exactly_hard() -> None:
    mask = torch.tensor([0.0, 1.0])
    for remaining in torch.linspace(0, 1, 11).tolist():
        assert inpaint.freedom(mask, remaining).tolist() == [0, 1]


@pytest.mark.parametrize("id_", SAMPLERS)
def test_held_in_clean_space_at_every_call(id_: str) -> None:
    """Trap: blended after the step, so that samplers look back at predictions never held."""
    seen: list[Tensor] = []
    inner = inpaint.held(denoiser(), KNOWN, half_mask())

    def spied(latents: Tensor, level: Level) -> Tensor:
        signal = inner(latents, level)
        seen.append(signal)
        return signal

    sampling = Sampling(id_, None, 4)
    denoise(spied, None, sampling, source())
    assert len(seen) == sampling.calls
    assert all(torch.equal(signal[..., 4:], KNOWN[..., 4:]) for signal in seen)
    assert not any(torch.equal(signal[..., :4], KNOWN[..., :4]) for signal in seen)


@pytest.mark.parametrize("id_", [id_ for id_ in SAMPLERS if SAMPLERS[id_].noise == "none"])
def test_what_is_held_keeps_the_noise_of_its_level(id_: str) -> None:
    """Then the model sees known parts as noisy as those it repaints: no seam in noise."""
    unit = source().initial()
    inner = inpaint.held(denoiser(), KNOWN, half_mask())

    def checked(latents: Tensor, level: Level) -> Tensor:
        expected = level.alpha * KNOWN + level.noise * unit
        assert (latents - expected)[..., 4:].abs().max() < 1e-3
        return inner(latents, level)

    denoise(checked, KNOWN, Sampling(id_, None, 6), source())


def test_no_thin_stroke_is_lost() -> None:
    """Trap: the mask is brought to latent size by one corner pixel of each 8 x 8."""
    stroke = np.zeros((64, 64), np.float32)
    stroke[13, 5:60] = 0.9
    nearest = torch.nn.functional.interpolate(torch.from_numpy(stroke)[None, None], size=(8, 8))
    assert not nearest.any()
    mask = inpaint.latent_mask(stroke)
    assert mask.shape == (1, 1, 8, 8)
    assert mask[0, 0, 1].tolist() == pytest.approx([0.9] * 8)
    assert mask.sum() == pytest.approx(7.2)
    result = repainted(mask, "euler", 1.0)
    assert not torch.equal(result[:, :, 1], KNOWN[:, :, 1])
    assert torch.equal(result[:, :, 2:], KNOWN[:, :, 2:])


def test_a_mask_of_another_grid_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple"):
        inpaint.latent_mask(np.zeros((60, 64), np.float32))


def start(content: Content, noise: NoiseSource) -> Tensor:
    return inpaint.start_from(content, KNOWN, half_mask(), noise)


def test_what_the_repainted_part_starts_from() -> None:
    """Trap: at full strength the start is pure noise, and there is no other choice."""
    noise = NoiseSource([Seed(1), Seed(2)], SHAPE)
    assert start(Content.ORIGINAL, noise) is KNOWN
    assert start(Content.PADDED, noise) is KNOWN  # the window is padded before it is encoded
    noisy = start(Content.NOISE, noise)
    assert noisy.shape == (2, *SHAPE)
    assert not torch.equal(noisy[0, ..., :4], noisy[1, ..., :4])
    assert torch.equal(noisy[..., 4:], KNOWN.expand(len(noisy), -1, -1, -1)[..., 4:])
    # Asking for content must not shift the noise that is removed later.
    fresh = NoiseSource([Seed(1), Seed(2)], SHAPE)
    assert torch.equal(noise.initial(), fresh.initial())


def test_the_start_matters_at_full_strength_too() -> None:
    results = [
        denoise(denoiser(), start(content, source()), Sampling("euler", None, 4), source())
        for content in (Content.ORIGINAL, Content.NOISE)
    ]
    assert not torch.equal(*results)


def recorded(into: list[Tensor]) -> Callable[[Tensor, Level, Conditioning], Tensor]:
    def network(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        into.append(latents)
        return latents[:, :4]

    return network


def test_nine_channels_are_in_the_order_trained() -> None:
    seen: list[Tensor] = []
    mask, masked = half_mask() * 0.7, random(10, 1, *SHAPE)
    mask[0, 0, 0, 0], mask[0, 0, 7, 7] = 0.4, 0.4
    network = inpaint.concatenated(recorded(seen), mask, masked)
    latents = random(11, 6, *SHAPE)
    result = network(latents, 500.0, models.conditioning(1))
    assert torch.equal(result, latents)
    assert seen[0].shape == (6, 9, 8, 8)
    assert torch.equal(seen[0][:, :4], latents)
    assert torch.equal(seen[0][:, 4:5], (mask >= 0.5).float().expand(6, -1, -1, -1))
    assert torch.equal(seen[0][:, 5:], masked.expand(6, -1, -1, -1))


def test_masked_pixels_are_middle_grey() -> None:
    pixels = random(12, 1, 3, 16, 16)
    soft = np.zeros((16, 16), np.float32)
    soft[:8], soft[8:12] = 0.5, 0.49
    seen = inpaint.masked_pixels(pixels, soft)
    assert not seen[..., :8, :].any()
    assert torch.equal(seen[..., 8:, :], pixels[..., 8:, :])


def test_nine_channels_and_holding_go_together() -> None:
    unet = models.tiny_unet(9)
    mask = half_mask()
    network = inpaint.concatenated(unet_network(unet), mask, KNOWN * (mask < 0.5))
    prompts = models.always(models.conditioning(1)), models.always(models.conditioning(2))
    held = inpaint.held(guided(network, *prompts, 5.0, DiffusionLaw()), KNOWN, mask)
    result = denoise(held, None, Sampling("dpmpp_2m", None, 4), source())
    result = inpaint.restored(result, KNOWN, mask)
    assert torch.equal(result[..., 4:], KNOWN[..., 4:])
    assert not torch.equal(result[..., :4], KNOWN[..., :4])


@pytest.mark.parametrize("weight", [0.3, 0.7, 1.0])
def test_a_picture_selected_all_over_is_held_to_itself_and_not_to_grey(weight: float):
    pixels = np.random.default_rng(0).random((32, 32, 3)).astype(np.float32)
    mask = np.full((32, 32), np.float32(weight))
    everywhere = np.ones((32, 32), np.bool_)
    asked = Diffusion(model="any", prompt="", content=Content.PADDED)
    held_to = _base(View(pixels, mask, everywhere), mask, asked, 0, Watch())
    assert np.array_equal(held_to, pixels)
