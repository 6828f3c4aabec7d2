"""`extra-single-image` and `extra-batch-images`, over real HTTP with the networks that ship."""

from base64 import b64decode, b64encode
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ritocco.errors import NotFound
from ritocco.geometry import Size
from ritocco.recipe.recipe import Kind
from ritocco.server.webui.asked import faces
from ritocco.server.webui.asked.extras import OneExtra
from ritocco.server.webui.batches.finishing import Finishing

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.integers(0, 256, (12, 20, 3)).astype(np.uint8)


def sent(pixels=PIXELS, **options):
    body = BytesIO()
    Image.fromarray(pixels).save(body, "PNG", **options)
    return b64encode(body.getvalue()).decode()


def got(text):
    return Image.open(BytesIO(b64decode(text)))


def extra(served, **fields):
    return got(served.post("extra-single-image", **{"image": sent()} | fields)["image"])


def test_without_an_upscaler_the_picture_is_the_same_with_all_that_is_written_in_it(real):
    texts = PngInfo()
    texts.add_text("parameters", "a lake\nSteps: 20, Sampler: Euler a, Seed: 5")
    back = extra(real, image="data:image/png;base64," + sent(pnginfo=texts), upscaling_resize=4)
    assert np.array_equal(np.asarray(back), PIXELS)
    assert back.text == texts_of(texts)


def texts_of(texts):
    body = BytesIO()
    Image.new("L", (1, 1)).save(body, "PNG", pnginfo=texts)
    return Image.open(BytesIO(body.getvalue())).text


def test_nearest_makes_squares_and_crops_from_the_middle(real):
    squares = np.repeat(np.repeat(PIXELS, 3, 0), 3, 1)
    assert np.array_equal(
        np.asarray(extra(real, upscaler_1="Nearest", upscaling_resize=3)), squares
    )
    size = {"resize_mode": 1, "upscaling_resize_w": 60, "upscaling_resize_h": 24}
    cropped = extra(real, upscaler_1="Nearest", **size)
    assert np.array_equal(np.asarray(cropped), squares[6:-6])
    whole = extra(real, upscaler_1="Nearest", upscaling_crop=False, **size)
    assert np.array_equal(np.asarray(whole), squares)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"upscaler_1": "Lanczos", "upscaling_resize": "0.5"}, (10, 6)),
        ({"upscaler_1": "R-ESRGAN AnimeVideo", "upscaling_resize": "1.5"}, (30, 18)),
        ({"upscaler_1": "realesr-animevideov3", "upscaling_resize": 0.25}, (5, 3)),
        ({"upscaler_1": "realesr-animevideov3", "upscaling_resize": 10}, (200, 120)),
        ({"upscaler_1": "Lanczos", "resize_mode": 1, "upscaling_resize_h": 512}, (512, 512)),
        ({"upscaler_1": "Lanczos", "resize-mode": 1}, (40, 24)),
    ],
)
def test_sizes(real, asked, size):
    assert extra(real, **asked).size == size


def test_a_second_upscaler_is_laid_over_the_first(real):
    one = np.asarray(extra(real, upscaler_1="Nearest"), np.float32)
    two = np.asarray(extra(real, upscaler_1="Lanczos"), np.float32)
    both = {"upscaler_1": "Nearest", "upscaler_2": "Lanczos"}
    mixed = extra(real, **both, extras_upscaler_2_visibility=0.25)
    assert np.array_equal(np.asarray(mixed), np.rint(one * 0.75 + two * 0.25))
    assert mixed.text["postprocessing"].endswith("upscaler 2: Lanczos")


def test_transparency_is_kept(real):
    pixels = np.dstack([PIXELS, np.where(np.arange(20) < 10, 255, 0) + np.zeros((12, 1), int)])
    back = extra(real, image=sent(pixels.astype(np.uint8)), upscaler_1="realesr-animevideov3")
    alpha = np.asarray(back)[..., 3]
    assert back.size == (40, 24)
    assert (alpha[:, :16] == 255).all()
    assert not alpha[:, 24:].any()


def test_several_pictures(real):
    names = [{"data": sent(PIXELS[:side]), "name": f"{side}.png"} for side in (3, 5)]
    told = real.post("extra-batch-images", imageList=names, upscaler_1="Nearest")
    assert [got(image).size for image in told["images"]] == [(40, 6), (40, 10)]
    assert told["html_info"] == "<p>Postprocess upscale by: 2, Postprocess upscaler: Nearest</p>"


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"upscaler_1": "LDSR"}, 404, "realesrgan-x4plus"),
        ({"upscaler_1": "/etc/passwd"}, 404, "realesrgan-x4plus"),
        ({"gfpgan_visibility": 1}, 404, "ritocco models get gfpgan"),
        ({"image": "AAAA"}, 422, "The picture is not a picture we can read"),
        ({"image": "http://127.0.0.1/a.png"}, 422, "fetches none"),
        ({"upscaler_1": "Nearest", "upscaling_resize": 1e9}, 422, "upscaling_resize"),
    ],
)
def test_what_cannot_be_done_is_told(real, asked, status, says):
    answer = real.client.post("/sdapi/v1/extra-single-image/", json={"image": sent()} | asked)
    assert answer.status_code == status
    assert says in answer.json()["errors"]


def test_faces_come_last_by_what_is_here(monkeypatch):
    def called(kind, name):
        if name != "gfpgan":
            raise NotFound("It is not here.")
        return SimpleNamespace(name=name)

    monkeypatch.setattr(faces, "file_called", called)
    fields = {"gfpgan_visibility": 0.5, "codeformer_visibility": 1, "upscaler_1": "Nearest"}
    work = Finishing(OneExtra(**fields), sent())
    pieces = [piece for step in work.steps() if (piece := step())]
    assert [(piece.recipe.kind, piece.recipe.faces.strength) for piece in pieces] == [
        (Kind.FACES, 0.5),
        (Kind.FACES, 1),
    ]
    assert {piece.recipe.faces.model for piece in pieces} == {"gfpgan"}
    assert pieces[0].document.canvas == Size(40, 24)
    assert [str(hint) for hint in work.hints] == [
        "CodeFormer is not here; GFPGAN repaired the faces in its place."
    ]
