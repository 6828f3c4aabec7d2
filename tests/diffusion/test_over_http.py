"""A model job through a real server process: models listed, previews while it runs, a layer."""

import json
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep

import httpx
import numpy as np
import pytest
from PIL import Image

from ritocco.shipped import resource
from tests.diffusion.adapters import small_files
from tests.library.adapters import write_lora
from tests.serving import as_png, serving


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[httpx.Client]:
    with serving(home) as client:
        yield client


def test_the_models_folder_is_listed(client: httpx.Client):
    found = {one["name"]: one for one in client.get("/v1/models").json()["models"]}
    users = {name for name, one in found.items() if not one["shipped"]}
    assert users == {"sd1", "sd1-inpaint", "sdxl"}
    assert found["sd1-inpaint"]["inpaints"]
    assert found["sdxl"]["native"] == 1024


def test_a_prompt_becomes_a_layer_with_previews_on_the_way(client: httpx.Client):
    photo = np.asarray(Image.open(resource("pictures", "narwhal.webp")).convert("RGB"))
    photo = photo[200:296, 300:420]
    selection = np.zeros((96, 120), np.uint8)
    selection[40:60, 50:74] = 255
    recipe = {
        "kind": "inpaint",
        "seed": 3,
        "model_size": 96,
        "diffusion": {"model": "sd1", "prompt": "a boat", "steps": 40},
    }
    job = client.post(
        "/v1/jobs",
        data={"recipe": json.dumps(recipe)},
        files={"pixels": as_png(photo), "selection": as_png(selection)},
    ).json()
    seen, ends = False, monotonic() + 120
    while job["state"] in ("waiting", "running") and monotonic() < ends:
        preview = client.get(f"/v1/jobs/{job['id']}/preview")
        if preview.status_code == 200:
            seen = True
            assert Image.open(BytesIO(preview.content)).width <= 16
        sleep(0.02)
        job = client.get(f"/v1/jobs/{job['id']}").json()
    assert job["state"] == "done", job
    assert seen
    layer = Image.open(BytesIO(client.get(f"/v1/jobs/{job['id']}/layer?format=png").content))
    box = job["result"]["layer"]
    assert layer.size == (box["width"], box["height"]) == (24, 20)
    assert client.get(f"/v1/jobs/{job['id']}/preview").status_code == 404


def test_a_model_that_is_not_here_is_said(client: httpx.Client):
    asked = {
        "recipe": {"kind": "inpaint", "diffusion": {"model": "dream"}},
        "canvas": {"width": 100, "height": 100},
        "selection": {"x": 10, "y": 10, "width": 9, "height": 9},
    }
    answer = client.post("/v1/plan", json=asked)
    assert answer.status_code == 404
    assert "sd1-inpaint" in answer.json()["message"]


def test_a_guide_that_nothing_can_use_yet_is_refused_by_name(client: httpx.Client):
    recipe = {"kind": "inpaint", "diffusion": {"model": "sd1"}, "guides": [{"name": "edges"}]}
    asked = {
        "recipe": recipe,
        "canvas": {"width": 100, "height": 100},
        "selection": {"x": 10, "y": 10, "width": 9, "height": 9},
    }
    answer = client.post("/v1/plan", json=asked)
    assert answer.status_code == 422
    assert "'edges' cannot be used yet" in answer.json()["message"]
    pixels = as_png(np.zeros((64, 64, 3), np.uint8))
    refused = client.post(
        "/v1/jobs",
        data={"recipe": json.dumps(recipe)},
        files={"pixels": pixels, "selection": pixels, "guide.edges": pixels},
    )
    assert refused.status_code == 422
    assert refused.json()["code"] == "bad_recipe"
    assert "'edges' cannot be used yet" in refused.json()["message"]


def test_an_adapter_in_a_prompt_is_repeated_by_the_stored_recipe(client: httpx.Client, home: Path):
    lora = small_files.lora(home / "models" / "lora" / "inky.safetensors")
    write_lora(home / "models" / "lora" / "large.safetensors", 2048)
    picture = as_png(np.full((64, 64, 3), 120, np.uint8))
    asked = {"model": "sd1", "steps": 2, "content": "original", "strength": 0.5}

    def sent(recipe: dict) -> httpx.Response:
        files = {"pixels": picture, "selection": as_png(np.full((64, 64), 255, np.uint8))}
        return client.post("/v1/jobs", data={"recipe": json.dumps(recipe)}, files=files)

    def layer(recipe: dict) -> tuple[dict, bytes]:
        job, ends = sent(recipe).json(), monotonic() + 120
        while job["state"] in ("waiting", "running") and monotonic() < ends:
            sleep(0.02)
            job = client.get(f"/v1/jobs/{job['id']}").json()
        assert job["state"] == "done", job
        return job["result"]["recipe"], client.get(f"/v1/jobs/{job['id']}/layer").content

    def recipe(prompt: str) -> dict:
        diffusion = {**asked, "prompt": prompt}
        return {"kind": "refine", "model_size": 64, "seed": 3, "diffusion": diffusion}

    made, painted = layer(recipe("a boat <lora:INKY:0.7>"))
    (adapter,) = made["adapters"]
    assert adapter["name"] == "inky"
    assert adapter["sha256"] == sha256(lora.read_bytes()).hexdigest()
    plain = layer(recipe("a boat"))[1]
    assert painted != plain
    assert layer(made) == (made, painted)
    assert layer(recipe("a boat"))[1] == plain
    canvas = {"width": 64, "height": 64}
    refused = recipe("<lora:large:1>")
    body = {"recipe": refused, "canvas": canvas, "selection": {"x": 0, "y": 0, **canvas}}
    for answer in (client.post("/v1/plan", json=body), sent(refused)):
        assert answer.status_code == 422
        assert "large.safetensors is a LoRA for SDXL" in answer.json()["message"]
