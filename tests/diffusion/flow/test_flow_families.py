"""The door for families: flow-matching transformers that are one file each, and no line more.

Both are tiny, of diffusers' real classes, and must equal diffusers' own pipelines.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from torch import Tensor

from ritocco.device import find_device
from ritocco.diffusion import inpaint
from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.conditioning import Conditioning
from ritocco.diffusion.denoise import denoise
from ritocco.diffusion.extras import NO_EXTRAS, Extras, Reference
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.families.family import Family, Guidance
from ritocco.diffusion.guidance import guided
from ritocco.diffusion.laws import DiffusionLaw, FlowLaw
from ritocco.diffusion.level import Level
from ritocco.diffusion.memory import MemoryPlan, plan_memory
from ritocco.diffusion.noise import NoiseSource, Seed
from ritocco.diffusion.paint import paint
from ritocco.diffusion.preview import projected
from ritocco.diffusion.samplers import SAMPLERS, Sampling
from ritocco.diffusion.seams import Denoiser
from ritocco.diffusion.sniff import sniff
from ritocco.diffusion.walks import first_order
from ritocco.engine import View
from ritocco.errors import BadRecipe
from ritocco.geometry import Size
from ritocco.recipe.recipe import Content, Diffusion
from ritocco.watch import Watch
from tests.diffusion.flow import klein, z_image
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = [pytest.mark.usefixtures("one_thread"), pytest.mark.filterwarnings("ignore")]

SIDE = 64
CLOSE = 1e-4
WORDS, AGAINST = "a red boat", "fog"


def _seeded(make: Callable[[], Any], seed: int) -> Any:
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(seed)
        module = make().eval().requires_grad_(False)
        for name, weight in module.named_parameters():
            if weight.dim() < 2 or not weight.any():  # some start as zeros and would hide errors
                weight.add_(torch.randn_like(weight) * 0.2)
            assert weight.isfinite().all(), name
    return module


@dataclass(frozen=True)
class Tiny:
    """A family, the modules of a model of it, and diffusers' pipeline for them."""

    family: Family
    modules: dict[str, Any]
    pipeline: Any

    def reader(self) -> Any:
        return self.family.reader([self.modules["text_encoder"]])

    def denoiser(self, cfg: float, extras: Extras = NO_EXTRAS) -> Denoiser:
        network = self.family.network(self.modules["transformer"], Size(SIDE, SIDE), extras)
        prompts = self.reader().encode_pair(WORDS, AGAINST, 1)
        return guided(network, *prompts, cfg, self.family.law)

    @property
    def shape(self) -> tuple[int, int, int]:
        side = SIDE // self.family.latents.factor
        return self.family.latents.channels, side, side


def _klein(family: Family, distilled: bool) -> Tiny:
    modules = {
        "transformer": _seeded(klein.tiny_transformer, 1),
        "vae": _seeded(klein.tiny_vae, 2),
        "text_encoder": _seeded(klein.tiny_qwen, 3),
    }
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    pipeline = diffusers.Flux2KleinPipeline(
        scheduler, modules["vae"], None, None, modules["transformer"], is_distilled=distilled
    )
    pipeline.set_progress_bar_config(disable=True)
    return Tiny(family, modules, pipeline)


def _z_image() -> Tiny:
    modules = {
        "transformer": _seeded(z_image.tiny_transformer, 1),
        "vae": _seeded(z_image.tiny_vae, 2),
        "text_encoder": _seeded(klein.tiny_qwen, 3),
    }
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(shift=z_image.SHIFT)
    pipeline = diffusers.ZImagePipeline(
        scheduler, modules["vae"], None, None, modules["transformer"]
    )
    pipeline.set_progress_bar_config(disable=True)
    return Tiny(z_image.Z_IMAGE, modules, pipeline)


TINY = {
    "klein": _klein(klein.KLEIN, distilled=True),
    "klein-base": _klein(klein.KLEIN_BASE, distilled=False),
    "z-image": _z_image(),
}


def theirs(tiny: Tiny, steps: int, cfg: float, **more: Any) -> Tensor:
    """diffusers' final latents, as the VAE takes them."""
    read = tiny.reader()
    positive, negative = read.hidden(WORDS), read.hidden(AGAINST)
    source = NoiseSource([Seed(5)], tiny.shape)
    given: dict[str, Any] = {
        "height": SIDE,
        "width": SIDE,
        "num_inference_steps": steps,
        "latents": source.initial(),
        "output_type": "latent",
        **more,
    }
    if isinstance(tiny.pipeline, diffusers.ZImagePipeline):
        given |= {"prompt_embeds": [positive[0]], "negative_prompt_embeds": [negative[0]]}
        given["guidance_scale"] = cfg - 1  # theirs weighs the difference from the prompt's side
    else:
        given |= {"prompt_embeds": positive, "negative_prompt_embeds": negative}
        given["guidance_scale"] = cfg
    with torch.no_grad():
        latents: Tensor = tiny.pipeline(**given).images
    if isinstance(tiny.pipeline, diffusers.ZImagePipeline):  # it hands back the network's own
        return tiny.family.latents.outof(tiny.modules["vae"], latents)
    return latents


def ours(tiny: Tiny, sampling: Sampling, cfg: float, extras: Extras = NO_EXTRAS) -> Tensor:
    """Our final latents, held by a mask of ones, as the VAE takes them."""
    known = torch.randn(1, *tiny.shape, generator=torch.Generator().manual_seed(9))
    mask = torch.ones(1, 1, *tiny.shape[1:])
    denoiser = inpaint.held(tiny.denoiser(cfg, extras), known, mask)
    source = NoiseSource([Seed(5)], tiny.shape)
    latents = inpaint.restored(denoise(denoiser, None, sampling, source), known, mask)
    return tiny.family.latents.outof(tiny.modules["vae"], latents)


def assert_equal(one: Tensor, other: Tensor) -> None:
    assert one.shape == other.shape
    assert ((one - other).abs().max() / other.abs().max()).item() < CLOSE


@pytest.mark.parametrize(
    ("name", "steps", "cfg"), [("klein", 4, 1.0), ("klein-base", 6, 4.0), ("z-image", 8, 4.0)]
)
def test_they_equal_diffusers_pipelines(name: str, steps: int, cfg: float) -> None:
    tiny = TINY[name]
    sampling = Sampling("euler", None, steps, law=tiny.family.law)
    expected = theirs(tiny, steps, cfg)
    assert_equal(ours(tiny, sampling, cfg), expected)
    # What could be wrong would show: other words and another guidance are other latents.
    assert (ours(tiny, sampling, cfg + 1) - expected).abs().max() > 0.01 or cfg == 1
    assert (
        ours(tiny, Sampling("euler", None, steps + 1, law=tiny.family.law), cfg) - expected
    ).abs().max() > 0.01


def test_a_reference_is_seen() -> None:
    tiny = TINY["klein"]
    picture = np.random.default_rng(1).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    from PIL import Image

    pixels = torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1
    vae = tiny.modules["vae"]
    with torch.no_grad():
        latents = tiny.family.latents.into(vae, vae.encode(pixels).latent_dist.mode())
    sampling = Sampling("euler", None, 4, law=tiny.family.law)
    seen = ours(tiny, sampling, 1.0, Extras(references=(Reference(latents),)))
    assert_equal(seen, theirs(tiny, 4, 1.0, image=Image.fromarray(picture)))
    assert (seen - ours(tiny, sampling, 1.0)).abs().max() > 0.01


@pytest.mark.parametrize("name", TINY)
@pytest.mark.parametrize("id_", [id_ for id_, row in SAMPLERS.items() if row.flow])
def test_known_latents_stay_exact_on_every_sampler_that_a_flow_has(name: str, id_: str) -> None:
    tiny = TINY[name]
    known = torch.randn(1, *tiny.shape, generator=torch.Generator().manual_seed(9))

    def change(weight: float, strength: float) -> float:
        mask = torch.zeros(1, 1, *tiny.shape[1:])
        mask[..., 0] = weight
        sampling = Sampling(id_, None, 6, strength, tiny.family.law)
        source = NoiseSource([Seed(5)], tiny.shape)
        denoiser = inpaint.held(tiny.denoiser(1.0), known, mask)
        painted = inpaint.restored(denoise(denoiser, known, sampling, source), known, mask)
        assert torch.equal(painted[..., 1:], known[..., 1:])
        return float((painted - known)[..., 0].abs().mean())

    for strength in (0.4, 1.0):
        assert change(1.0, strength) > change(0.3, strength) > 0  # a soft mask stays soft


@pytest.mark.parametrize("name", ["klein", "z-image"])
def test_strength_means_the_same_noise_in_every_family(name: str) -> None:
    law = TINY[name].family.law
    assert isinstance(law, FlowLaw)
    levels = law.levels(4, 0.5, 4096)
    assert levels[0].noise == pytest.approx(0.617, abs=2e-3)  # as SD's: sigma 1.61 there
    assert [level.remaining for level in levels] == [0.5, 0.375, 0.25, 0.125]
    assert [level.following for level in levels] == [one.noise for one in levels[1:]] + [0.0]
    assert law.levels(4, 1.0, 4096)[0].noise == 1.0
    assert law.executed(4, 0.0) == 0


def test_kleins_levels_are_the_published_ones() -> None:
    law = TINY["klein"].family.law
    assert isinstance(law, FlowLaw)
    shares = [level.noise for level in law.levels(4, 1.0, 4096)]
    assert shares == pytest.approx([1, 0.967, 0.908, 0.767], abs=1e-3)


def test_a_sampler_that_a_flow_has_not_is_refused_by_name() -> None:
    with pytest.raises(BadRecipe, match=r"no sampler DEIS. It has: Euler, Euler a, DDIM, .*LCM"):
        Sampling("deis", None, 4, law=TINY["klein"].family.law)


@pytest.mark.parametrize("id_", [id_ for id_, row in SAMPLERS.items() if row.flow])
def test_a_perfect_denoiser_is_followed_to_its_picture(id_: str) -> None:
    clean = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    sampling = Sampling(id_, None, 5, law=FlowLaw(z_image.spacing))
    result = denoise(
        lambda latents, level: clean, None, sampling, NoiseSource([Seed(1)], (4, 8, 8))
    )
    torch.testing.assert_close(result, clean, rtol=0, atol=1e-5)


def test_the_two_step_solver_is_diffusers() -> None:
    scheduler = diffusers.DPMSolverMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=z_image.SHIFT
    )
    scheduler.set_timesteps(8)
    signal = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(2))

    def some(latents: Tensor, level: Level) -> Tensor:
        return 0.7 * signal + level.alpha * 0.3 * latents

    law = FlowLaw(lambda steps, positions: scheduler.sigmas[:-1].tolist())
    source = NoiseSource([Seed(3)], (4, 8, 8))
    ours_ = denoise(some, None, Sampling("dpmpp_2m", None, 8, law=law), source)
    theirs_ = NoiseSource([Seed(3)], (4, 8, 8)).initial()
    levels = law.levels(8, 1.0, 64)
    for level, timestep in zip(levels, scheduler.timesteps, strict=True):
        output = law.output(some(theirs_, level), theirs_, level)
        theirs_ = scheduler.step(output, timestep, theirs_, return_dict=False)[0]
    assert_equal(ours_, theirs_)
    first = denoise(
        some, None, Sampling("euler", None, 8, law=law), NoiseSource([Seed(3)], (4, 8, 8))
    )
    assert (first - theirs_).abs().max() > 2e-3


def test_one_step_serves_every_law() -> None:
    """On Stable Diffusion's law it is DDIM's, here in diffusers' own scheduler."""
    law = DiffusionLaw()
    generator = torch.Generator().manual_seed(2)
    signal = torch.randn(1, 4, 8, 8, generator=generator)

    def perhaps(latents: Tensor, level: Level) -> Tensor:
        return 0.7 * signal + 0.1 * latents

    levels: list[Level] = []

    def noted(latents: Tensor, level: Level) -> Tensor:
        levels.append(level)
        return perhaps(latents, level)

    source = NoiseSource([Seed(3)], (4, 8, 8))
    sampling = Sampling("euler", None, 6, law=law)
    expected = denoise(noted, None, sampling, source)
    unit = NoiseSource([Seed(3)], (4, 8, 8)).initial()
    sigma = levels[0].noise / levels[0].alpha
    noisy = unit * (sigma**2 + 1) ** 0.5 * levels[0].alpha
    for level, following in zip(levels, [*levels[1:], Level(6, 0.0, 1.0, 0.0, 0.0)], strict=True):
        noisy = first_order(noisy, perhaps(noisy, level), level, following)
    torch.testing.assert_close(noisy, expected, rtol=1e-4, atol=1e-4)


def saved(tiny: Tiny, folder: Path) -> Path:
    """The model as a diffusers folder."""
    for part, module in tiny.modules.items():
        module.save_pretrained(folder / part)
    distilled = tiny.family.guidance is Guidance.NONE
    index = {"_class_name": type(tiny.pipeline).__name__, "is_distilled": distilled}
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


@pytest.mark.parametrize("name", TINY)
def test_a_folder_is_recognised_loaded_and_painted_with(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = TINY[name]
    monkeypatch.setitem(FAMILIES, tiny.family.id, tiny.family)
    folder = saved(tiny, tmp_path / "model")
    assert sniff(folder).family == tiny.family.id
    plan = plan_memory(tiny.family, Size(SIDE, SIDE), 1, find_device("cpu"))
    plan = MemoryPlan(plan.device, torch.float32, torch.float32)
    model = load_model(folder, plan)
    for part, module in tiny.modules.items():
        read = model.modules[part].state_dict()
        assert all(torch.equal(read[key], value) for key, value in module.state_dict().items())

    steps, cfg = 4, 3.0
    asked = Diffusion(
        model="m", prompt=WORDS, negative=AGAINST, steps=steps, sampler="euler", cfg=cfg,
        content=Content.NOISE,
    )  # fmt: skip
    pixels = np.full((SIDE, SIDE, 3), 0.5, np.float32)
    everything = np.ones((SIDE, SIDE), np.float32)
    shown: list[Any] = []
    watch = Watch(lambda *_: None, None, shown.append)
    view = View(pixels, everything, everything > 0)
    painted = paint(model, model.reader(), view, asked, Seed(5), watch)

    latents = theirs(tiny, steps, 1.0 if tiny.family.guidance is Guidance.NONE else cfg)
    with torch.no_grad():
        decoded = tiny.modules["vae"].decode(latents).sample
    expected = (decoded / 2 + 0.5).clamp(0, 1)[0].permute(1, 2, 0).numpy()
    assert np.abs(painted - expected).max() < CLOSE
    assert len(shown) == steps
    side = SIDE // 8
    assert shown[0].shape == (side, side, 3)


def test_packed_latents_are_the_same_there_and_back() -> None:
    tiny = TINY["klein"]
    encoded = torch.randn(2, klein.VAE_CHANNELS, 8, 6, generator=torch.Generator().manual_seed(4))
    space, vae = tiny.family.latents, tiny.modules["vae"]
    latents = space.into(vae, encoded)
    assert latents.shape == (2, klein.CHANNELS, 4, 3)
    torch.testing.assert_close(space.outof(vae, latents), encoded, rtol=1e-5, atol=1e-5)
    assert projected(latents, space).shape == (2, 8, 6, 3)


def test_prompts_of_their_own_length_run_one_by_one() -> None:
    rows: list[tuple[int, int]] = []

    def network(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        rows.append((len(latents), conditioning.against))
        return latents

    prompts = TINY["z-image"].reader().encode_pair(WORDS, AGAINST, 1)
    denoiser = guided(network, *prompts, 4.0, FlowLaw(z_image.spacing))
    denoiser(torch.zeros(2, 4, 8, 8), Level(0, 999.0, 0.0, 1.0, 1.0))
    assert rows == [(2, 2), (2, 0)]  # the negative's rows say so
