"""Fields of a request that reach the noise and the convolutions: `tiling`, `seed_resize_from_*`."""

import json
from base64 import b64decode
from io import BytesIO

import numpy as np
from PIL import Image

from tests.server.webui.test_txt2img import SMALL


def test_a_texture_s_sides_meet_and_its_text_says_so(real):
    reply = real.post("txt2img", prompt="moss", seed=4, tiling=True, **SMALL)
    (image,) = reply["images"]
    pixels = np.asarray(Image.open(BytesIO(b64decode(image))).convert("RGB"), float)
    across = np.abs(pixels - np.roll(pixels, 1, 1)).mean((0, 2))
    down = np.abs(pixels - np.roll(pixels, 1, 0)).mean((1, 2))
    seam = (across[0] + down[0]) / (across[1:].mean() + down[1:].mean())
    assert seam < 2  # 5 where sides are sides
    assert "Tiling: True" in json.loads(reply["info"])["infotexts"][0]


def test_sides_that_cannot_meet_are_a_clear_error(real):
    answer = real.client.post(
        "/sdapi/v1/txt2img", json={"tiling": True, "width": 131, "height": 127, "steps": 1}
    )
    assert answer.status_code == 422
    assert "multiples of 64" in answer.json()["detail"]


def test_a_seed_of_another_size_stands_in_the_text(fake):
    size = {"seed_resize_from_w": 32, "seed_resize_from_h": "48", "width": 8, "height": 8}
    info = json.loads(fake.post("txt2img", prompt="a lake", **size)["info"])
    assert "Seed resize from: 32x48" in info["infotexts"][0]
    none = json.loads(fake.post("txt2img", width=8, height=8, seed_resize_from_w=-1)["info"])
    assert "Seed resize" not in none["infotexts"][0]
