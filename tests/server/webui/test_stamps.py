"""What a reply's picture says of itself: the web UI's text and our recipe, which give it again."""

import json
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from ritocco.cli.main import main

SMALL = {"width": 64, "height": 48, "steps": 2, "sampler_name": "Euler a", "seed": 7}


@pytest.fixture(scope="module")
def reply(real):
    return real.post("txt2img", prompt="a (red:1.2) lake", negative_prompt="fog", **SMALL)


def test_the_picture_holds_the_text_and_the_recipe(reply):
    told = Image.open(BytesIO(b64decode(reply["images"][0]))).text
    assert told["parameters"] == json.loads(reply["info"])["infotexts"][0]
    assert told["parameters"].splitlines()[:2] == ["a (red:1.2) lake", "Negative prompt: fog"]
    assert json.loads(told["ritocco"])["seed"] == SMALL["seed"]


def test_by_its_text_the_command_line_makes_it_again(reply, tmp_path):
    said, again = tmp_path / "said.txt", tmp_path / "again.png"
    said.write_text(json.loads(reply["info"])["infotexts"][0], "utf-8")
    assert main(["generate", "--size", "64x48", "-o", str(again), "--recipe", str(said)]) == 0
    made, again = Image.open(BytesIO(b64decode(reply["images"][0]))), Image.open(again)
    assert np.array_equal(np.asarray(again.convert("RGB")), np.asarray(made))
