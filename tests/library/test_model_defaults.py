"""A model's own values: in its folder, in the catalogue, by its name; and recipes that follow."""

import json

import pytest
import torch
from safetensors.torch import save_file

from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.sampler import Schedule
from ritocco.diffusion.samplers import SAMPLERS
from ritocco.installed.following import following, own_values_in
from ritocco.installed.here import models_here
from ritocco.installed.own_values import adapter_values_at, own_values, own_values_at
from ritocco.library.catalogue import Catalogue
from ritocco.library.kinds import ModelKind
from ritocco.library.model_defaults import (
    _FEW_STEPS,
    _FIRST_TURBO,
    _OF_ADAPTERS,
    ANY_MODEL,
    LCM,
    ModelDefaults,
    adapter_defaults_in_name,
    defaults_in_name,
)
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.recipe.tips import tips

MINI = ModelDefaults(sampler="dpmpp_2m", cfg=3.0, strength=0.55)
OF = dict(_FEW_STEPS)


@pytest.mark.parametrize(
    ("name", "sampler", "steps", "cfg"),
    [
        ("LCM_Dreamshaper_v7", "lcm", 6, 1.5),
        ("meadow-lcm", "lcm", 6, 1.5),
        ("sdxl_lightning_8step", "euler", 8, 1),
        ("SDXL-Lightning 4steps", "euler", 4, 1),
        ("juggernautXL_v9Rdphoto2Lightning", "euler", 4, 1),
        ("dreamshaperXL_lightningDPMSDE", "euler", 4, 1),
        ("DreamShaperXL_Turbo_v2_1", "dpmpp_sde", 7, 2),
        ("sdxlturbo", "euler_a", 4, 1),
        ("sd_xl_turbo_1.0_fp16", "euler_a", 4, 1),
        ("epicrealism_naturalSinHyper", "euler", 8, 1),
        ("Hyper-SDXL-1step", "euler", 1, 1),
        ("realDMD2_v1", "lcm", 6, 1),
    ],
)
def test_a_name_says_what_a_model_was_made_for(name, sampler, steps, cfg):
    told = defaults_in_name(name)
    assert (told.sampler, told.steps, told.cfg) == (sampler, steps, cfg)


@pytest.mark.parametrize(
    "name",
    ["", "meadow-v2", "hyperrealism_v3", "HyperRealistic", "hyper_real", "calcmodel", "512step",
     "deliberate_v2", "4stepsAhead"],
)  # fmt: skip
def test_other_names_say_nothing(name):
    assert defaults_in_name(name) == ANY_MODEL


@pytest.mark.parametrize(
    ("name", "sampler", "steps", "cfg", "least"),
    [
        ("lcm-lora-sdv1-5", "lcm", 4, 1, 4),
        ("LCM_LoRA_SDv15", "lcm", 4, 1, 4),
        ("Hyper-SD15-8steps-CFG-lora", "euler", 8, 6, 8),
        ("Hyper-SDXL-12steps-CFG-lora", "euler", 12, 6, 12),
        ("Hyper-SDXL-4steps-lora", "euler", 4, 1, 4),
        ("Hyper-SD15-1step-lora", "euler", 1, 1, 1),
        ("sdxl_lightning_4step_lora", "euler", 4, 1, 4),
        ("SDXL-Lightning", "euler", 4, 1, 4),
        ("sd_xl_turbo_lora_v1", "lcm", 4, 1, 1),
        ("TCD-SDXL-LoRA", "tcd", 4, 1, 4),
        ("dmd2_sdxl_4step_lora_fp16", "lcm", 4, 1, 4),
    ],
)
def test_a_name_says_what_a_lora_teaches(name, sampler, steps, cfg, least):
    told = adapter_defaults_in_name(name)
    assert (told.sampler, told.steps, told.cfg, told.least_steps) == (sampler, steps, cfg, least)
    assert told.size is None
    assert told.strength is None


@pytest.mark.parametrize(
    "name",
    ["lightning", "lightning_bolts_xl", "XL turbo cars", "hyper-detailed", "hyperrealism lora",
     "calculm", "blue_lightning_sd15"],
)  # fmt: skip
def test_a_lora_of_a_style_says_nothing(name):
    assert adapter_defaults_in_name(name) == ANY_MODEL


def test_a_lora_says_it_in_its_metadata_too(tmp_path):
    for key, value, sampler in (
        ("ss_output_name", "sdxl_lightning_8step_lora", "euler"),
        ("modelspec.title", "LCM for SD 1.5", "lcm"),
        ("modelspec.title", "Ink", None),
    ):
        path = tmp_path / f"{value[:3]}.safetensors"
        save_file({"x.lora_up.weight": torch.ones(1)}, path, {key: value})
        assert adapter_values_at(path).sampler == sampler
    (tmp_path / "lcm.pt").write_bytes(b"damaged")
    assert adapter_values_at(tmp_path / "lcm.pt").steps == 4


def test_a_recipe_follows_its_adapters_over_its_model(tmp_path, monkeypatch):
    """Whether a row or a tag names them; what was said stays; a style changes nothing."""
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    (tmp_path / "models" / "lora").mkdir(parents=True)
    quick = tmp_path / "models" / "lora" / "quick.safetensors"
    save_file({"x.lora_up.weight": torch.ones(1)}, quick, {"ss_output_name": "lcm"})
    tagged = {"prompt": "a <lora:ink:1> boat <lora:quick:0.9>"}
    rows = [{"name": "ink"}, {"kind": "lora", "name": "quick"}]
    for data in (
        {"diffusion": {"model": "mini", **tagged}},
        {"diffusion": {"model": "mini"}, "adapters": rows},
    ):
        made = Recipe.from_dict(following({"kind": "inpaint", **data}))
        asked = made.diffusion
        assert (asked.sampler, asked.schedule, asked.cfg) == ("lcm", "", 1)
        assert (asked.steps, asked.least_steps) == (4, 4)
        assert asked.strength == MINI.strength  # LoRAs say nothing of that
        assert following(made.to_dict()) == made.to_dict()
        hints = tips(made, own_values_in(made.to_dict()))
        assert [hint for hint in hints if "steps" in hint or "CFG" in hint] == []
    said = {"model": "mini", "steps": 9, "sampler": "euler", **tagged}
    kept = following({"kind": "inpaint", "diffusion": said})["diffusion"]
    assert (kept["steps"], kept["sampler"], kept["cfg"]) == (9, "euler", 1)
    by_alias = {"model": "mini", "prompt": "<lora:lcm:0.8>"}
    assert following({"kind": "inpaint", "diffusion": by_alias})["diffusion"]["steps"] == 4
    off = {"model": "mini", "prompt": "<lora:quick:0>"}
    assert following({"kind": "inpaint", "diffusion": off})["diffusion"]["sampler"] == "dpmpp_2m"
    for none in ([{"name": "ink"}], [{"name": "quick", "unet_strength": 0}], "quick", [3, {}]):
        data = {"kind": "inpaint", "diffusion": {"model": "mini"}, "adapters": none}
        assert following(data)["diffusion"]["sampler"] == "dpmpp_2m"


def test_a_recipe_that_held_every_value_before_stays_as_it_was():
    asked = Diffusion(model="x_lightning", steps=4, sampler="euler", schedule="sgm_uniform")
    stored = Recipe(kind=Kind.INPAINT, diffusion=asked).to_dict()
    del stored["diffusion"]["least_steps"]
    assert "least_steps" not in following({**stored, "version": 2})["diffusion"]
    assert "least_steps" not in following({**stored, "named": True})["diffusion"]


def test_what_is_said_by_hand_as_a_whole_loses_no_least_steps(tmp_path, monkeypatch):
    """As the dock asks for another one like a result: with all values, but for the one no knob
    turns."""
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    first = following({"kind": "inpaint", "model_size": 512, "diffusion": {"model": "x_lightning"}})
    assert first["diffusion"]["least_steps"] == 4
    again = {**Recipe.from_dict(first).to_dict(), "seed": 5}
    del again["diffusion"]["least_steps"]
    assert following(again)["diffusion"]["least_steps"] == 4


@pytest.mark.parametrize("own", [*OF.values(), *_OF_ADAPTERS.values(), _FIRST_TURBO, LCM, MINI])
def test_what_models_say_exists(own):
    assert own.sampler in SAMPLERS
    assert own.schedule is None or Schedule(own.schedule) in SAMPLERS[own.sampler].schedules
    assert ModelDefaults.from_dict({k: v for k, v in own.to_dict().items() if v is not None}) == own


@pytest.mark.parametrize("data", [{"cfg": "3"}, {"steps": 0}, {"steps": True}, {"seed": 1}])
def test_what_is_none_of_them_is_named(data):
    with pytest.raises(ValueError, match=next(iter(data))):
        ModelDefaults.from_dict(data)


def test_every_model_of_the_list_that_paints_may_say_its_own():
    known = {model.id: model.defaults for model in Catalogue.usual().models}
    assert known["sdxl"] == ModelDefaults(cfg=6.0)
    assert known["sd15"] == ANY_MODEL


def test_mini_says_its_own_and_is_listed_with_it():
    assert own_values("mini") == MINI
    listed = {model.name: model.to_dict() for model in models_here(ModelKind.MODEL)}
    assert listed["mini"]["defaults"] == MINI.to_dict()
    assert listed["mini"]["native"] == 256


def test_a_folder_says_itself_and_a_damaged_one_nothing(tmp_path):
    folder = tmp_path / "mine"
    (folder / "scheduler").mkdir(parents=True)
    index = {"_class_name": "StableDiffusionPipeline"}
    for said, own in (({"steps": 9}, ModelDefaults(steps=9)), ({"steps": "9"}, ANY_MODEL)):
        (folder / "model_index.json").write_text(json.dumps({**index, "ritocco.defaults": said}))
        assert own_values_at(folder) == own
    (folder / "scheduler" / "scheduler_config.json").write_text('{"_class_name": "LCMScheduler"}')
    assert own_values_at(folder) == LCM


@pytest.mark.parametrize(
    ("kind", "strength"), [(Kind.INPAINT, 0.55), (Kind.OUTPAINT, 0.55), (Kind.REFINE, 0.5)]
)
def test_a_recipe_follows_its_model_where_it_says_nothing(kind, strength):
    sides = {"extend": {"left": 8, "top": 0, "right": 0, "bottom": 0}}
    data = {"kind": kind, "diffusion": {"model": "mini"}}
    made = Recipe.from_dict(following({**data, **(sides if kind is Kind.OUTPAINT else {})}))
    asked = made.diffusion
    assert (asked.sampler, asked.cfg, asked.steps) == ("dpmpp_2m", 3, 25)
    assert asked.strength == strength
    # What is written holds all of it, so it stays so whatever a model says later.
    assert following(made.to_dict()) == made.to_dict()
    assert Recipe.from_json(made.to_json()) == made


def test_what_was_said_stays_and_a_schedule_belongs_to_its_sampler():
    said = {"kind": "inpaint", "diffusion": {"model": "x_lightning", "sampler": "ddim", "cfg": 4}}
    asked = following(said)["diffusion"]
    assert (asked["sampler"], asked["cfg"], asked["steps"]) == ("ddim", 4, 4)
    assert "schedule" not in asked
    turbo = following({"kind": "generate", "diffusion": {"model": "sd_turbo"}})
    assert turbo["model_size"] == 512
    assert "strength" not in turbo["diffusion"]


@pytest.mark.parametrize("own", [ANY_MODEL, MINI, LCM, *OF.values(), *_OF_ADAPTERS.values()])
def test_no_hint_speaks_against_what_a_model_says_itself(own):
    said = {name: of for name, of in own.to_dict().items() if of is not None and name != "size"}
    asked = Diffusion(model="m", prompt="a boat", **said)
    assert tips(Recipe(kind=Kind.INPAINT, diffusion=asked, model_size=own.size), own) == []


def test_hints_know_the_model():
    asked = Diffusion(model="m", prompt="a boat", cfg=7, sampler="dpmpp_2m")
    assert tips(Recipe(kind=Kind.INPAINT, diffusion=asked)) == []
    (burns,) = tips(Recipe(kind=Kind.INPAINT, diffusion=asked), MINI)
    assert burns.startswith("CFG 7 burns colours; 3 ")


def test_a_demonstration_is_the_one_family_that_paints_everything_in_one_window():
    assert [family.id for family in FAMILIES.values() if family.native.whole] == ["mini"]
