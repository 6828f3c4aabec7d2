"""A model's own values: in its folder, in the catalogue, by its name; and recipes that follow."""

import json

import pytest

from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.sampler import Schedule
from ritocco.diffusion.samplers import SAMPLERS
from ritocco.installed.here import models_here
from ritocco.installed.own_values import following, own_values, own_values_at
from ritocco.library.catalogue import Catalogue
from ritocco.library.kinds import ModelKind
from ritocco.library.model_defaults import (
    _FEW_STEPS,
    _FIRST_TURBO,
    ANY_MODEL,
    LCM,
    ModelDefaults,
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


@pytest.mark.parametrize("own", [*OF.values(), _FIRST_TURBO, LCM, MINI])
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


@pytest.mark.parametrize("own", [ANY_MODEL, MINI, LCM, *OF.values()])
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
