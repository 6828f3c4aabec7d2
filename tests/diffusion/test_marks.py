"""What a model says of itself is followed, or refused by name; never passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.headers import Contents
from ritocco.diffusion.laws import Betas, Curve, DiffusionLaw, Law, Prediction
from ritocco.diffusion.memory import MemoryPlan
from ritocco.diffusion.sniff import SniffedModel, check_whole, judge, sniff
from ritocco.errors import BadModel

from .ldm_files import as_ldm, save, save_folder, shipped, small
from .models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

PLAIN = MemoryPlan("cpu", torch.float32, torch.float32)
UNET = {
    "model.diffusion_model.input_blocks.0.0.weight": (320, 4, 3, 3),
    "conditioner.embedders.1.model.ln_final.weight": (1280,),
}


def law_of(found: SniffedModel) -> Law:
    """The law of a model that says this."""
    return FAMILIES[found.family].law.marked(found.marks)


V = DiffusionLaw(Prediction.V)
PURE = DiffusionLaw(Prediction.V, zero_snr=True, trailing=True)


@pytest.mark.parametrize(
    ("metadata", "keys", "law"),
    [
        ({}, (), DiffusionLaw()),
        ({"modelspec.prediction_type": "v"}, (), V),
        ({"modelspec.prediction_type": "V_Prediction"}, (), V),
        ({"modelspec.prediction_type": "epsilon"}, (), DiffusionLaw()),
        ({"ss_v_parameterization": "True"}, (), V),
        ({"ss_v_parameterization": "True", "ss_zero_terminal_snr": "True"}, (), PURE),
        ({}, ("v_pred",), V),
        ({}, ("v_pred", "ztsnr"), PURE),
        ({"modelspec.prediction_type": "epsilon"}, ("v_pred", "ztsnr"), PURE),
    ],
)
def test_a_file_says_its_law(metadata, keys, law) -> None:
    assert law_of(judge("a", Contents(UNET | dict.fromkeys(keys, (0,)), metadata))) == law


@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_a_file_runs_as_it_says(family: str, tmp_path: Path) -> None:
    written = small(family)
    marks = {"v_pred": torch.tensor([]), "ztsnr": torch.tensor([])}
    path = save(tmp_path / "a.safetensors", as_ldm(written) | marks)
    configs = written.save_configs(tmp_path / "c")
    assert load_model(path, PLAIN, configs=configs).law == PURE
    said = load_model(path, PLAIN, configs=configs, prediction=Prediction.EPSILON).law
    assert said.prediction is Prediction.EPSILON  # a person knows better than the file


@pytest.mark.parametrize(
    ("scheduler", "law"),
    [
        ({}, DiffusionLaw()),
        ({"prediction_type": "v_prediction"}, V),
        ({"prediction_type": "v_prediction", "rescale_betas_zero_snr": True}, PURE),
        ({"timestep_spacing": "trailing"}, DiffusionLaw(trailing=True)),
        ({"timestep_spacing": "leading", "steps_offset": 1}, DiffusionLaw()),
        (
            {"beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02},
            DiffusionLaw(betas=Betas(0.0001, 0.02, Curve.LINEAR)),
        ),
        ({"beta_end": 0.014}, DiffusionLaw(betas=Betas(last=0.014))),
    ],
)
def test_a_folder_says_its_law(scheduler, law, tmp_path: Path) -> None:
    assert law_of(sniff(folder(tmp_path / "model", scheduler=scheduler))) == law


def test_a_folder_runs_as_its_scheduler_says(tmp_path: Path) -> None:
    path = save_folder(tmp_path / "model", small("sd1"), **{"ritocco.family": "sd1"})
    (path / "scheduler").mkdir()
    said = {"prediction_type": "v_prediction", "beta_end": 0.014, "timestep_spacing": "trailing"}
    (path / "scheduler" / "scheduler_config.json").write_text(json.dumps(said))
    assert load_model(path, PLAIN).law == DiffusionLaw(
        Prediction.V, betas=Betas(last=0.014), trailing=True
    )


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("edm_vpred.sigma_max", "edm_vpred.sigma_min"), "a CosXL model, trained on noise levels"),
        (("edm_mean", "edm_std"), "a Playground 2.5 model, trained on noise levels"),
        (("edm_something",), "a model trained on noise levels of its own"),
    ],
)
def test_models_of_other_laws_are_refused_by_name(keys, words: str) -> None:
    with pytest.raises(BadModel, match=rf"^odd is {words}"):
        judge("odd", Contents(UNET | dict.fromkeys(keys, (1,))))


def test_a_mark_that_nobody_knows_is_not_passed_over() -> None:
    with pytest.raises(BadModel, match=r"carries the mark 'x0_pred'"):
        judge("odd", Contents(UNET | {"x0_pred": (0,)}))
    harmless = {"logit_scale": (), "betas": (1000,), "model_ema.decay": (), "scale_factor": ()}
    assert judge("usual", Contents(UNET | harmless)).family == "sdxl"


@pytest.mark.parametrize("said", ["flow", "sample", "x0"])
def test_an_unknown_prediction_is_refused_by_name(said: str) -> None:
    with pytest.raises(BadModel, match=f"says that its network predicts '{said}'"):
        judge("odd", Contents(UNET, {"modelspec.prediction_type": said}))


def folder(path: Path, unet=None, scheduler=None) -> Path:
    for name, value in (
        ("model_index.json", {"_class_name": "StableDiffusionPipeline"}),
        ("unet/config.json", shipped("sd1", "unet") | (unet or {})),
        ("scheduler/scheduler_config.json", scheduler or {}),
    ):
        (path / name).parent.mkdir(exist_ok=True, parents=True)
        (path / name).write_text(json.dumps(value))
    return path


@pytest.mark.parametrize(
    ("scheduler", "words"),
    [
        ({"_class_name": "EDMEulerScheduler"}, "was trained on noise levels of its own"),
        ({"_class_name": "FlowMatchEulerDiscreteScheduler"}, "was trained by flow matching"),
        ({"use_flow_sigmas": True}, "was trained by flow matching"),
        ({"timestep_type": "continuous"}, "was trained on noise levels of its own"),
        ({"trained_betas": [0.1]}, "a noise schedule of its own"),
        ({"beta_schedule": "squaredcos_cap_v2"}, "a noise schedule of its own"),
        ({"beta_start": "low"}, "a damaged scheduler_config"),
        ({"num_train_timesteps": 100}, "was trained on 100 timesteps"),
        ({"prediction_type": "sample"}, "predicts 'sample'"),
    ],
)
def test_schedulers_of_other_laws_are_refused_by_name(scheduler, words, tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=f"^odd (has|says|was).*{words}|^odd {words}"):
        sniff(folder(tmp_path / "odd", scheduler=scheduler))


@pytest.mark.parametrize("more", ["time_cond_proj_dim", "class_embed_type", "encoder_hid_dim_type"])
def test_a_unet_that_wants_to_be_told_more_is_refused_by_name(more: str, tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=rf"be told more than a prompt \({more}\)"):
        sniff(folder(tmp_path / "odd", unet={more: 256}))


def test_the_scale_of_latents_is_the_vaes_own(tmp_path: Path) -> None:
    path = save_folder(tmp_path / "model", small("sd1"), **{"ritocco.family": "sd1"})
    config = path / "vae" / "config.json"
    usual = json.loads(config.read_text())

    def latents(says, **beside):
        config.write_text(json.dumps(usual | says))
        return load_model(path, PLAIN, **beside).latents

    assert latents({}).scale == 0.18215
    assert latents({"scaling_factor": 0.5}).scale == 0.5
    assert latents({"shift_factor": 0.25}).shift == 0.25
    with pytest.raises(BadModel, match="latents have means of their own"):
        latents({"latents_mean": [0.0] * 4, "latents_std": [1.0] * 4})
    other = tmp_path / "vae"
    small("sd1").modules["vae"].save_pretrained(other)
    (other / "config.json").write_text(json.dumps(usual | {"scaling_factor": 0.7}))
    assert latents({"scaling_factor": 0.5}, vae=other).scale == 0.7
    single = save(
        tmp_path / "a.safetensors", as_ldm(small("sd1")) | {"scale_factor": torch.tensor(0.3)}
    )
    configs = small("sd1").save_configs(tmp_path / "c")
    assert load_model(single, PLAIN, configs=configs).latents.scale == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (("first_stage_model.",), "has no VAE inside. Choose a VAE beside it, or the complete"),
        (("cond_stage_model.",), "has no text encoder inside. Choose the complete"),
        (
            ("first_stage_model.", "cond_stage_model."),
            "is only the U-Net of a Stable Diffusion 1 model; text encoder and VAE are missing",
        ),
    ],
)
def test_what_a_single_file_lacks_is_told_by_its_names(gone, words: str) -> None:
    context = "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"
    shapes = {n: tuple(t.shape) for n, t in as_ldm(small("sd1")).items() if not n.startswith(gone)}
    found = judge("a", Contents(shapes | {context: (320, 768)}))
    with pytest.raises(BadModel, match=f"^a {words}"):
        check_whole("a", found)
    if gone == ("first_stage_model.",):
        check_whole("a", found, with_vae=True)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("model_ema.diffusion_modelinput_blocks00weight",), "a model of averaged weights alone"),
        (("input_blocks.0.0.weight", "time_embed.0.weight"), "only the U-Net of a model, without"),
    ],
)
def test_parts_alone_are_called_what_they_are(names, words: str) -> None:
    with pytest.raises(BadModel, match=f"^a is {words}"):
        judge("a", Contents(dict.fromkeys(names, (320, 4, 3, 3))))


@pytest.mark.parametrize(
    "more",
    [
        "model.diffusion_model.label_emb.0.0.weight",  # unCLIP
        "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.fuser.alpha",  # GLIGEN
        "first_stage_model.decoder.time_conv.weight",
        "cond_stage_model.transformer.text_model.gate.weight",
    ],
)
def test_weights_without_a_place_are_not_passed_over(more: str, tmp_path: Path) -> None:
    written = small("sd1")
    path = save(tmp_path / "a.safetensors", as_ldm(written) | {more: torch.ones(3, 3)})
    with pytest.raises(BadModel, match=r"holds 1 weights of its .* \(such as"):
        load_model(path, PLAIN, configs=written.save_configs(tmp_path / "c"))


def test_weights_without_a_place_in_a_folder_are_not_passed_over(tmp_path: Path) -> None:
    path = save_folder(tmp_path / "model", small("sd1"), **{"ritocco.family": "sd1"})
    file = path / "unet" / "diffusion_pytorch_model.safetensors"
    save(file, small("sd1").state("unet") | {"position_net.linears.0.weight": torch.ones(2)})
    with pytest.raises(BadModel, match="holds 1 weights of its U-Net that Ritocco has no place"):
        load_model(path, PLAIN)


@pytest.mark.parametrize("family", ["sd1", "sd2"])
def test_the_web_uis_config_beside_a_file_says_its_prediction(family: str, tmp_path: Path) -> None:
    path = save(tmp_path / "a.safetensors", as_ldm(small(family)))
    (tmp_path / "a.yaml").write_text(
        'model:\n  target: any\n  params:\n    parameterization: "v"\n    linear_start: 0.00085\n'
    )
    assert sniff(path).prediction is Prediction.V
    (tmp_path / "a.yaml").write_text("model:\n  params:\n    # parameterization: v\n")
    assert sniff(path).prediction is None
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "a.yaml").mkdir()
    assert sniff(path).prediction is None


def test_what_a_file_says_of_itself_counts_before_what_lies_beside_it(tmp_path: Path) -> None:
    said = {"modelspec.prediction_type": "epsilon"}
    path = save(tmp_path / "a.safetensors", as_ldm(small("sd1")), said)
    (tmp_path / "a.yaml").write_text("parameterization: v")
    assert sniff(path).prediction is Prediction.EPSILON
