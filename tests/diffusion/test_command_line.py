"""inpaint, outpaint, refine, generate and grid, from files to files, on small models."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ritocco.cli.main import main
from ritocco.shipped import resource
from ritocco.webui.infotext import read
from tests.diffusion.adapters.small_files import lora

STEPS = [
    *("--steps", "3", "--model-size", "96", "--seed", "5", "--model", "sd1"),
    *("--content", "original"),  # padding would cost more than painting
]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    whole = Image.open(resource("pictures", "narwhal.webp")).convert("RGB")
    whole.crop((300, 200, 420, 296)).save(path)
    return path


@pytest.fixture
def hole(tmp_path: Path) -> Path:
    mask = np.zeros((96, 120), np.uint8)
    mask[40:60, 50:74] = 255
    path = tmp_path / "mask.png"
    Image.fromarray(mask).save(path)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict:
    assert main([str(argument) for argument in arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_inpaint_writes_the_recipe_and_the_web_ui_text(models, photo, hole, tmp_path, capsys):
    out = tmp_path / "out.png"
    answer = run(
        capsys,
        *("inpaint", photo, "--mask", hole, "--prompt", "a boat, łódź", "--negative", "fog"),
        *("--sampler", "DPM++ 2M Karras", "--cfg", "6.5", *STEPS, "-o", out, "--json"),
    )
    assert answer["recipe"]["diffusion"]["prompt"] == "a boat, łódź"
    before, after = np.asarray(Image.open(photo)), np.asarray(Image.open(out))
    outside = np.asarray(Image.open(hole)) == 0
    assert (before[outside] == after[outside]).all()
    told = read(Image.open(out).text["parameters"])
    assert told.prompt == "a boat, łódź"
    assert told.negative == "fog"
    assert told.fields["Sampler"] == "DPM++ 2M"
    assert told.fields["Schedule type"] == "Karras"
    assert told.fields["Seed"] == "5"
    again = tmp_path / "again.png"
    run(capsys, "inpaint", photo, "--mask", hole, "--recipe", out, "-o", again, "--json")
    assert (np.asarray(Image.open(again)) == after).all()


def test_a_batch_is_numbered_and_each_is_what_it_is_alone(models, photo, hole, tmp_path, capsys):
    asked = ["inpaint", photo, "--mask", hole, "--prompt", "a boat", *STEPS]
    answer = run(capsys, *asked, "--batch", 3, "-o", tmp_path / "b.png", "--json")
    assert answer["seeds"] == [5, 6, 7]
    names = [Path(path).name for path in answer["outputs"]]
    assert names == ["b-1.png", "b-2.png", "b-3.png"]
    alone = [*asked, "--seed", 6, "-o", tmp_path / "alone.png", "--json"]
    run(capsys, *alone)
    second = np.asarray(Image.open(tmp_path / "b-2.png"))
    assert (np.asarray(Image.open(tmp_path / "alone.png")) == second).all()


def test_outpaint_takes_a_model_when_a_prompt_is_given(models, photo, tmp_path, capsys):
    out = tmp_path / "wide.png"
    answer = run(
        capsys, "outpaint", photo, "--right", 32, "--prompt", "sea", *STEPS, "-o", out, "--json"
    )
    assert answer["recipe"]["diffusion"]["model"] == "sd1"
    before, after = np.asarray(Image.open(photo)), np.asarray(Image.open(out))
    assert after.shape == (96, 152, 3)
    assert (after[:, :120] == before).all()


def test_refine_and_generate(models, photo, tmp_path, capsys):
    refined = tmp_path / "refined.png"
    answer = run(capsys, "refine", photo, "--prompt", "ink", *STEPS, "-o", refined, "--json")
    assert answer["recipe"]["diffusion"]["strength"] == 0.5
    assert answer["recipe"]["diffusion"]["content"] == "original"
    made = tmp_path / "made.png"
    run(capsys, "generate", "--size", "96x64", "--prompt", "a hill", *STEPS, "-o", made, "--json")
    picture = Image.open(made)
    assert picture.size == (96, 64)
    assert np.asarray(picture)[..., 3].min() == 255


def test_a_grid_is_one_labelled_sheet(models, photo, hole, tmp_path, capsys):
    out = tmp_path / "grid.png"
    answer = run(
        capsys,
        *("grid", "inpaint", photo, "--mask", hole, "--prompt", "a boat", *STEPS),
        *("--x", "steps=2,3", "--y", "sampler=euler_a,ddim", "-o", out, "--json"),
    )
    steps = [[one["diffusion"]["steps"] for one in row] for row in answer["recipes"]]
    assert steps == [[2, 3], [2, 3]]
    assert Image.open(out).width > 800


@pytest.fixture
def ink(models):
    """A LoRA that prompts can name, for as long as the test runs."""
    path = lora(models / "lora" / "ink-wash.safetensors")
    yield path
    path.unlink()


def test_a_grid_varies_adapters_and_words(models, ink, photo, hole, tmp_path, capsys):
    asked = ["grid", "inpaint", photo, "--mask", hole, *STEPS, "-o", tmp_path / "g.png", "--json"]
    prompt = ["--prompt", "a boat <lora:ink-wash:0.8>", "--negative", "boats"]
    rows = run(capsys, *asked, *prompt, "--x", "lora:ink-wash=0,-0.5", "--y", "words=boat, sail")[
        "recipes"
    ]
    told = [
        [(one["diffusion"]["prompt"], one["adapters"][0]["unet_strength"]) for one in row]
        for row in rows
    ]
    assert told == [[(f"a {word} ", one) for one in (0, -0.5)] for word in ("boat", " sail")]
    assert [row[0]["diffusion"]["negative"] for row in rows] == ["boats", " sails"]
    (row,) = run(capsys, *asked, *prompt, "--x", "adapters=0,1.25")["recipes"]
    assert [one["adapters"][0]["text_strength"] for one in row] == [0, 1]
    for axis, said in (
        ("lora:other=1,2", "other"),
        ("lora:ink-wash=much", "'much'"),
        ("lora:ink-wash=11", "unet_strength"),
        ("words=sea,sky", "'sea'"),
    ):
        assert main([str(one) for one in (*asked, *prompt, "--x", axis)]) == 2
        assert said in capsys.readouterr().err
    without = [str(one) for one in (*asked, "--prompt", "a boat", "--x")]
    assert main([*without, "lora:ink-wash=1"]) == 2
    assert "<lora:ink-wash:1>" in capsys.readouterr().err
    assert main([*without, "adapters=1"]) == 2
    assert "no adapter" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grid", "inpaint", "P", "--x", "wind=1,2"], "wind"),
        (["grid", "inpaint", "P", "--x", "sampler=euler_a,magic"], "magic"),
        (["grid", "inpaint", "P", "--x", "steps"], "axis"),
        (["inpaint", "P", "--sampler", "magic"], "magic"),
        (["inpaint", "P", "--cfg", "900"], "cfg"),
        (["inpaint", "P", "--batch", "0"], "--batch"),
        (["refine", "P", "--strength", "2"], "strength"),
    ],
)
def test_mistakes_are_one_line_and_leave_no_file(
    models, photo, hole, tmp_path, capsys, arguments, words
):
    arguments = [str(photo) if one == "P" else one for one in arguments]
    before = sorted(tmp_path.iterdir())
    try:
        code = main([*arguments, *STEPS, "--mask", str(hole), "-o", str(tmp_path / "o.png")])
    except SystemExit as stop:
        code = stop.code
    error = capsys.readouterr().err
    assert code == 2
    assert words in error
    assert error.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_without_a_model_the_way_to_get_one_is_said(photo, hole, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "empty"))
    monkeypatch.setattr("ritocco.library.find.demonstration", lambda: None)
    arguments = ["inpaint", photo, "--mask", hole, "--prompt", "x", "-o", tmp_path / "o.png"]
    assert main([str(one) for one in arguments]) == 2
    error = capsys.readouterr().err
    assert "No Stable Diffusion model" in error
    assert "models" in error


def test_hints_are_hints_and_no_walls(models, photo, hole, tmp_path, capsys):
    asked = ["inpaint", photo, "--mask", hole, "--prompt", "x", "--cfg", "20", *STEPS]
    assert main([str(one) for one in (*asked, "-o", tmp_path / "o.png")]) == 0
    assert "burns" in capsys.readouterr().err


def test_a_picture_of_the_web_ui_is_a_recipe_too(models, photo, hole, tmp_path, capsys):
    text = (
        "a boat\nNegative prompt: fog\n"
        "Steps: 3, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 77, Size: 512x512, Model: sd1"
    )
    told = PngInfo()
    told.add_text("parameters", text)
    theirs = tmp_path / "theirs.png"
    Image.new("RGB", (8, 8)).save(theirs, pnginfo=told)
    out = tmp_path / "o.png"
    asked = ("inpaint", photo, "--mask", hole, "--recipe", theirs, "--model-size", 96)
    answer = run(capsys, *asked, "-o", out, "--json")
    assert answer["seed"] == 77
    diffusion = answer["recipe"]["diffusion"]
    assert (diffusion["prompt"], diffusion["negative"]) == ("a boat", "fog")
    assert (diffusion["steps"], diffusion["cfg"]) == (3, 6.5)
    assert diffusion["sampler"] == "DPM++ 2M Karras"
