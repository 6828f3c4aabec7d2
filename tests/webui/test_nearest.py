"""Samplers and schedules of other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.diffusion.sampler import Schedule
from ritocco.diffusion.samplers import SAMPLERS, choose
from ritocco.webui.nearest import nearest


@pytest.mark.parametrize("id_", SAMPLERS)
def test_ours_stay_as_they_are(id_):
    for name in (id_, SAMPLERS[id_].name):
        for schedule in ("", "Automatic", *SAMPLERS[id_].schedules):
            assert nearest(name, schedule) == (name, schedule, [])
    assert nearest(f"k_{id_}", "") == (id_, "", [])
    if Schedule.KARRAS in SAMPLERS[id_].schedules:
        assert nearest(f"k_{id_}_ka", "") == (f"{id_} karras", "", [])


@pytest.mark.parametrize(
    ("name", "sampler", "schedule"),
    [
        ("dpmpp_2m_sde_gpu", "dpmpp_2m_sde", ""),
        ("dpmpp_2m_sde_heun_gpu", "dpmpp_2m_sde", ""),
        ("DPM++ 2M SDE Heun Exponential", "dpmpp_2m_sde", "exponential"),
        ("DPM++ 3M SDE Karras", "dpmpp_2m_sde", "karras"),
        ("DPM++ 2M Alt Karras", "dpmpp_2m", "karras"),
        ("DPM++ 2M Turbo", "dpmpp_2m", "sgm_uniform"),
        ("DPM adaptive", "dpmpp_2m", ""),
        ("euler_ancestral_cfg_pp", "euler_a", ""),
        ("Euler SMEA Dy", "euler", ""),
        ("Euler A Trailing", "euler_a", "sgm_uniform"),
        ("Restart", "heun", ""),
        ("uni_pc_bh2", "unipc", ""),
        ("ddpm", "euler_a", ""),
        ("k_dpm_adaptive", "dpmpp_2m", ""),
        ("DPMSolverMultistepScheduler", "dpmpp_2m", ""),
        ("LCM Karras", "lcm", ""),
        ("something else", "euler_a", ""),
    ],
)
def test_others_get_the_nearest_with_a_hint(name, sampler, schedule):
    *ours, hints = nearest(name, "")
    assert ours == [sampler, schedule]
    assert f"sampler {name} is not here; {SAMPLERS[sampler].name} is used" in hints[0]


@pytest.mark.parametrize(
    ("sampler", "name", "schedule"),
    [
        ("Euler", "Simple", "sgm_uniform"),
        ("Euler", "ddim_uniform", "normal"),
        ("Euler", "KL Optimal", "karras"),
        ("DPM++ 2M", "Align Your Steps", "normal"),
        ("DPM++ 2M", "Align Your Steps GITS", "exponential"),
        ("DPM++ 2M", "Polyexponential", "exponential"),
        ("DPM++ 2M", "linear_quadratic", "sgm_uniform"),
        ("Euler", "Karras Dynamic", "karras"),
        ("Euler", "bong_tangent", ""),
        ("DDIM", "Karras", ""),
        ("LCM", "Simple", ""),
        ("", "Simple", "sgm_uniform"),
    ],
)
def test_schedules_too(sampler, name, schedule):
    assert nearest(sampler, name)[:2] == (sampler, schedule)
    assert f"schedule {name} is not here" in " ".join(nearest(sampler, name)[2])


@pytest.mark.parametrize("name", ["Normal", "Beta", "SGM Uniform", "Uniform", "DDIM"])
def test_a_schedule_of_another_name_needs_no_sampler_of_another(name):
    assert choose("Euler", nearest("Euler", name)[1])[0] == "euler"


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_becomes_one_that_is_there(sampler, schedule):
    ours, spacing, _ = nearest(sampler, schedule)
    choose(ours or "euler_a", spacing or None)
