"""`POST /sdapi/v1/txt2img`, over real HTTP with mini."""

import json
from base64 import b64decode
from io import BytesIO

from PIL import Image

SMALL = {"width": 64, "height": 64, "steps": 2, "sampler_name": "Euler a"}


def test_a_batch_has_seeds_in_a_row_and_the_same_bytes_again(real):
    reply = real.post("txt2img", prompt="a red lake", seed=5, n_iter=2, **SMALL)
    info = json.loads(reply["info"])
    assert info["all_seeds"] == [5, 6]
    sizes = [Image.open(BytesIO(b64decode(image))).size for image in reply["images"]]
    assert sizes == [(64, 64), (64, 64)]
    again = real.post("txt2img", prompt="a red lake", seed=6, **SMALL)
    assert again["images"] == reply["images"][1:]
