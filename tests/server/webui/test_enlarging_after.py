"""`enable_hr`: two passes over real HTTP with mini, and again by what the picture says."""

import json
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from ritocco.cli.main import main

SMALL = {
    "width": 48,
    "height": 36,
    "steps": 2,
    "sampler_name": "Euler a",
    "seed": 7,
    "prompt": "a red lake",
    "enable_hr": True,
    "denoising_strength": 0.6,
}
SAID = {
    "hr_upscaler": "R-ESRGAN AnimeVideo",
    "hr_second_pass_steps": 1,
    "hr_prompt": "a blue lake",
    "hr_sampler_name": "DPM++ 2M",
    "hr_scheduler": "Use same scheduler",
    "hr_checkpoint_name": "other.safetensors [0123456789]",
}
OLD = {"firstphase_width": 32, "width": 65, "height": 49, "hr_upscaler": "Latent (bicubic)"}


def pixels(image: str) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(b64decode(image))))


@pytest.mark.parametrize(
    ("more", "first", "size", "by"),
    [
        (SAID, "48x36", (96, 72), "said.png"),
        ({"hr_resize_x": 61, "hr_resize_y": 73, "hr_upscaler": "None"}, "48x36", (61, 73), ""),
        (OLD, "32x24", (65, 49), "said.txt"),
    ],
    ids=["said", "cut", "old"],
)
def test_a_picture_of_two_passes_comes_again_by_what_it_says(real, tmp_path, more, first, size, by):
    reply = real.post("txt2img", **{**SMALL, **more})
    info = json.loads(reply["info"])
    made = pixels(reply["images"][0])
    assert made.shape[1::-1] == size
    assert info["denoising_strength"] == 0.6
    assert any("latents" in hint for hint in info["hints"]) == (more is OLD)
    text = info["infotexts"][0]
    assert f"Size: {first}," in text
    (tmp_path / "said.txt").write_text(text, "utf-8")
    (tmp_path / "said.png").write_bytes(b64decode(reply["images"][0]))
    again = tmp_path / "again.png"
    if by:
        assert main(["generate", "--recipe", str(tmp_path / by), "-o", str(again)]) == 0
        assert np.array_equal(np.asarray(Image.open(again).convert("RGB")), made)
    else:
        again = real.post("txt2img", infotext=text)["images"][0]
        assert np.array_equal(pixels(again), made)
    if more is SAID:
        assert "Hires prompt: a blue lake, " in text
        assert any("other.safetensors" in hint for hint in info["hints"])


def test_without_enable_hr_nothing_of_it_counts(real):
    off = {**SMALL, "enable_hr": False, **SAID, "hr_scale": -3}
    reply = real.post("txt2img", **off)
    assert pixels(reply["images"][0]).shape[:2] == (36, 48)
    assert "Hires" not in json.loads(reply["info"])["infotexts"][0]


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"hr_scale": 0.5}, 422, "hr_scale must be from 1"),
        ({"hr_scale": 1e9}, 422, "hr_scale must be from 1"),
        ({"hr_resize_x": 7}, 422, "from 1 to 8 times as large"),
        ({"hr_resize_x": 10**7}, 422, "hr_resize_x must be"),
        ({"hr_upscaler": "4x-Nowhere"}, 404, "4x-Nowhere"),
        ({"hr_second_pass_steps": 10**6}, 422, "hr_second_pass_steps must be"),
        ({"denoising_strength": 1.5}, 422, "denoising_strength must be"),
        ({"width": 8192, "height": 8192, "hr_scale": 8}, 413, "memory"),
    ],
)
def test_what_cannot_be_is_said(real, more, status, words):
    answer = real.client.post("/sdapi/v1/txt2img", json={**SMALL, **more})
    assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.text
