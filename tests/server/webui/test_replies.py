"""What pictures of replies are packed as, and what is left on the disk after them."""

import json
from base64 import b64decode, b64encode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

SMALL = {"width": 64, "height": 64, "steps": 1}


def got(text):
    return Image.open(BytesIO(b64decode(text)))


def test_a_result_is_let_go_unless_it_is_to_be_saved(fake):
    before = native(fake)
    fake.post("txt2img", **SMALL)
    assert native(fake) == before
    fake.post("txt2img", save_images=True, n_iter=2, **SMALL)
    assert len(native(fake)) == len(before) + 2


def native(served):
    answer = served.client.get(
        f"{served.native}/v1/history", headers={"Authorization": f"Bearer {served.token}"}
    )
    return [one["id"] for one in answer.json()["results"]]


@pytest.mark.parametrize(
    ("options", "form"),
    [
        ({"samples_format": "jpg"}, "JPEG"),
        ({"samples_format": "webp"}, "WEBP"),
        ({"samples_format": "webp", "webp_lossless": True}, "WEBP"),
        ({"samples_format": "tiff"}, "PNG"),
    ],
)
def test_pictures_come_as_the_options_say_with_the_text_in_them(fake, options, form):
    reply = fake.post("txt2img", prompt="żuraw", override_settings=options, **SMALL)
    picture = got(reply["images"][0])
    assert (picture.format, picture.size) == (form, (64, 64))
    told = fake.post("png-info", image=reply["images"][0])
    assert told["info"] == json.loads(reply["info"])["infotexts"][0]
    assert told["parameters"]["Prompt"] == "żuraw"


@pytest.mark.parametrize("lossless", [False, True])
def test_webp_keeps_transparency_and_every_pixel_where_it_is_lossless(fake, lossless):
    clear = np.dstack([np.full((64, 64, 3), 90, np.uint8), np.arange(4096).reshape(64, 64) // 16])
    file = BytesIO()
    Image.fromarray(clear.astype(np.uint8)).save(file, "PNG")
    options = {"samples_format": "webp", "webp_lossless": lossless}
    fields = {"init_images": [b64encode(file.getvalue()).decode()], "override_settings": options}
    made = np.asarray(got(fake.post("img2img", **fields, **SMALL)["images"][0]))
    seen = clear[..., 3] > 0
    assert (made[..., 3] > 0).sum() == seen.sum()
    assert np.abs(made[seen][:, :3].astype(int) - 90).max() <= (0 if lossless else 9)


def test_a_format_that_cannot_hold_a_picture_is_not_taken(fake):
    clear = BytesIO()
    Image.fromarray(np.full((64, 64, 4), 100, np.uint8)).save(clear, "PNG")
    sent = b64encode(clear.getvalue()).decode()
    fields = {"init_images": [sent], "override_settings": {"samples_format": "jpg"}}
    reply = fake.post("img2img", **fields, **SMALL)
    assert got(reply["images"][0]).format == "PNG"
