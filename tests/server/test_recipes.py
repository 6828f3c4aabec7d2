"""What a picture or a text tells of how it was made, over real HTTP, also where it means harm."""

import json
from io import BytesIO

import numpy as np
import pytest
import torch
from PIL import Image, PngImagePlugin

from ritocco.canvas.files import save
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.recipe.adapter import Adapter
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.webui.stamp import stamped
from tests.canvas.hostile import packed_text, with_chunks
from tests.diffusion.adapters.embedding_files import as_text, in_pixels
from tests.server.conftest import is_error

TEXT = """a boat <lora:ink:0,8>, by a lake
Negative prompt: blurry
Steps: 8, Sampler: DPM++ 2M Karras, CFG scale: 5.5, Seed: 1234, Size: 512x512, Model: none-here"""
TOLD = {
    "prompt": "a boat <lora:ink:0,8>, by a lake",
    "negative": "blurry",
    "steps": 8,
    "sampler": "dpmpp_2m",
    "schedule": "karras",
    "cfg": 5.5,
    "model": "none-here",
}


def ask(client, body, **query):
    return client.post("/v1/recipes/read", params=query, content=body)


def told(client, body, **query):
    answer = ask(client, body, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_text_that_was_pasted_and_a_picture_of_the_web_ui_tell_the_same(client):
    chunks, file = PngImagePlugin.PngInfo(), BytesIO()
    chunks.add_text("parameters", TEXT)
    Image.new("RGB", (8, 8)).save(file, "png", pnginfo=chunks)
    for body, name in ((TEXT.encode(), "The text"), (file.getvalue(), "a.png")):
        answer = told(client, body, name=name)
        assert answer["recipe"] == {"diffusion": TOLD, "seed": 1234}
        assert not answer["embedding"]
    (hint,) = told(client, TEXT.replace("DPM++ 2M Karras", "Nobody's").encode())["hints"]
    assert "Nobody's" in hint


def test_our_own_picture_tells_its_recipe(client, tmp_path):
    recipe = Recipe(
        kind=Kind.REFINE,
        seed=7,
        diffusion=Diffusion(model="meadow", prompt="a boat", cfg=4, strength=0.4),
        adapters=(Adapter(name="ink", unet_strength=0.6),),
        named=True,
    )
    layout = Layout(ColourModel.RGB, Depth.U8, alpha=False)
    picture = Picture(np.zeros((8, 8, 3), np.uint8), layout)
    save(stamped(picture, recipe), tmp_path / "a.png")
    read = told(client, (tmp_path / "a.png").read_bytes(), name="a.png")["recipe"]
    assert (read["kind"], read["seed"], read["diffusion"]["prompt"]) == ("refine", 7, "a boat")
    assert read["adapters"][0]["unet_strength"] == 0.6


@pytest.mark.parametrize("write", [as_text, in_pixels])
def test_a_picture_that_holds_an_embedding_is_told(client, tmp_path, write):
    write(tmp_path / "a.png", torch.rand(2, 768))
    read = told(client, (tmp_path / "a.png").read_bytes(), name="a.png")
    assert read == {"recipe": None, "embedding": True, "hints": [], "sentences": []}


DEEP = "[" * 100_000
HARM = {
    "nothing": (b"", "a.png"),
    "no text": (bytes(range(256)) * 40, "a.png"),
    "words": (b"a boat on a lake, evening", "The text"),
    "JSON that never ends": (DEEP.encode(), "a.json"),
    "a recipe of that": (b'{"kind": "fill", "diffusion": ' + DEEP.encode(), "../../etc/passwd"),
    "unknown fields": (b'{"kind": "fill", "run": "rm"}', "a.json"),
    "no numbers": (b'{"kind": "inpaint", "diffusion": {"cfg": NaN}}', "a.json"),
    "out of range": (b"a boat\nSteps: 99999999, CFG scale: 7, Seed: 1, Sampler: Euler", "The text"),
    "a text that unpacks to more than there is room for": (
        with_chunks(packed_text(b"zTXt", b"parameters", 200 * 2**20)),
        "a.png",
    ),
}


@pytest.mark.parametrize("what", HARM)
def test_what_tells_nothing_or_means_harm_is_refused(client, what):
    body, name = HARM[what]
    answer = ask(client, body, name=name)
    assert answer.status_code == 422, answer.text
    assert is_error(answer.json())
    assert "/tmp" not in answer.text
    assert told(client, TEXT.encode())["recipe"]["seed"] == 1234  # it goes on


def test_what_is_asked_is_checked_and_a_token_is_needed(client, server):
    assert ask(client, TEXT.encode(), kind="nonsense").status_code == 422
    assert ask(client, TEXT.encode(), name="x" * 2000).status_code == 422
    with server.client(headers={}) as stranger:
        assert ask(stranger, TEXT.encode()).status_code == 401
    described = client.get("/v1/openapi.json").json()["paths"]["/v1/recipes/read"]["post"]
    assert "application/octet-stream" in json.dumps(described["requestBody"])
