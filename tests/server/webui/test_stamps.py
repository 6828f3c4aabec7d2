"""What a reply's picture says of itself: the web UI's text and our recipe, which give it again."""

import json
from base64 import b64decode, b64encode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from ritocco.cli.main import main
from ritocco.recipe.recipe import Kind
from ritocco.webui.infotext import read
from ritocco.webui.parameters import understood

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


def test_only_masked_is_told_as_the_web_ui_tells_it_and_read_again(real):
    masked = {"init_images": [picture(90)], "mask": picture(255), "prompt": "a lake"}
    fields = {**SMALL, "width": 96, "inpaint_full_res_padding": 40}
    reply = real.post("img2img", **masked, **fields)
    text = json.loads(reply["info"])["infotexts"][0]
    assert Image.open(BytesIO(b64decode(reply["images"][0]))).text["parameters"] == text
    told = read(text).fields
    assert (told["Inpaint area"], told["Masked area padding"]) == ("Only masked", "40")
    assert told["Size"] == "96x48"
    again = real.post("img2img", **masked, infotext=text)
    assert json.loads(again["info"])["infotexts"] == [text]
    made, same = (Image.open(BytesIO(b64decode(one["images"][0]))) for one in (reply, again))
    assert np.array_equal(np.asarray(made), np.asarray(same))
    whole = real.post("img2img", **masked, **fields, inpaint_full_res=False)
    assert "Inpaint area" not in json.loads(whole["info"])["infotexts"][0]
    without = text.replace(", Inpaint area: Only masked", "")
    assert without != text
    assert understood(read(text), Kind.INPAINT) == understood(read(without), Kind.INPAINT)


def picture(level):
    body = BytesIO()
    Image.new("L", (64, 48), level).save(body, "PNG")
    return b64encode(body.getvalue()).decode()


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
