"""The whole way with the real studio: plan, send what the plan asks for, paste what comes."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.server.conftest import LAYOUT, ROOT, Running, post, refused, submit, wait

START = """
import sys
from pathlib import Path
from ritocco.server.run import serve
serve(0, Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    data: Path = tmp_path_factory.mktemp("real")
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(data)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    line = process.stdout.readline()
    running = Running(process, line.split()[-1], (data / "token").read_text(), data)
    yield running
    running.stop()


def test_a_krita_document_is_filled(real):
    client = real.own
    canvas = np.random.default_rng(3).integers(90, 140, (1500, 2000, 4), np.uint8)
    canvas[..., 3] = 255
    recipe = {"kind": "fill", "seed": 5}
    selected = {"x": 900, "y": 700, "width": 60, "height": 50}
    plan = client.post(
        "/v1/plan",
        json={
            "recipe": recipe,
            "canvas": {"width": 2000, "height": 1500},
            "selection": selected,
        },
    ).json()
    at = plan["export"]
    part = canvas[at["y"] : at["y"] + at["height"], at["x"] : at["x"] + at["width"]]
    assert part.shape[0] * part.shape[1] < 600 * 600  # cost follows the window
    mask = np.zeros(part.shape[:2], np.uint8)
    mask[700 - at["y"] : 750 - at["y"], 900 - at["x"] : 960 - at["x"]] = 255
    job = submit(
        client,
        recipe=recipe,
        document={
            "name": "real.kra",
            "canvas": {"width": 2000, "height": 1500},
            "box": at,
            "layout": {"model": "rgb", "depth": "u8", "alpha": True, "order": "bgra"},
        },
        pixels=part.tobytes(),
        selection=mask.tobytes(),
    )
    told = wait(client, job)
    assert told["state"] == "done", told["error"]
    assert told["result"]["layer"] == selected
    answer = client.get(f"/v1/jobs/{job}/layer")
    box = json.loads(answer.headers["ritocco-box"])
    layer = np.frombuffer(answer.content, np.uint8).reshape(box["height"], box["width"], 4)
    assert (layer[..., 3] == 255).all()
    assert layer[..., :3].std() > 1
    assert client.get("/v1/status").json()["queue"] == {"waiting": 0, "running": 0}


def test_nothing_selected_is_said(real):
    whole = {"canvas": {"width": 8, "height": 6}, "layout": LAYOUT}
    refused(post(real.own, document=whole, selection=bytes(48)), 422, "bad_selection", "Nothing")


def test_pixels_of_less_than_the_plan_exports_are_refused(real):
    before = real.own.get("/v1/jobs").json()
    message = refused(post(real.own, recipe={"kind": "fill"}), 422, "too_little", "8 x 6 at")
    assert "96 x 80 at (0, 0)" in message
    assert real.own.get("/v1/jobs").json() == before
