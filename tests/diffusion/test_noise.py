from __future__ import annotations

import itertools

import pytest
import torch
from diffusers.utils.torch_utils import randn_tensor
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.diffusion.conditioning import Conditioning
from ritocco.diffusion.denoise import denoise
from ritocco.diffusion.guidance import guided
from ritocco.diffusion.laws import DiffusionLaw, Prediction
from ritocco.diffusion.level import Level
from ritocco.diffusion.noise import NoiseSource, Seed, slerp
from ritocco.diffusion.samplers import Sampling
from ritocco.diffusion.unet import unet_network
from tests.diffusion import models
from tests.diffusion.models import one_thread  # noqa: F401
from tests.effort import examples

pytestmark = pytest.mark.usefixtures("one_thread")

SHAPE = (4, 8, 8)
seeds = st.integers(0, 2**32 - 1)


def everything(source: NoiseSource) -> torch.Tensor:
    """All kinds of noise that a run may ask for, (N, ...)."""
    initial, drawn = source.initial(), [source.draw() for _ in range(3)]
    between = source.brownian(0.03, 14.6)
    walked = [between(a, b) for a, b in itertools.pairwise((14.6, 7.0, 1.0, 0.03))]
    return torch.stack([initial, *drawn, *walked, source.content()], 1)


@settings(max_examples=examples(10))
@given(st.lists(seeds, min_size=8, max_size=8), seeds, st.floats(0, 1))
def test_noise_of_eight_is_that_of_each_alone(values: list[int], other: int, share: float) -> None:
    batch = [Seed(value, other, share) for value in values]
    together = everything(NoiseSource(batch, SHAPE))
    for index, seed in enumerate(batch):
        alone = everything(NoiseSource([seed], SHAPE))
        assert torch.equal(together[index : index + 1], alone)


def test_it_is_the_noise_diffusers_draws() -> None:
    values = (0, 7, 2**32 - 1)
    generators = [torch.Generator().manual_seed(value) for value in values]
    source = NoiseSource([Seed(value) for value in values], SHAPE)
    assert torch.equal(source.initial(), randn_tensor((3, *SHAPE), generators))
    assert torch.equal(source.draw(), randn_tensor((3, *SHAPE), generators))


def test_the_global_generator_has_no_say_and_is_left_alone() -> None:
    torch.manual_seed(1)
    before = torch.random.get_rng_state()
    one = everything(NoiseSource([Seed(5)], SHAPE))
    assert torch.equal(torch.random.get_rng_state(), before)
    torch.manual_seed(2)
    assert torch.equal(everything(NoiseSource([Seed(5)], SHAPE)), one)


def test_kinds_of_noise_are_unit_and_unlike_each_other() -> None:
    noise = everything(NoiseSource([Seed(5), Seed(6)], (4, 64, 64)))
    flat = noise.flatten(0, 1).flatten(1)
    assert (flat.std(1) - 1).abs().max() < 0.03
    assert (flat.mean(1)).abs().max() < 0.03
    likeness = torch.corrcoef(flat) - torch.eye(len(flat))
    assert likeness.abs().max() < 0.04


def test_a_brownian_path_does_not_depend_on_the_steps_taken() -> None:
    between = NoiseSource([Seed(5)], SHAPE).brownian(0.03, 14.6)
    whole = between(14.6, 1.0) * (14.6 - 1.0) ** 0.5
    parts = between(14.6, 5.0) * (14.6 - 5.0) ** 0.5 + between(5.0, 1.0) * 4.0**0.5
    torch.testing.assert_close(whole, parts, rtol=1e-4, atol=1e-4)
    assert not between(0.03, 0).any()
    # Sigmas may come back from a logarithm a rounding error outside.
    assert torch.isfinite(between(14.600001, 0.029999)).all()


def test_variations() -> None:
    def of(share: float) -> torch.Tensor:
        return NoiseSource([Seed(1, 2, share)], (4, 64, 64)).initial()

    assert torch.equal(of(0), NoiseSource([Seed(1)], (4, 64, 64)).initial())
    assert torch.equal(of(1), NoiseSource([Seed(2)], (4, 64, 64)).initial())
    assert not torch.equal(of(0.3), of(0.4))
    away = [float((of(share) - of(0)).norm()) for share in (0.1, 0.3, 0.6, 1.0)]
    assert away == sorted(away)
    # A straight mix would have a deviation of 0.71 here, and give a flat, grey picture.
    assert float(of(0.5).std()) == pytest.approx(1, abs=0.02)


def test_a_variation_leaves_later_noise_alone() -> None:
    plain, varied = NoiseSource([Seed(1)], SHAPE), NoiseSource([Seed(1, 2, 0.5)], SHAPE)
    plain.initial(), varied.initial()
    assert torch.equal(plain.draw(), varied.draw())


def test_all_that_a_run_begins_with_is_the_other_seeds_at_strength_1() -> None:
    """What is drawn on the way stays the first seed's, as the web UI has it."""
    one, other = NoiseSource([Seed(1)], SHAPE), NoiseSource([Seed(2)], SHAPE)
    whole, most = NoiseSource([Seed(1, 2, 1)], SHAPE), NoiseSource([Seed(1, 2, 0.999)], SHAPE)
    assert torch.equal(whole.initial(), other.initial())
    assert torch.equal(whole.content(), other.content())
    assert torch.equal(most.content(), one.content())
    one.initial()
    assert torch.equal(whole.draw(), one.draw())


def test_slerp_between_equals_is_what_they_are() -> None:
    one = NoiseSource([Seed(1)], SHAPE).initial()[0]
    torch.testing.assert_close(slerp(one, one, 0.5), one)


def batch_of(indices: range, id_: str) -> torch.Tensor:
    prompts = models.always(models.conditioning(1)), models.always(models.conditioning(2))
    network = unet_network(UNET)
    denoiser = guided(network, *prompts, 7.0, DiffusionLaw())
    source = NoiseSource([Seed(index, 99, 0.2) for index in indices], SHAPE)
    return denoise(denoiser, None, Sampling(id_, None, 2), source)


UNET = models.tiny_unet()


def test_batched_through_the_unet_only_float_noise_differs() -> None:
    together = batch_of(range(8), "dpmpp_2m_sde")
    alone = torch.cat([batch_of(range(index, index + 1), "dpmpp_2m_sde") for index in range(8)])
    assert (together - alone).abs().max() / alone.abs().max() < 2e-5


def test_what_a_source_gives_lies_where_it_is_wanted() -> None:
    source = NoiseSource([Seed(1)], SHAPE, "meta")
    assert source.initial().device.type == "meta"
    assert source.draw().device.type == "meta"
    assert source.brownian(0.1, 1.0)(1.0, 0.5).device.type == "meta"


def test_conditioning_is_one_for_all_pictures() -> None:
    seen: list[Conditioning] = []

    def network(latents: torch.Tensor, level: Level, one: Conditioning) -> torch.Tensor:
        seen.append(one)
        return latents

    prompt = models.always(models.conditioning(1, pooled=5))
    denoiser = guided(network, prompt, None, 1.0, DiffusionLaw(Prediction.V))
    denoise(denoiser, None, Sampling("euler", None, 1), NoiseSource([Seed(1)] * 3, SHAPE))
    assert seen[0].hidden.shape == (3, 7, models.HIDDEN)
    assert seen[0].pooled is not None
    assert seen[0].pooled.shape == (3, 5)


@given(seeds, st.integers(1, 20), st.integers(1, 20), st.sampled_from([0.0, 0.3]))
@settings(max_examples=examples(30))
def test_noise_for_another_size_lies_in_the_middle(seed, height, width, share):
    """As the web UI has it; written down from its behaviour, latent by latent."""
    one = Seed(seed, 7, share)
    other = NoiseSource([one], (4, height, width)).initial()[0]
    plain = NoiseSource([Seed(seed)], (4, 9, 12)).initial()[0]
    source = NoiseSource([one], (4, 9, 12), drawn_as=(height, width))
    made = source.initial()[0]
    down, right = (9 - height) // 2, (12 - width) // 2
    own = NoiseSource([one], (4, 9, 12)).initial()[0]
    for row, column in itertools.product(range(9), range(12)):
        there = (row - down, column - right)
        inside = 0 <= there[0] < height and 0 <= there[1] < width
        if (down < 0 and row >= height + 2 * down) or (right < 0 and column >= width + 2 * right):
            inside = False
        if (height, width) == (9, 12):
            expected = own[:, row, column]
        else:
            expected = other[:, there[0], there[1]] if inside else plain[:, row, column]
        assert torch.equal(made[:, row, column], expected)
    after = NoiseSource([one], (4, 9, 12))
    after.initial()
    assert torch.equal(source.draw(), after.draw())  # what follows is by its own size
