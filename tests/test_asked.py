"""What the command line asks for, of options and a recipe together."""

import json
from argparse import Namespace
from dataclasses import replace

import pytest

from ritocco.cli import asked
from ritocco.cli.main import _parser
from ritocco.cli.other_kind import other_kind
from ritocco.errors import BadRecipe, NotFound, TooLarge
from ritocco.geometry import Size
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.recipe.second_pass import SecondPass

FIELDS = "Steps: 6, Sampler: Euler, CFG scale: 5"


def recipe_by(command: str, *words: object, recipe: object = None):
    rest = ("--size", "64x64") if command == "generate" else ("in.png",)
    more = ("--recipe", recipe) if recipe else ()
    line = [command, *rest, "--model", "mini", *words, *more, "-o", "out.png"]
    options = _parser().parse_args([str(word) for word in line])
    return asked.recipe_of(options, Kind(command), Size(64, 64))


@pytest.fixture
def written(tmp_path):
    def write(text: str):
        path = tmp_path / "recipe.txt"
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize("command", ["refine", "inpaint", "generate"])
def test_a_web_ui_recipe_is_the_same_as_its_options(written, command):
    told = recipe_by(command, recipe=written(f"a cat\nNegative prompt: fog\n{FIELDS}, Seed: 41"))
    by_hand = ("--prompt", "a cat", "--negative", "fog", "--steps", 6, "--sampler", "Euler")
    assert told.recipe == recipe_by(command, *by_hand, "--cfg", 5, "--seed", 41).recipe


def test_a_second_pass_by_a_text_is_the_same_as_by_options_and_these_win(written):
    hires = "Denoising strength: 0.4, Hires upscale: 3, Hires upscaler: Latent, Hires steps: 4"
    path = written(f"a cat\n{FIELDS}, Seed: 41, {hires}, Hires prompt: a dog")
    told = recipe_by("generate", recipe=path).recipe
    by_hand = ("--second-pass", 0.4, "--second-steps", 4, "--second-prompt", "a dog")
    seed = ("--prompt", "a cat", "--steps", 6, "--sampler", "Euler", "--cfg", 5, "--seed", 41)
    made = recipe_by("generate", *seed, *by_hand, "--upscale", 3).recipe
    plain = Upscale(factor=3.0, strength=0.0)
    assert told == replace(made, upscale=plain)
    assert made.upscale == Upscale(factor=3.0)
    more = ("--second-pass", 0.9, "--upscale", "200x", "--upscale-model", "mine")
    won = recipe_by("generate", *more, recipe=path).recipe
    assert won.upscale == Upscale(model="mine", width=200)
    assert won.second_pass == SecondPass(strength=0.9, steps=4, prompt="a dog")
    assert recipe_by("refine", recipe=path).recipe.second_pass is None
    usual = recipe_by("generate", "--prompt", "a cat", "--second-pass").recipe
    assert (usual.second_pass, usual.upscale) == (SecondPass(), Upscale(factor=2.0))
    by = recipe_by("generate", "--prompt", "a cat", "--second-pass", "--upscale-model", "mine")
    assert by.recipe.upscale == Upscale(model="mine", factor=2.0)


def test_an_upscale_refines_by_a_web_ui_recipe(written):
    path = written(f"a cat\n{FIELDS}, Seed: 41, Denoising strength: 0.4")
    rest = ["upscale", "in.png", "--refine-with", "mini", "--scale", "2", "-o", "out.png"]
    options = _parser().parse_args([*rest, "--recipe", str(path)])
    made = asked.recipe_of(options, Kind.UPSCALE, Size(64, 64)).recipe.diffusion
    assert (made.content, made.strength, made.prompt) == (Content.ORIGINAL, 0.4, "a cat")


def test_an_upscale_in_place_leaves_the_prompt_of_a_recipe_away(written):
    path = written(f"a cat\n{FIELDS}, Seed: 41")
    options = _parser().parse_args(
        ["upscale", "in.png", "--scale", "1", "-o", "out.png", "--recipe", str(path)]
    )
    made = asked.recipe_of(options, Kind.UPSCALE, Size(64, 64))
    assert (made.recipe.diffusion, made.recipe.seed) == (None, 41)
    assert "nothing is refined" in made.hints[0]


def test_an_empty_picture_of_more_than_memory_is_refused():
    line = ["generate", "--size", "99999x99999", "--prompt", "a", "-o", "out.png"]
    with pytest.raises(TooLarge, match="99999 x 99999 pixels would take"):
        asked.picture_of(_parser().parse_args(line))


def test_a_seed_that_nobody_says_is_drawn(written):
    for text in (f"a cat\n{FIELDS}", f"a cat\n{FIELDS}, Seed: -1"):
        assert len({recipe_by("refine", recipe=written(text)).recipe.seed for _ in range(4)}) > 1


def test_options_win_over_values_that_are_none(written):
    path = written("a cat\nSteps: many, Sampler: Restart, Schedule type: Wavy, Seed: x")
    with pytest.raises(BadRecipe, match="give --steps"):
        recipe_by("refine", recipe=path)
    told = recipe_by("refine", "--steps", 9, "--seed", 5, "--sampler", "ddim", recipe=path)
    assert (told.recipe.seed, told.recipe.diffusion.steps) == (5, 9)
    assert told.recipe.diffusion.schedule == ""


def test_json_is_read_in_the_same_way(tmp_path):
    path = tmp_path / "a.json"
    data = {"seed": 2**40 + 7, "diffusion": {"steps": 6.0, "prompt": "a cat", "cfg": "strong"}}
    path.write_text(json.dumps(data))
    with pytest.raises(BadRecipe, match="cfg"):
        recipe_by("refine", recipe=path)
    told = recipe_by("refine", "--cfg", 5, recipe=path).recipe
    assert (
        told
        == recipe_by("refine", "--seed", 7, "--steps", 6, "--prompt", "a cat", "--cfg", 5).recipe
    )


def test_a_recipe_of_ours_does_other_work_as_that_usually_is(tmp_path):
    path = tmp_path / "a.json"
    inpaint = Recipe(kind=Kind.INPAINT, seed=3, grow=2, diffusion=Diffusion(model="m", steps=9))
    path.write_text(inpaint.to_json())
    made = recipe_by("refine", recipe=path).recipe
    assert (made.seed, made.grow, made.diffusion.steps) == (3, 2, 9)
    assert (made.diffusion.strength, made.diffusion.content) == (0.5, Content.ORIGINAL)
    assert recipe_by("inpaint", recipe=path).recipe.diffusion.model == "mini"


@pytest.mark.parametrize(
    ("made_by", "command", "again"),
    [
        ("inpaint", "generate", "ritocco inpaint PICTURE --mask MASK --recipe"),
        ("refine", "generate", "ritocco refine PICTURE --recipe"),
        ("outpaint", "generate", "ritocco outpaint PICTURE --left 8 --top 16 --recipe"),
        ("generate", "inpaint", "ritocco generate --recipe"),
        ("generate", "upscale", "ritocco generate --recipe"),
        ("generate", "generate", None),
        ("inpaint", "refine", None),
        (None, "generate", None),
    ],
)
def test_how_to_make_a_recipes_picture_again_is_told_where_this_is_not_it(
    tmp_path, made_by, command, again
):
    path = tmp_path / "my reply.json"
    path.write_text(json.dumps({"kind": made_by, "extend": {"left": 8, "right": 0, "top": 16}}))
    told = other_kind(Namespace(recipe=str(path)), Kind(command))
    assert [words.partition("again by: ")[2] for words in told] == (
        [f"{again} '{path}' -o OUT"] if again else []
    )


@pytest.mark.parametrize(
    ("command", "words", "candidate"),
    [
        ("fill", (), 3),
        ("fill", ("--candidate", "1"), 1),
        ("outpaint", ("--left", "9"), 3),
        ("outpaint", ("--left", "9", "--model", "mini"), 0),
        ("inpaint", ("--model", "mini"), 0),
        ("upscale", (), 0),
    ],
)
def test_which_candidate_a_recipe_names_goes_only_where_there_are_some(
    tmp_path, command, words, candidate
):
    path = tmp_path / "recipe.json"
    path.write_text(Recipe(candidate=3, seed=8).to_json())
    line = [command, "in.png", *words, "--recipe", str(path), "-o", "out.png"]
    options = _parser().parse_args(line)
    made = asked.recipe_of(options, Kind(command), Size(64, 64)).recipe
    assert (made.candidate, made.seed) == (candidate, 8)


@pytest.mark.parametrize(
    ("command", "option"), [("refine", "--model"), ("upscale", "--refine-with")]
)
def test_a_model_that_is_not_here_is_told_with_what_to_do(written, command, option):
    path = written(f"a cat\n{FIELDS}, Seed: 41, Model: somebody's mix")
    line = [command, "in.png", "-o", "out.png", "--recipe", str(path)]
    with pytest.raises(NotFound, match=f"somebody's mix.*give {option}"):
        asked.recipe_of(_parser().parse_args(line), Kind(command), Size(64, 64))
    line += [option, "mini"]
    made = asked.recipe_of(_parser().parse_args(line), Kind(command), Size(64, 64))
    assert made.recipe.diffusion.model == "mini"


@pytest.mark.parametrize(
    ("words", "text", "kind"),
    [
        ((), "", Kind.FILL),
        (("--prompt", "a cat"), "", Kind.INPAINT),
        (("--left", "8"), f"a cat\n{FIELDS}", Kind.OUTPAINT),
        ((), f"a cat\n{FIELDS}", Kind.INPAINT),
        ((), '{"kind": "refine", "diffusion": {"model": "mini"}}', Kind.REFINE),
        ((), '{"seed": 3}', Kind.FILL),
    ],
)
def test_a_plan_is_of_what_the_recipe_does(written, words, text, kind):
    more = ("--recipe", str(written(text))) if text else ()
    options = _parser().parse_args(["plan", "in.png", *words, *more])
    assert asked.planned_kind(options) is kind
