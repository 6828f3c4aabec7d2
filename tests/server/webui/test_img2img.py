"""`POST /sdapi/v1/img2img`, over real HTTP: nothing outside the mask changes, at any size."""

import json
from base64 import b64decode, b64encode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

QUICK = {"prompt": "a red lake", "seed": 5, "steps": 2, "sampler_name": "Euler a"}


def noise(width: int, height: int, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (height, width, channels), np.uint8)


def sent(pixels: np.ndarray) -> str:
    """Pixels as clients send them."""
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return b64encode(file.getvalue()).decode()


def got(text: str) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(b64decode(text))))


def spot(width: int, height: int) -> np.ndarray:
    """A soft mask that selects some of the middle."""
    mask = np.zeros((height, width), np.uint8)
    mask[height // 3 : height // 2, width // 3 : width // 2] = 255
    mask[height // 2, width // 3 : width // 2] = 90
    return mask


@pytest.mark.parametrize("blur", [0, 4])
@pytest.mark.parametrize("fill", [0, 1, 2, 3])
def test_only_the_masked_part_of_a_picture_of_any_size_changes(real, fill, blur):
    photo, mask = noise(150, 90), spot(150, 90)
    reply = real.post(
        "img2img",
        init_images=[sent(photo)],
        mask=sent(mask),
        inpainting_fill=fill,
        mask_blur=blur,
        inpaint_full_res=True,
        width=64,
        height=64,
        **QUICK,
    )
    painted = got(reply["images"][0])
    assert painted.shape == photo.shape
    assert (painted[mask == 0] == photo[mask == 0]).all()
    assert (painted[mask == 255] != photo[mask == 255]).any()
    assert json.loads(reply["info"])["all_seeds"] == [5]
    assert reply["parameters"]["init_images"] is reply["parameters"]["mask"] is None
