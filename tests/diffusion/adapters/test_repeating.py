"""Adapters named in prompts on the command line: painted with, stored, and repeated to the byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ritocco.cli.main import main
from ritocco.webui.infotext import read
from tests.diffusion.adapters import small_files

STEPS = ("--size", "64x64", "--steps", 2, "--seed", 5, "--model-size", 64, "--model", "small")


@pytest.fixture
def models(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    small_files.hypernetwork(tmp_path / "models" / "hypernetwork" / "dark.pt")
    small_files.lora(tmp_path / "models" / "lora" / "ink.safetensors", ss_output_name="pen")
    small_files.embedding(tmp_path / "models" / "embedding" / "moody.safetensors")
    (tmp_path / "models" / "small").symlink_to(home / "models" / "sd1")
    return tmp_path / "models"


def painted(
    capsys: pytest.CaptureFixture[str], *options: object
) -> tuple[dict[str, Any], np.ndarray]:
    words = ("generate", *options, "-o", "out.png", "--json")
    assert main([str(one) for one in words]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out), np.asarray(Image.open("out.png"))


def refused(capsys: pytest.CaptureFixture[str], *options: object) -> str:
    words = ("generate", *options, "-o", "none.png")
    assert main([str(one) for one in words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert not Path("none.png").exists()
    (line,) = said.err.splitlines()
    return line


def test_a_picture_with_adapters_is_repeated_from_its_file(
    models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompt = "blue <lora:Pen:0.8:0.5><hypernet:Dark:0.6>sky, Moody"
    told, picture = painted(capsys, *STEPS, "--prompt", prompt)
    adapters = told["recipe"]["adapters"]
    assert [(one["kind"], one["name"]) for one in adapters] == [
        ("lora", "ink"),
        ("hypernetwork", "dark"),
        ("embedding", "moody"),
    ]
    assert [one["text_strength"] for one in adapters] == [0.8, 0.6, 1]
    assert [one["unet_strength"] for one in adapters] == [0.5, 0.6, 1]
    words = told["recipe"]["diffusion"]["prompt"]
    assert (words, told["recipe"]["named"]) == ("blue sky, Moody", True)
    text = Image.open("out.png").text["parameters"]  # type: ignore[attr-defined]
    assert read(text).prompt == "blue sky, Moody<lora:ink:0.8:0.5><hypernet:dark:0.6>"
    Path("text.txt").write_text(text, "utf-8")
    Path("out.png").rename("first.png")
    plain = painted(capsys, *STEPS, "--prompt", "blue sky, Moody")[1]
    assert not np.array_equal(plain, picture)

    again = ("--size", "64x64", "--recipe", "first.png")
    size = ("--size", "64x64", "--model-size", 64)  # the text tells nothing of windows
    assert np.array_equal(painted(capsys, *size, "--recipe", "text.txt")[1], picture)
    small_files.embedding(models / "embedding" / "sky.safetensors")  # since then
    assert np.array_equal(painted(capsys, *again)[1], picture)
    for kind, name in (("lora", "ink"), ("hypernetwork", "dark"), ("embedding", "moody")):
        (file,) = (models / kind).glob(f"{name}.*")
        file.rename(file.with_stem(f"other{name}"))
    small_files.hypernetwork(models / "hypernetwork" / "dark.pt", seed=2)
    told, other = painted(capsys, *again)
    assert np.array_equal(other, picture)
    assert told["hints"] == [hint for hint in told["hints"] if "another file" not in hint]
    names = [one["name"] for one in told["recipe"]["adapters"]]
    assert names == ["otherink", "otherdark", "othermoody"]


def test_what_was_replaced_is_told_and_what_is_gone_refused(
    models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = painted(capsys, *STEPS, "--prompt", "sky <lora:ink>")[1]
    Path("out.png").rename("first.png")
    again = ("--size", "64x64", "--recipe", "first.png")
    small_files.lora(models / "lora" / "ink.safetensors", seed=2)
    told, other = painted(capsys, *again)
    assert not np.array_equal(other, picture)
    assert told["hints"][0] == (
        "The LoRA ink is another file than the one this recipe was made with."
    )
    (models / "lora" / "ink.safetensors").unlink()
    assert "No LoRA 'ink' is here" in refused(capsys, *again)
    assert refused(capsys, *again).endswith("Or paint without it: give --prompt.")
    told, _ = painted(capsys, *again, "--prompt", "blue sky, moody")
    assert [one["kind"] for one in told["recipe"]["adapters"]] == ["embedding"]


def test_what_cannot_be_is_one_line(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def of(prompt: str) -> str:
        return refused(capsys, *STEPS, "--prompt", prompt)

    assert "Did you mean one of these: dark?" in of("<hypernet:drak:1>")
    assert "'dark' is here as a hypernetwork: write <hypernet:dark:1>" in of("<lora:dark:1>")
    assert "ritocco models get lcm-sd15" in of("<lora:lcm-sd15:1>")
    assert "strength of the hypernetwork dark must be" in of("<hypernet:dark:11>")
    assert "'easy' is here" in of("embedding:easy")


def test_a_grid_goes_over_tags(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    across = "prompt=blue<hypernet:dark:0.5>,blue,<hypernet:dark:1:1,2,3>blue"
    words = ("grid", "generate", *STEPS, "--prompt", "x<hypernet:dark:1>", "--x", across)
    assert main([str(one) for one in (*words, "-o", "grid.png", "--json")]) == 0
    told = json.loads(capsys.readouterr().out)
    (row,) = told["recipes"]
    assert [one["diffusion"]["prompt"] for one in row] == ["blue"] * 3
    strengths = [[each["unet_strength"] for each in one["adapters"]] for one in row]
    assert strengths == [[0.5], [], [1.0]]
    assert "1,2,3 cannot be followed" in told["hints"][0]
