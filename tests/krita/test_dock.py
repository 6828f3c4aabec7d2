"""The dock in a real Krita, with a real backend: what an artist does, and what goes wrong."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.effort import is_deep
from tests.krita.harness import run
from tests.plugin.adapter_files import lora_for_mini

Home = Callable[[bool], Path]
PATIENT = 480
"""Seconds for what waits for a model, or for 8k pictures, where the machine is busy."""


def test_the_main_flow_by_hand(picture: Path, home: Home) -> None:
    told = run("flow", home=home(True), seconds=PATIENT, environment={"PICTURE": str(picture)})
    assert told.faults() == []


def test_an_adapter_by_hand(picture: Path, home: Home) -> None:
    folder = home(False)
    shelf = folder / "models" / "lora"
    words = json.dumps({"drawings": {"ink wash": 9}})
    lora_for_mini(shelf / "ink.safetensors", ss_output_name="inkwash", ss_tag_frequency=words)
    lora_for_mini(shelf / "glow.safetensors", seed=1)
    told = run("adapters", home=folder, environment={"PICTURE": str(picture)})
    assert told.faults() == []


def test_trouble_while_a_job_runs(picture: Path, home: Home) -> None:
    told = run("trouble", home=home(False), environment={"PICTURE": str(picture)})
    assert told.faults() == []


def test_krita_never_freezes(home: Home) -> None:
    assert run("freeze", home=home(False), opengl=False, seconds=PATIENT).faults() == []


def test_a_backend_does_not_outlive_a_killed_editor(picture: Path, home: Home) -> None:
    found: list[int] = []

    def has_backend(report: dict[str, Any]) -> bool:
        found[:] = [
            one["notes"]["backend"] for one in report["scripts"] if "backend" in one["notes"]
        ]
        return bool(found)

    def is_left() -> None:
        ends = time.monotonic() + 10
        while is_alive(found[0]) and time.monotonic() < ends:
            time.sleep(0.1)
        left.append(is_alive(found[0]))

    left: list[bool] = []
    told = run(
        "mortal",
        home=home(False),
        environment={"PICTURE": str(picture)},
        murder=has_backend,
        afterwards=is_left,
    )
    assert found, told.faults()
    assert told.code == -9
    assert left == [False]


def is_alive(process: int) -> bool:
    """Whether it runs (a zombie does not)."""
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("theme", ["Krita bright", "Krita dark"])
def test_looks(theme: str, picture: Path, home: Home) -> None:
    """Screenshots are kept, for people."""
    told = run(
        "looks",
        name=f"looks-{theme.split()[-1]}",
        theme=theme,
        home=home(False),
        environment={"PICTURE": str(picture)},
    )
    assert told.faults() == []


def test_keys_with_the_canvas_in_focus(picture: Path, home: Home) -> None:
    told = run("keys", home=home(False), opengl=False, environment={"PICTURE": str(picture)})
    assert told.faults() == []


@pytest.mark.skipif(not is_deep(), reason="two Kritas; tests/plugin/test_faults.py has it without")
def test_a_job_that_runs_when_krita_is_closed_is_done_by_the_next(
    picture: Path, home: Home
) -> None:
    kept = home(False)
    for script in ("leaves", "returns"):
        told = run(script, home=kept, opengl=False, environment={"PICTURE": str(picture)})
        assert told.faults() == []
