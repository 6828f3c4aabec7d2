from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from ritocco.diffusion.denoise import denoise
from ritocco.diffusion.laws import Betas, Curve, DiffusionLaw, Marks, Prediction, signal_shares
from ritocco.diffusion.level import Level
from ritocco.diffusion.noise import NoiseSource, Seed
from ritocco.diffusion.sampler import Schedule
from ritocco.diffusion.samplers import SAMPLERS, Sampling, choose
from ritocco.diffusion.schedulers import prepared
from ritocco.diffusion.walks import ancestral, dpmpp_2s_ancestral
from ritocco.errors import BadRecipe

EVERY = [(id_, one) for id_, entry in SAMPLERS.items() for one in entry.schedules]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Euler a", ("euler_a", Schedule.NORMAL)),
        ("euler_a", ("euler_a", Schedule.NORMAL)),
        ("Euler Ancestral", ("euler_a", Schedule.NORMAL)),
        ("DPM++ 2M Karras", ("dpmpp_2m", Schedule.KARRAS)),
        ("DPM++ 2M SDE Exponential", ("dpmpp_2m_sde", Schedule.EXPONENTIAL)),
        ("DPM++ 2M SDE Karras", ("dpmpp_2m_sde", Schedule.KARRAS)),
        ("DPM++ SDE", ("dpmpp_sde", Schedule.KARRAS)),
        ("DPM++ 2S a Karras", ("dpmpp_2s_a", Schedule.KARRAS)),
        ("LMS Karras", ("lms", Schedule.KARRAS)),
        ("DPM2 a Karras", ("dpm2_a", Schedule.KARRAS)),
        ("Euler SGM Uniform", ("euler", Schedule.SGM_UNIFORM)),
        ("PNDM", ("plms", Schedule.NORMAL)),
        ("unipc", ("unipc", Schedule.NORMAL)),
    ],
)
def test_names_as_a1111_writes_them(written: str, meant: tuple[str, Schedule]) -> None:
    assert choose(written) == meant


def test_a_schedule_beside_the_name_wins() -> None:
    assert choose("DPM++ 2M", "Karras") == ("dpmpp_2m", Schedule.KARRAS)
    assert choose("DPM++ 2M Karras", "Exponential") == ("dpmpp_2m", Schedule.EXPONENTIAL)
    assert choose("DPM++ 2M", "Automatic") == ("dpmpp_2m", Schedule.KARRAS)
    assert choose("Euler", "Uniform") == ("euler", Schedule.NORMAL)


@pytest.mark.parametrize(("id_", "schedule"), EVERY)
def test_ids_and_names_mean_themselves(id_: str, schedule: Schedule) -> None:
    for sampler in (id_, SAMPLERS[id_].name):
        for one in (schedule.value, schedule.value.upper(), schedule.value.replace("_", " ")):
            assert choose(sampler, one) == (id_, schedule)
            assert choose(f"{sampler} {one}") == (id_, schedule)


@pytest.mark.parametrize(
    ("sampler", "schedule", "told"),
    [
        ("DPM adaptive", None, "no sampler called 'DPM adaptive'. There are: Euler, Euler a"),
        ("ddim", "karras", "DDIM has no schedule 'karras'; it has: normal, sgm_uniform"),
        ("LCM Karras", None, "LCM has no schedule 'karras'; it has: normal"),
        ("euler", "polyexponential", "no schedule called 'polyexponential'"),
        ("", None, "no sampler called ''"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(
    sampler: str, schedule: str | None, told: str
) -> None:
    with pytest.raises(BadRecipe, match=told):
        choose(sampler, schedule)


def test_values_out_of_range_are_refused() -> None:
    for steps in (0, -1, 1001):
        with pytest.raises(BadRecipe, match="Euler takes 1 to 1000 steps"):
            Sampling("euler", steps=steps)
    with pytest.raises(BadRecipe, match="LCM takes 1 to 50 steps, not 51"):
        Sampling("lcm", steps=51)
    for strength in (-0.1, 1.1, math.nan):
        with pytest.raises(BadRecipe, match="strength"):
            Sampling("euler", strength=strength)


@given(st.integers(1, 200), st.floats(0, 1))
def test_strength_counts_steps_as_diffusers_does_but_one_at_least(
    steps: int, strength: float
) -> None:
    theirs = min(int(steps * strength), steps)
    assert Sampling("euler", None, steps, strength).executed == (theirs or int(strength > 0))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("id_", "schedule"), EVERY)
def test_any_run_ends_at_what_a_perfect_model_says(id_: str, schedule: Schedule) -> None:
    """And calls it as often as the table says, at falling levels."""
    clean = torch.tensor([0.5, -1.0, 2.0, 0.0]).view(1, 4, 1, 1).expand(1, 4, 2, 2)
    levels: list[Level] = []

    def perfect(latents: Tensor, level: Level) -> Tensor:
        levels.append(level)
        return clean

    runs = ((1, 1.0), (1, 0.3), (2, 1.0), (2, 0.5), (3, 0.7), (10, 1.0), (10, 0.5), (10, 0.05))
    for steps, strength in runs:
        sampling = Sampling(id_, schedule, steps, strength)
        levels.clear()
        result = denoise(perfect, clean, sampling, NoiseSource([Seed(3)], (4, 2, 2)))
        # DDIM, PLMS, DEIS and TCD end at the first training level, where 0.03 of noise is left.
        assert (result - clean).abs().max() < 0.1
        assert len(levels) == sampling.calls
        told = [level.step for level in levels]
        assert told == sorted(told)
        assert set(told) == set(range(sampling.executed))
        firsts = [levels[told.index(step)].noise for step in range(sampling.executed)]
        assert firsts == sorted(firsts, reverse=True)


def first_level(sampling: Sampling) -> Level:
    """The level of a run's first call."""
    levels: list[Level] = []

    def heard(latents: Tensor, level: Level) -> Tensor:
        levels.append(level)
        return torch.zeros_like(latents)

    denoise(heard, torch.zeros(1, 4, 2, 2), sampling, NoiseSource([Seed(3)], (4, 2, 2)))
    return levels[0]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("id_", "schedule"), EVERY)
def test_one_step_and_two_begin_where_their_strength_does(id_: str, schedule: Schedule) -> None:
    law = DiffusionLaw()
    for steps, strength in (
        (1, 1.0),
        (2, 1.0),
        (1, 0.5),
        (2, 0.5),
        (2, 0.9),
        (1, 0.02),
        (20, 0.04),
    ):
        level = first_level(Sampling(id_, schedule, steps, strength))
        wanted = law.start(strength)
        assert level.noise == pytest.approx(wanted.noise, abs=2e-3), (steps, strength)
        assert level.timestep == pytest.approx(1000 * strength - 1, abs=1), (steps, strength)


def test_a_few_steps_begin_at_the_same_noise_on_any_betas() -> None:
    """Levels are those of the law's own noise schedule, as diffusers makes it."""
    betas = Betas(0.0001, 0.02, Curve.LINEAR)
    law = DiffusionLaw(betas=betas)
    scheduler = prepared(Sampling("ddim", None, 4, law=law)).scheduler
    theirs = scheduler.alphas_cumprod.double().numpy()
    np.testing.assert_allclose(signal_shares(betas), theirs, rtol=1e-3)
    assert first_level(Sampling("ddim", None, 1, law=law)).alpha == pytest.approx(
        theirs[-1] ** 0.5, rel=1e-3
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("id_", SAMPLERS)
def test_a_law_of_zero_snr_begins_in_pure_noise(id_: str) -> None:
    law = DiffusionLaw().marked(Marks(Prediction.V, zero_snr=True))
    for steps in (1, 2, 4, 10):
        level = first_level(Sampling(id_, "normal", steps, law=law))
        assert level.alpha < 3e-4, steps
        assert level.timestep == pytest.approx(999, abs=1), steps


def test_zero_snr_counts_with_v_alone() -> None:
    """Where nothing of the picture is left, the noise in it tells nothing."""
    assert not DiffusionLaw().marked(Marks(Prediction.EPSILON, zero_snr=True)).zero_snr
    assert DiffusionLaw(Prediction.V).marked(Marks(zero_snr=True)).zero_snr


@pytest.mark.parametrize("strength", [1.0, 0.5])
@pytest.mark.parametrize(
    ("id_", "schedule"), [one for one in EVERY if SAMPLERS[one[0]].noise == "none"]
)
def test_levels_told_are_those_of_the_latents(
    id_: str, schedule: Schedule, strength: float
) -> None:
    """With a perfect model and no noise added, latents stay on one line from noise to clean."""
    clean = torch.full((1, 4, 2, 2), 0.7)
    unit = NoiseSource([Seed(3)], (4, 2, 2)).initial()

    def perfect(latents: Tensor, level: Level) -> Tensor:
        expected = level.alpha * clean + level.noise * unit
        assert (latents - expected).abs().max() < 2e-3
        return clean

    sampling = Sampling(id_, schedule, 10, strength)
    denoise(perfect, clean, sampling, NoiseSource([Seed(3)], (4, 2, 2)))


def test_tables_stay_on_the_cpu() -> None:
    for id_ in SAMPLERS:
        run = prepared(Sampling(id_, None, 4))
        assert run.timesteps.device.type == "cpu"
        assert getattr(run.scheduler, "sigmas", run.timesteps).device.type == "cpu"


def test_an_ancestral_step_keeps_the_sum() -> None:
    down, up = ancestral(5.0, 3.0)
    assert math.hypot(down, up) == pytest.approx(3.0)
    assert ancestral(5.0, 0.0) == (0.0, 0.0)


def test_dpmpp_2s_a_as_k_diffusion_computes_it() -> None:
    """Numbers of k-diffusion 0.1.1.post1, for where it is not installed."""
    noises = iter(torch.tensor([0.3, -1.1, 0.8]))
    result = dpmpp_2s_ancestral(
        lambda latents, sigma, step: torch.tanh(latents / (1 + sigma)),
        torch.tensor([10.0, -3.0, 0.5, 7.0]),
        [14.0, 5.0, 2.0, 0.5, 0.0],
        lambda: next(noises),
    )
    torch.testing.assert_close(result, torch.tensor(K_DIFFUSION), rtol=1e-5, atol=1e-6)


K_DIFFUSION = [-0.0039709993, -0.1310883015, -0.0972077325, -0.0324848406]


def test_faces_can_read_the_table_without_torch() -> None:
    code = (
        "import sys, ritocco.diffusion.samplers as one; one.choose('Euler a');"
        "sys.exit('torch' in sys.modules or 'diffusers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
