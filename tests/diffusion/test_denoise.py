from __future__ import annotations

import threading

import pytest
import torch
from torch import Tensor

from ritocco.diffusion.conditioning import Conditioning, ConditioningSchedule, WeightedConditioning
from ritocco.diffusion.denoise import cancellable, denoise, watched
from ritocco.diffusion.guidance import guided
from ritocco.diffusion.laws import DiffusionLaw, Prediction
from ritocco.diffusion.level import Level
from ritocco.diffusion.noise import NoiseSource, Seed
from ritocco.diffusion.samplers import SAMPLERS, Sampling
from ritocco.diffusion.unet import unet_network
from ritocco.errors import Cancelled
from ritocco.watch import Watch
from tests.diffusion import models
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

SHAPE = (4, 8, 8)
EPSILON, V = DiffusionLaw(), DiffusionLaw(Prediction.V)
LEVEL = EPSILON.level(0, 400.0, 1.5)
UNET = models.tiny_unet()
A, B, C = (models.conditioning(seed) for seed in (1, 2, 3))


def random(seed: int, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


LATENTS = random(0, 2, *SHAPE)


class Counted:
    """A network that remembers what it was asked."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.network = unet_network(UNET)

    def __call__(self, latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        self.batches.append(len(latents))
        with torch.no_grad():
            return self.network(latents, level, conditioning)


def raw(conditioning: Conditioning) -> Tensor:
    with torch.no_grad():
        hidden = conditioning.hidden.expand(2, -1, -1)
        result: Tensor = UNET(LATENTS, 400.0, hidden).sample
    return result


def close(ours: Tensor, expected: Tensor) -> None:
    torch.testing.assert_close(ours, expected, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("prediction", Prediction)
def test_signal_and_output_are_inverse(prediction: Prediction) -> None:
    output, latents = random(1, *LATENTS.shape), LATENTS
    for sigma in (0.03, 1.0, 14.6):
        level = EPSILON.level(0, 0.0, sigma)
        signal = DiffusionLaw(prediction).signal(output, latents, level)
        torch.testing.assert_close(
            DiffusionLaw(prediction).output(signal, latents, level), output, rtol=1e-4, atol=1e-4
        )


@pytest.mark.parametrize("prediction", Prediction)
def test_the_true_output_gives_the_true_signal(prediction: Prediction) -> None:
    clean, unit = random(1, 1, *SHAPE), random(2, 1, *SHAPE)
    latents = LEVEL.alpha * clean + LEVEL.noise * unit
    truth = unit if prediction is Prediction.EPSILON else LEVEL.alpha * unit - LEVEL.noise * clean
    close(DiffusionLaw(prediction).signal(truth, latents, LEVEL), clean)


def test_v_prediction_works_at_pure_noise() -> None:
    level = Level(0, 999.0, 0.0, 1.0, 1.0)
    output = random(1, *LATENTS.shape)
    signal = V.signal(output, LATENTS, level)
    assert torch.equal(signal, -output)
    assert torch.equal(V.output(signal, LATENTS, level), output)


def test_guidance_is_one_call() -> None:
    network = Counted()
    denoiser = guided(network, models.always(A), models.always(B), 7.0, EPSILON)
    signal = denoiser(LATENTS, LEVEL)
    assert network.batches == [4]
    output = raw(B) + 7.0 * (raw(A) - raw(B))
    close(signal, EPSILON.signal(output, LATENTS, LEVEL))


def test_guidance_of_one_leaves_the_negative_out() -> None:
    network = Counted()
    denoiser = guided(network, models.always(A), models.always(B), 1.0, EPSILON)
    signal = denoiser(LATENTS, LEVEL)
    assert network.batches == [2]
    close(signal, EPSILON.signal(raw(A), LATENTS, LEVEL))
    alone = guided(network, models.always(A), None, 1.0, EPSILON)
    assert torch.equal(alone(LATENTS, LEVEL), signal)


def test_parts_joined_by_and() -> None:
    network = Counted()
    parts = models.always(A, C, weights=(1.0, 0.7))
    for cfg in (5.0, 1.0):
        signal = guided(network, parts, models.always(B), cfg, V)(LATENTS, LEVEL)
        output = raw(B) + cfg * (raw(A) - raw(B)) + 0.7 * cfg * (raw(C) - raw(B))
        close(signal, V.signal(output, LATENTS, LEVEL))
    assert network.batches == [6, 6]


def test_parts_whose_weights_leave_nothing_for_the_negative() -> None:
    network = Counted()
    parts = models.always(A, C, weights=(0.25, 0.25))
    signal = guided(network, parts, None, 2.0, V)(LATENTS, LEVEL)
    close(signal, V.signal((raw(A) + raw(C)) / 2, LATENTS, LEVEL))
    assert network.batches == [4]


def test_prompts_of_other_lengths_run_one_by_one() -> None:
    network = Counted()
    long = models.conditioning(4, tokens=14)
    signal = guided(network, models.always(long), models.always(B), 7.0, V)(LATENTS, LEVEL)
    assert network.batches == [2, 2]
    close(signal, V.signal(raw(B) + 7.0 * (raw(long) - raw(B)), LATENTS, LEVEL))


def test_many_prompts_run_a_few_at_a_time_and_a_cancel_is_heard_between() -> None:
    network, cancelled = Counted(), threading.Event()
    heard = cancellable(network, Watch(cancelled=cancelled))
    parts = models.always(*[A, C] * 9, weights=(0.1,) * 18)
    denoiser = guided(heard, parts, models.always(B), 5.0, V)
    signal = denoiser(LATENTS, LEVEL)
    assert network.batches == [2 * 8, 2 * 8, 2 * 3]
    output = raw(B) + 9 * 0.5 * (raw(A) - raw(B)) + 9 * 0.5 * (raw(C) - raw(B))
    close(signal, V.signal(output, LATENTS, LEVEL))
    network.batches = Ending(cancelled)
    with pytest.raises(Cancelled):
        denoiser(LATENTS, LEVEL)
    assert network.batches == [2 * 8]


class Ending(list[int]):
    """Cancels with the first that is put in."""

    def __init__(self, cancelled: threading.Event) -> None:
        self._cancelled = cancelled

    def append(self, one: int) -> None:
        super().append(one)
        self._cancelled.set()


def test_guidance_without_a_negative_is_refused() -> None:
    denoiser = guided(Counted(), models.always(A), None, 7.0, V)
    with pytest.raises(ValueError, match="negative"):
        denoiser(LATENTS, LEVEL)


@pytest.mark.parametrize("id_", SAMPLERS)
def test_prompts_change_at_their_step(id_: str) -> None:
    seen: list[tuple[int, int]] = []

    def network(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        seen.append((int(conditioning.hidden[0, 0, 0]), int(conditioning.hidden[-1, 0, 0])))
        return latents

    def numbered(first: int) -> ConditioningSchedule:
        steps = [Conditioning(torch.full((1, 1, 1), float(first + step))) for step in range(3)]
        return ConditioningSchedule(tuple((WeightedConditioning(one),) for one in steps))

    sampling = Sampling(id_, None, 6, 0.5)
    denoiser = guided(network, numbered(10), numbered(20), 7.0, V)
    denoise(denoiser, LATENTS, sampling, NoiseSource([Seed(1)] * 2, SHAPE))
    assert [positive for _, positive in seen] == sorted(positive for _, positive in seen)
    assert {negative + 10 - positive for negative, positive in seen} == {20}
    assert {positive for _, positive in seen} == {10, 11, 12}


def test_a_network_may_be_of_another_precision() -> None:
    half = unet_network(models.tiny_unet().to(torch.bfloat16))
    with torch.no_grad():
        output = half(LATENTS, LEVEL, Conditioning(A.hidden.expand(2, -1, -1)))
    assert output.dtype == torch.float32
    assert (output - raw(A)).abs().max() < 0.1


def test_sdxl_needs_its_pooled_prompt() -> None:
    network = unet_network(models.tiny_sdxl_unet(), (0,) * 6)
    with pytest.raises(ValueError, match="pooled"):
        network(LATENTS, LEVEL, models.conditioning(1, width=2 * models.HIDDEN))


def denoiser_of(cfg: float = 7.0) -> object:
    return guided(Counted(), models.always(A), models.always(B), cfg, EPSILON)


@pytest.mark.parametrize("id_", SAMPLERS)
def test_strength_of_nothing_leaves_latents_as_they_are(id_: str) -> None:
    def never(latents: Tensor, level: Level) -> Tensor:
        raise AssertionError

    clean = random(5, 1, *SHAPE)
    for steps in (1, 5):
        sampling = Sampling(id_, None, steps, 0.0)
        result = denoise(never, clean, sampling, NoiseSource([Seed(1), Seed(2)], SHAPE))
        assert torch.equal(result, clean.expand(2, -1, -1, -1))
        assert sampling.calls == 0


def test_pure_noise_needs_full_strength() -> None:
    with pytest.raises(ValueError, match="latents to start from"):
        denoise(
            denoiser_of(),  # type: ignore[arg-type]
            None,
            Sampling("euler", None, 5, 0.5),
            NoiseSource([Seed(1)], SHAPE),
        )


@pytest.mark.parametrize("id_", SAMPLERS)
def test_the_same_run_gives_the_same_bytes(id_: str) -> None:
    results = [
        denoise(
            denoiser_of(),  # type: ignore[arg-type]
            None,
            Sampling(id_, None, 3),
            NoiseSource([Seed(4)], SHAPE),
        )
        for _ in range(2)
    ]
    assert torch.equal(*results)


@pytest.mark.parametrize("id_", SAMPLERS)
def test_cancel_stops_before_the_next_call(id_: str) -> None:
    cancelled, calls = threading.Event(), 0

    def model(latents: Tensor, level: Level) -> Tensor:
        nonlocal calls
        calls += 1
        if calls == 2:
            cancelled.set()
        return latents

    with pytest.raises(Cancelled):
        denoise(
            model,
            None,
            Sampling(id_, None, 6),
            NoiseSource([Seed(1)], SHAPE),
            Watch(cancelled=cancelled),
        )
    assert calls == 2


@pytest.mark.parametrize("id_", SAMPLERS)
def test_progress_counts_as_the_artist_does(id_: str) -> None:
    told: list[tuple[float, str]] = []
    sampling = Sampling(id_, None, 4)
    denoise(
        lambda latents, level: latents,
        None,
        sampling,
        NoiseSource([Seed(1)], SHAPE),
        Watch(lambda fraction, text: told.append((fraction, text))),
    )
    fractions = [fraction for fraction, _ in told]
    assert fractions == [call / sampling.calls for call in range(sampling.calls)]
    assert told[0][1] == "step 1 of 4"
    assert told[-1][1] == "step 4 of 4"


def test_a_wrapper_changes_nothing() -> None:
    clean = random(5, 2, *SHAPE)
    wrapped = watched(lambda latents, level: clean, Sampling("euler"), Watch())
    assert wrapped(LATENTS, LEVEL) is clean


def test_a_part_may_hold_in_a_region_only() -> None:
    left = torch.zeros(1, 1, 8, 8)
    left[..., :3] = 1
    parts = ConditioningSchedule(
        ((WeightedConditioning(A, left), WeightedConditioning(C, 1 - left)),)
    )
    signal = guided(Counted(), parts, models.always(B), 5.0, V)(LATENTS, LEVEL)
    there, elsewhere = (
        guided(Counted(), models.always(one), models.always(B), 5.0, V)(LATENTS, LEVEL)
        for one in (A, C)
    )
    close(signal[..., :3], there[..., :3])
    close(signal[..., 3:], elsewhere[..., 3:])
