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
    told, picture = painted(capsys, *STEPS, "--prompt", "blue <hypernet:Dark:0.6>sky")
    (adapter,) = told["recipe"]["adapters"]
    assert (adapter["kind"], adapter["name"], adapter["unet_strength"]) == (
        "hypernetwork",
        "dark",
        0.6,
    )
    assert (told["recipe"]["diffusion"]["prompt"], told["recipe"]["named"]) == ("blue sky", True)
    text = Image.open("out.png").text["parameters"]  # type: ignore[attr-defined]
    assert read(text).prompt == "blue sky<hypernet:dark:0.6>"
    Path("text.txt").write_text(text, "utf-8")
    Path("out.png").rename("first.png")
    plain = painted(capsys, *STEPS, "--prompt", "blue sky")[1]
    assert not np.array_equal(plain, picture)

    again = ("--size", "64x64", "--recipe", "first.png")
    assert np.array_equal(painted(capsys, *again)[1], picture)
    size = ("--size", "64x64", "--model-size", 64)  # the text tells nothing of windows
    by_text = painted(capsys, *size, "--recipe", "text.txt")[1]
    assert np.array_equal(by_text, picture)
    small_files.embedding(models / "embedding" / "sky.safetensors")  # since then
    assert np.array_equal(painted(capsys, *again)[1], picture)
    (models / "hypernetwork" / "dark.pt").rename(models / "hypernetwork" / "night.pt")
    told, other = painted(capsys, *again)
    assert np.array_equal(other, picture)
    assert told["recipe"]["adapters"][0]["name"] == "night"
    small_files.hypernetwork(models / "hypernetwork" / "dark.pt", seed=2)
    assert np.array_equal(painted(capsys, *again)[1], picture)
    (models / "hypernetwork" / "night.pt").unlink()
    told, other = painted(capsys, *again)
    assert not np.array_equal(other, picture)
    assert "is another file than the one" in told["hints"][0]
    (models / "hypernetwork" / "dark.pt").unlink()
    assert "No hypernetwork 'dark' is here" in refused(capsys, *again)
    told, other = painted(capsys, *again, "--prompt", "blue sky", "--negative", "sun")
    assert [one["kind"] for one in told["recipe"]["adapters"]] == ["embedding"]


def test_what_cannot_be_is_one_line(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def of(prompt: str) -> str:
        return refused(capsys, *STEPS, "--prompt", prompt)

    assert "Did you mean one of these: dark?" in of("<hypernet:drak:1>")
    assert "'dark' is here as a hypernetwork: write <hypernet:dark:1>" in of("<lora:dark:1>")
    assert "ritocco models get lcm-sd15" in of("<lora:lcm-sd15:1>")
    assert "<hypernet:dark:11> cannot be used" in of("<hypernet:dark:11>")
    assert "'easy' is here" in of("embedding:easy")


def test_a_grid_goes_over_tags(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    across = "prompt=blue<hypernet:dark:0.5>,blue,<hypernet:dark:1:1,2>blue"
    words = ("grid", "generate", *STEPS, "--prompt", "x<hypernet:dark:1>", "--x", across)
    assert main([str(one) for one in (*words, "-o", "grid.png", "--json")]) == 0
    told = json.loads(capsys.readouterr().out)
    (row,) = told["recipes"]
    assert [one["diffusion"]["prompt"] for one in row] == ["blue"] * 3
    strengths = [[each["unet_strength"] for each in one["adapters"]] for one in row]
    assert strengths == [[0.5], [], [1.0]]
    assert "1,2 cannot be followed" in told["hints"][0]
