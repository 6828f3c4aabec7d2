"""What a reply's picture says of itself: the web UI's text and our recipe, which give it again."""

import json
from base64 import b64decode, b64encode
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
    assert main(["generate", "-o", str(again), "--recipe", str(said)]) == 0
    made, again = Image.open(BytesIO(b64decode(reply["images"][0]))), Image.open(again)
    assert np.array_equal(np.asarray(again.convert("RGB")), np.asarray(made))


def test_png_info_tells_what_a_picture_says(real, reply):
    told = real.post("png-info", image="data:image/png;base64," + reply["images"][0])
    assert told["info"] == json.loads(reply["info"])["infotexts"][0]
    fields = told["parameters"]
    assert (fields["Prompt"], fields["Negative prompt"]) == ("a (red:1.2) lake", "fog")
    assert (fields["Seed"], fields["Size-1"], fields["Size-2"]) == ("7", "64", "48")
    assert json.loads(told["items"]["ritocco"])["kind"] == "generate"


def test_png_info_of_a_picture_that_says_nothing(real):
    body = BytesIO()
    Image.new("RGB", (2, 2)).save(body, "JPEG")
    told = real.post("png-info", image=b64encode(body.getvalue()).decode())
    assert told == {"info": "", "items": {}, "parameters": {}}
