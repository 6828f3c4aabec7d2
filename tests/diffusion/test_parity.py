"""Our loop against diffusers' own pipelines, and against k-diffusion where diffusers has none.

The schedulers on the other side are built here by hand, so that the table is proved as well.
Differences are relative to the largest latent.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from diffusers.schedulers.scheduling_ddim import rescale_zero_terminal_snr
from torch import Tensor

from ritocco.diffusion import inpaint
from ritocco.diffusion.conditioning import Conditioning
from ritocco.diffusion.denoise import denoise
from ritocco.diffusion.guidance import guided
from ritocco.diffusion.laws import DiffusionLaw, Prediction
from ritocco.diffusion.noise import NoiseSource, Seed
from ritocco.diffusion.samplers import SAMPLERS, Sampling
from ritocco.diffusion.schedulers import prepared
from ritocco.diffusion.seams import Denoiser
from ritocco.diffusion.unet import unet_network
from tests.diffusion import models
from tests.diffusion.models import one_thread  # noqa: F401
from tests.effort import product

pytestmark = [
    pytest.mark.usefixtures("one_thread"),
    pytest.mark.filterwarnings("ignore"),  # theirs, on how their own parts are set
]

TOLERANCE = 2e-5
SEEDS = (5, 2**32 - 1)
STEPS = 4
CFG = 7.5
SIZE = 8

MODEL = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
LEADING = {"timestep_spacing": "leading", "steps_offset": 1, "set_alpha_to_one": False}
SPACING: dict[str, dict[str, Any]] = {
    "normal": {},
    "karras": {"use_karras_sigmas": True},
    "exponential": {"use_exponential_sigmas": True},
    "beta": {"use_beta_sigmas": True},
    "sgm_uniform": {"timestep_spacing": "trailing"},
}
THEIRS: dict[str, tuple[str, dict[str, Any]]] = {
    "euler": ("EulerDiscreteScheduler", {}),
    "euler_a": ("EulerAncestralDiscreteScheduler", {}),
    "ddim": ("DDIMScheduler", {**LEADING, "clip_sample": False}),
    "dpmpp_2m": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++"}),
    "dpmpp_2m_sde": ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    "dpmpp_sde": ("DPMSolverSDEScheduler", {"noise_sampler_seed": list(SEEDS)}),
    "lms": ("LMSDiscreteScheduler", {}),
    "heun": ("HeunDiscreteScheduler", {}),
    "dpm2": ("KDPM2DiscreteScheduler", {}),
    "dpm2_a": ("KDPM2AncestralDiscreteScheduler", {}),
    "plms": ("PNDMScheduler", {**LEADING, "skip_prk_steps": True}),
    "unipc": ("UniPCMultistepScheduler", {}),
    "deis": ("DEISMultistepScheduler", {}),
    "lcm": ("LCMScheduler", {}),
    "tcd": ("TCDScheduler", {}),
}
EVERY = [(id_, str(one)) for id_ in THEIRS for one in SAMPLERS[id_].schedules]
FIRST = [(id_, str(SAMPLERS[id_].schedules[0])) for id_ in THEIRS]
IN_FULL = ("euler", "dpmpp_2m")
"""Samplers whose schedules are all walked for a commit: levels as they are, and a multistep."""
CHOSEN = [(id_, schedule) for id_, schedule in EVERY if (id_, schedule) in FIRST or id_ in IN_FULL]


def paired(values: Sequence[Any], first: int = 0) -> Sequence[tuple[str, str, Any]]:
    """Each sampler with each value; for a commit each with one, in turn."""
    whole = [(*sampler, value) for sampler in FIRST for value in values]
    chosen = [(*one, values[(n + first) % len(values)]) for n, one in enumerate(FIRST)]
    return product(whole, chosen)


POSITIVE, NEGATIVE = models.conditioning(1), models.conditioning(2)


@cache
def unet(kind: str) -> diffusers.UNet2DConditionModel:
    return {
        "sd": models.tiny_unet,
        "sd9": lambda: models.tiny_unet(9),
        "sdxl": models.tiny_sdxl_unet,
    }[kind]()


@cache
def vae() -> diffusers.AutoencoderKL:
    return models.tiny_vae()


def random(seed: int, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


CLEAN = random(9, 1, 4, SIZE, SIZE)


def sized(difference: Tensor, against: Tensor) -> float:
    assert torch.isfinite(against).all()
    return float(difference.abs().max() / against.abs().max())


def assert_equal(ours: Tensor, theirs: Tensor) -> None:
    assert sized(ours - theirs, theirs) < TOLERANCE


def their_scheduler(id_: str, schedule: str, prediction: Prediction, **more: Any) -> Any:
    name, options = THEIRS[id_]
    spacing = {} if id_ == "euler_a" and schedule != "sgm_uniform" else SPACING[schedule]
    made = getattr(diffusers, name)
    if id_ == "dpmpp_2m_sde":
        made = brownian(made)
    if id_ == "plms":
        made = whole_plms(made)
    if id_ == "lms":
        made = young_lms(made)
    scheduler = made(**{**MODEL, **options, **spacing, **more, "prediction_type": prediction.value})
    if id_ == "euler_a":
        lend_levels(scheduler, their_scheduler("euler", schedule, prediction, **more))
    return scheduler


def lend_levels(scheduler: Any, lender: Any) -> None:
    """Let Euler a walk levels that its own class cannot make."""
    own = scheduler.set_timesteps

    def set_timesteps(steps: int, device: Any = None) -> None:
        own(steps, device=device)
        lender.set_timesteps(steps, device=device)
        scheduler.sigmas, scheduler.timesteps = lender.sigmas, lender.timesteps

    scheduler.set_timesteps = set_timesteps


def brownian(made: type) -> type:
    """DPM++ 2M SDE with the Brownian noise of diffusers' own DPM++ SDE, in place of fresh."""
    from diffusers.schedulers.scheduling_dpmsolver_sde import BrownianTreeNoiseSampler

    class Brownian(made):  # type: ignore[misc, valid-type]
        def set_timesteps(self, *arguments: Any, **more: Any) -> None:
            super().set_timesteps(*arguments, **more)
            low, high = self.sigmas[self.sigmas > 0].min(), self.sigmas.max()
            zeros = torch.zeros(len(SEEDS), 4, SIZE, SIZE)
            self.between = BrownianTreeNoiseSampler(zeros, low.item(), high.item(), list(SEEDS))
            self.calls = 0

        def step(self, output: Tensor, timestep: Any, sample: Tensor, **more: Any) -> Any:
            index = (self.begin_index or 0) + self.calls
            self.calls += 1
            now, following = self.sigmas[index : index + 2]
            more["generator"] = None
            more["variance_noise"] = (
                self.between(now, following) if following > 0 else torch.zeros_like(sample)
            )
            return super().step(output, timestep, sample, **more)

    return Brownian


def whole_plms(made: type) -> type:
    """PNDM whose cut for image-to-image keeps the double visit of its first step.

    As it stands the pipeline cuts it off; `test_theirs_cuts_plms_wrongly` shows what of.
    """

    class Whole(made):  # type: ignore[misc, valid-type]
        @property
        def order(self) -> int:
            return 1

        @property
        def timesteps(self) -> Any:
            return self._all

        @timesteps.setter
        def timesteps(self, value: Tensor | None) -> None:
            self._all = None if value is None else Cut(value)

    class Cut(Tensor):
        @staticmethod
        def __new__(cls, value: Tensor) -> Cut:
            return torch.Tensor._make_subclass(cls, value)

        def __getitem__(self, key: Any) -> Any:
            plain = self.as_subclass(Tensor)
            if isinstance(key, slice) and key.stop is None and key.start:
                rest = torch.cat([plain[:1], plain[2:]])[key.start :]
                return torch.cat([rest[:2], rest[1:]])
            return plain[key]

        def __iter__(self) -> Any:
            return iter(self.as_subclass(Tensor))

    return Whole


def young_lms(made: type) -> type:
    """LMS that looks back at steps done only, and not at those that strength skipped."""

    class Young(made):  # type: ignore[misc, valid-type]
        def step(self, output: Tensor, timestep: Any, sample: Tensor, **more: Any) -> Any:
            return super().step(
                output, timestep, sample, order=min(4, len(self.derivatives) + 1), **more
            )

    return Young


def pipeline(name: str, kind: str, scheduler: Any) -> Any:
    parts = {"vae": vae(), "unet": unet(kind), "scheduler": scheduler}
    parts |= {"text_encoder": None, "tokenizer": None}
    if kind == "sdxl":
        parts |= {"text_encoder_2": None, "tokenizer_2": None, "add_watermarker": False}
    else:
        parts |= {"safety_checker": None, "feature_extractor": None}
        parts |= {"requires_safety_checker": False}
    made = getattr(diffusers, name)(**parts)
    made.set_progress_bar_config(disable=True)
    return made


def their_latents(
    name: str,
    scheduler: Any,
    kind: str = "sd",
    positive: Conditioning = POSITIVE,
    negative: Conditioning = NEGATIVE,
    **more: Any,
) -> Tensor:
    arguments: dict[str, Any] = {
        "prompt_embeds": positive.hidden,
        "negative_prompt_embeds": negative.hidden,
        "num_images_per_prompt": len(SEEDS),
        "guidance_scale": CFG,
        "num_inference_steps": STEPS,
        "generator": [torch.Generator().manual_seed(seed) for seed in SEEDS],
        "output_type": "latent",
    }
    if kind == "sdxl":
        arguments["pooled_prompt_embeds"] = positive.pooled
        arguments["negative_pooled_prompt_embeds"] = negative.pooled
    if isinstance(scheduler, diffusers.TCDScheduler):
        arguments["eta"] = 0.3
    result: Tensor = pipeline(name, kind, scheduler)(**{**arguments, **more}).images
    return result


def our_denoiser(prediction: Prediction, cfg: float = CFG, **more: Any) -> Denoiser:
    schedules = models.always(POSITIVE), models.always(NEGATIVE)
    return guided(unet_network(unet("sd")), *schedules, cfg, DiffusionLaw(prediction), **more)


def source() -> NoiseSource:
    return NoiseSource([Seed(seed) for seed in SEEDS], (4, SIZE, SIZE))


def text_to_image(id_: str, schedule: str, prediction: Prediction) -> tuple[Tensor, Tensor]:
    sampling = Sampling(id_, schedule, STEPS, law=DiffusionLaw(prediction))
    ours = denoise(our_denoiser(prediction), None, sampling, source())
    scheduler = their_scheduler(id_, schedule, prediction)
    place = {"height": 8 * SIZE, "width": 8 * SIZE}
    return ours, their_latents("StableDiffusionPipeline", scheduler, **place)


@pytest.mark.parametrize(("id_", "schedule"), product(EVERY, CHOSEN))
def test_text_to_image(id_: str, schedule: str) -> None:
    assert_equal(*text_to_image(id_, schedule, Prediction.EPSILON))


@pytest.mark.parametrize(
    ("id_", "schedule"), product(FIRST, [one for one in FIRST if one[0] in IN_FULL])
)
def test_text_to_image_of_v_prediction(id_: str, schedule: str) -> None:
    assert_equal(*text_to_image(id_, schedule, Prediction.V))


@pytest.mark.parametrize(("id_", "schedule", "prediction"), paired(list(Prediction)))
def test_image_to_image(id_: str, schedule: str, prediction: Prediction) -> None:
    strength = 0.8
    sampling = Sampling(id_, schedule, STEPS, strength, DiffusionLaw(prediction))
    ours = denoise(our_denoiser(prediction), CLEAN, sampling, source())
    theirs = their_latents(
        "StableDiffusionImg2ImgPipeline",
        their_scheduler(id_, schedule, prediction),
        image=CLEAN.repeat(len(SEEDS), 1, 1, 1),
        strength=strength,
    )
    assert_equal(ours, theirs)


@pytest.mark.parametrize("strength", [0.3, 0.5, 1.0])
def test_image_to_image_at_other_strengths(strength: float) -> None:
    for id_ in ("euler", "ddim", "heun"):
        sampling = Sampling(id_, "normal", STEPS, strength)
        ours = denoise(our_denoiser(Prediction.EPSILON), CLEAN, sampling, source())
        theirs = their_latents(
            "StableDiffusionImg2ImgPipeline",
            their_scheduler(id_, "normal", Prediction.EPSILON),
            image=CLEAN.repeat(len(SEEDS), 1, 1, 1),
            strength=strength,
        )
        assert_equal(ours, theirs)


MASK = torch.zeros(1, 1, 8 * SIZE, 8 * SIZE)
MASK[..., 16:48, 8:40] = 1
MASKED = random(10, 1, 4, SIZE, SIZE)


@pytest.mark.parametrize(("id_", "schedule", "prediction"), paired(list(Prediction), first=1))
def test_inpaint_of_nine_channels(id_: str, schedule: str, prediction: Prediction) -> None:
    mask = inpaint.latent_mask(MASK[0, 0].numpy())
    network = inpaint.concatenated(unet_network(unet("sd9")), mask, MASKED)
    prompts = models.always(POSITIVE), models.always(NEGATIVE)
    sampling = Sampling(id_, schedule, STEPS, law=DiffusionLaw(prediction))
    ours = denoise(
        guided(network, *prompts, CFG, DiffusionLaw(prediction)), None, sampling, source()
    )
    theirs = their_latents(
        "StableDiffusionInpaintPipeline",
        their_scheduler(id_, schedule, prediction),
        "sd9",
        image=CLEAN,
        mask_image=MASK,
        masked_image_latents=MASKED,
        strength=1.0,
        height=8 * SIZE,
        width=8 * SIZE,
    )
    assert_equal(ours, theirs)


@pytest.mark.parametrize(("id_", "schedule", "strength"), paired([0.8, 1.0]))
def test_inpaint_of_four_channels_under_a_mask_of_ones(
    id_: str, schedule: str, strength: float
) -> None:
    sampling = Sampling(id_, schedule, STEPS, strength)
    ones = torch.ones(1, 1, SIZE, SIZE)
    denoiser = inpaint.held(our_denoiser(Prediction.EPSILON), CLEAN, ones)
    ours = denoise(denoiser, None if strength == 1 else CLEAN, sampling, source())
    theirs = their_latents(
        "StableDiffusionInpaintPipeline",
        their_scheduler(id_, schedule, Prediction.EPSILON),
        image=CLEAN,
        mask_image=torch.ones(1, 1, 8 * SIZE, 8 * SIZE),
        masked_image_latents=MASKED,  # without a use here, but made from the image otherwise
        strength=strength,
        height=8 * SIZE,
        width=8 * SIZE,
    )
    assert_equal(inpaint.restored(ours, CLEAN, ones), theirs)


@pytest.mark.parametrize("clean", [None, CLEAN])
@pytest.mark.parametrize("id_", ["euler", "euler_a", "dpmpp_2m", "dpmpp_sde", "ddim"])
def test_sdxl(id_: str, clean: Tensor | None) -> None:
    width = 2 * models.HIDDEN
    positive, negative = (
        models.conditioning(seed, width=width, pooled=models.HIDDEN) for seed in (1, 2)
    )
    side = 8 * SIZE
    time_ids = (side, side, 0, 0, side, side)
    denoiser = guided(
        unet_network(unet("sdxl"), time_ids),
        models.always(positive),
        models.always(negative),
        CFG,
        DiffusionLaw(),
    )
    strength = 1.0 if clean is None else 0.8
    sampling = Sampling(id_, "normal", STEPS, strength)
    ours = denoise(denoiser, clean, sampling, source())
    name, more = "StableDiffusionXLPipeline", {"height": side, "width": side}
    if clean is not None:
        name = "StableDiffusionXLImg2ImgPipeline"
        more = {"image": clean.repeat(len(SEEDS), 1, 1, 1), "strength": strength}
        more |= {"original_size": (side, side), "target_size": (side, side)}
    scheduler = their_scheduler(id_, "normal", Prediction.EPSILON)
    assert_equal(ours, their_latents(name, scheduler, "sdxl", positive, negative, **more))


@pytest.mark.parametrize("id_", ["euler", "euler_a", "ddim", "dpmpp_2m", "unipc"])
def test_zero_terminal_snr_and_rescaled_guidance(id_: str) -> None:
    sampling = Sampling(id_, "sgm_uniform", STEPS, law=DiffusionLaw(Prediction.V, zero_snr=True))
    ours = denoise(our_denoiser(Prediction.V, rescale=0.7), None, sampling, source())
    scheduler = their_scheduler(id_, "sgm_uniform", Prediction.V, rescale_betas_zero_snr=True)
    place = {"height": 8 * SIZE, "width": 8 * SIZE, "guidance_rescale": 0.7}
    assert_equal(ours, their_latents("StableDiffusionPipeline", scheduler, **place))


def test_zero_terminal_snr_where_a_scheduler_has_none() -> None:
    scheduler = prepared(
        Sampling("heun", "normal", STEPS, law=DiffusionLaw(zero_snr=True))
    ).scheduler
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=torch.float64) ** 2
    theirs = torch.cumprod(1 - rescale_zero_terminal_snr(betas), 0)
    theirs[-1] = 2**-24
    np.testing.assert_allclose(scheduler.alphas_cumprod.sqrt(), theirs.sqrt(), atol=2e-6)


def test_guidance_of_one() -> None:
    sampling = Sampling("euler", "normal", STEPS)
    ours = denoise(our_denoiser(Prediction.EPSILON, 1.0), None, sampling, source())
    theirs = their_latents(
        "StableDiffusionPipeline",
        their_scheduler("euler", "normal", Prediction.EPSILON),
        height=8 * SIZE,
        width=8 * SIZE,
        guidance_scale=1.0,
    )
    assert_equal(ours, theirs)


@pytest.mark.parametrize(
    ("id_", "schedule", "begin"), [("plms", "normal", 8), ("lms", "sgm_uniform", 5)]
)
def test_where_theirs_is_wrong(id_: str, schedule: str, begin: int) -> None:
    """Why PLMS and LMS are held against `whole_plms` and `young_lms`.

    At strengths below 1 the pipelines cut PLMS' double visit off, and let LMS weigh steps never
    done. With a perfect model both miss the image; ours ends on it, but for the 0.03 of noise
    at the first training level, where PLMS stops.
    """
    name, options = THEIRS[id_]
    scheduler = getattr(diffusers, name)(**{**MODEL, **options, **SPACING[schedule]})
    scheduler.set_timesteps(10)
    timesteps = scheduler.timesteps[begin:]
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(begin)
    latents = scheduler.add_noise(CLEAN, random(3, *CLEAN.shape), timesteps[:1])
    for timestep in timesteps:
        if id_ == "lms":
            latents = scheduler.scale_model_input(latents, timestep)
        signal = scheduler.alphas_cumprod[int(timestep)]
        output = (latents - signal.sqrt() * CLEAN) / (1 - signal).sqrt()
        if id_ == "lms":
            latents = latents / signal.sqrt()
        latents = scheduler.step(output, timestep, latents).prev_sample
    ours = denoise(
        lambda latents, level: CLEAN,
        CLEAN,
        Sampling(id_, schedule, 10, 1 - begin / 10),
        NoiseSource([Seed(1)], (4, SIZE, SIZE)),
    )
    assert (ours - CLEAN).std() < 0.04
    assert (latents - CLEAN).std() > 0.07


@cache
def k_diffusion() -> tuple[Any, Any]:
    """k-diffusion's samplers and denoisers, without the training half of that package.

    Its `__init__` imports wandb, CLIP, torchvision and more, of which sampling uses nothing.
    """
    found = importlib.util.find_spec("k_diffusion")
    if found is None or not found.submodule_search_locations:
        pytest.fail("needs `pip install --no-deps k-diffusion`, as run.py does")
    folder = Path(next(iter(found.submodule_search_locations)))
    package, utils, solver = ModuleType("k_bare"), ModuleType("k_bare.utils"), ModuleType("odes")
    package.__path__ = []
    utils.append_dims = lambda x, n: x[(...,) + (None,) * (n - x.ndim)]  # type: ignore[attr-defined]
    solver.odeint = None  # type: ignore[attr-defined]
    stubs = {"k_bare": package, "k_bare.utils": utils, "torchdiffeq": solver}
    kept = {name: sys.modules.get(name) for name in stubs}
    sys.modules.update(stubs)
    loaded = []
    try:
        for name in ("sampling", "external"):
            spec = importlib.util.spec_from_file_location(f"k_bare.{name}", folder / f"{name}.py")
            assert spec
            assert spec.loader
            module = importlib.util.module_from_spec(spec)
            sys.modules[f"k_bare.{name}"] = module
            spec.loader.exec_module(module)
            setattr(package, name, module)
            loaded.append(module)
    finally:
        for name, module in kept.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
    return loaded[0], loaded[1]


def k_latents(
    name: str, sigmas: Tensor, start: Tensor, noise: NoiseSource, told: float | None = None
) -> Tensor:
    """What k-diffusion makes of it; `told` is the timestep that the U-Net is told instead."""
    sampling, external = k_diffusion()

    def predict(latents: Tensor, timestep: Tensor) -> Tensor:
        timestep = timestep if told is None else torch.full_like(timestep, told)
        outputs = [
            unet("sd")(latents, timestep, one.hidden.expand(len(latents), -1, -1)).sample
            for one in (NEGATIVE, POSITIVE)
        ]
        return outputs[0] + CFG * (outputs[1] - outputs[0])

    trained = diffusers.EulerDiscreteScheduler(**MODEL).alphas_cumprod
    model = external.DiscreteEpsDDPMDenoiser(predict, trained, quantize=False)
    sampler = getattr(sampling, f"sample_{name}")
    if "sde" in name:
        low, high = sigmas[sigmas > 0].min(), sigmas.max()
        seeds = [seed.value for seed in noise.seeds]
        between = sampling.BrownianTreeNoiseSampler(start, low, high, seeds)
        result = sampler(model, start, sigmas, noise_sampler=between, disable=True)
    elif "ancestral" in name:
        draw = lambda sigma, following: noise.draw()  # noqa: E731
        result = sampler(model, start, sigmas, noise_sampler=draw, disable=True)
    else:
        result = sampler(model, start, sigmas, disable=True)
    assert isinstance(result, Tensor)
    return result


ANCESTRAL = [("dpmpp_2s_a", "dpmpp_2s_ancestral"), ("euler_a", "euler_ancestral")]


@pytest.mark.parametrize("schedule", product(list(SPACING), ["normal", "karras", "sgm_uniform"]))
@pytest.mark.parametrize(("id_", "name"), ANCESTRAL)
@pytest.mark.parametrize("clean", [None, CLEAN])
def test_against_k_diffusion(id_: str, name: str, schedule: str, clean: Tensor | None) -> None:
    sampling = Sampling(id_, schedule, 5, 1.0 if clean is None else 0.6)
    ours = denoise(our_denoiser(Prediction.EPSILON), clean, sampling, source())
    levels = their_scheduler("euler", schedule, Prediction.EPSILON)
    levels.set_timesteps(5)
    sigmas = levels.sigmas[5 - sampling.executed :]
    noise = source()
    start = noise.initial() * sigmas[0] + (0 if clean is None else clean)
    assert_equal(ours, k_latents(name, sigmas, start, noise))


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("euler", "euler"),
        ("heun", "heun"),
        ("dpm2", "dpm_2"),
        ("dpm2_a", "dpm_2_ancestral"),
        ("lms", "lms"),
        ("dpmpp_2m", "dpmpp_2m"),
        ("dpmpp_2m_sde", "dpmpp_2m_sde"),
        ("dpmpp_sde", "dpmpp_sde"),
    ],
)
def test_what_a1111_users_know(id_: str, name: str) -> None:
    """On the same sigmas diffusers' samplers are k-diffusion's, those of A1111.

    The U-Net is told one timestep throughout, since diffusers' multistep schedulers tell it
    whole ones and k-diffusion does not.
    """
    network = unet_network(unet("sd"))
    blind = guided(
        lambda latents, level, conditioning: network(
            latents, replace(level, timestep=500.0), conditioning
        ),
        models.always(POSITIVE),
        models.always(NEGATIVE),
        CFG,
        DiffusionLaw(),
    )
    ours = denoise(blind, None, Sampling(id_, "exponential", 5), source())
    levels = their_scheduler("euler", "exponential", Prediction.EPSILON)
    levels.set_timesteps(5)
    noise = source()
    top = levels.sigmas[0]
    if id_.startswith("dpmpp_2m"):  # diffusers starts these from unit noise without any signal
        top = (top**2 + 1) ** 0.5
    start = noise.initial() * top
    assert_equal(ours, k_latents(name, levels.sigmas, start, noise, 500.0))
