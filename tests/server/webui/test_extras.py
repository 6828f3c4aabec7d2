"""`extra-single-image` and `extra-batch-images`, over real HTTP with the networks that ship."""

from base64 import b64decode, b64encode
from io import BytesIO
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ritocco import budget
from ritocco.canvas import fitting
from ritocco.errors import BadPicture, Cancelled, NotFound, TooLarge
from ritocco.geometry import Size
from ritocco.recipe.recipe import Kind
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked import faces
from ritocco.server.webui.asked.extras import OneExtra
from ritocco.server.webui.batches import finishing
from ritocco.server.webui.batches.finishing import Finishing
from ritocco.server.webui.batches.room import check_together
from ritocco.watch import Watch
from tests.server.webui.test_odd_requests import packed

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


@pytest.mark.parametrize(
    ("pictures", "times", "says"),
    [
        ([2040], 16, "32640 x 32640"),
        ([16, 16384 // 2], 2, "too large together"),
        ([8192] * 5, 1, "too large together"),
    ],
)
def test_too_many_pixels_are_refused_by_the_headers_of_all(fake, pictures, times, says):
    held = [{"data": packed(side)} for side in pictures]
    asked = {"imageList": held, "upscaler_1": "Lanczos", "upscaling_resize": times}
    answer = fake.client.post("/sdapi/v1/extra-batch-images", json=asked)
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_request")
    assert says in answer.json()["errors"]
    if len(held) == 1:
        single = {**asked, "image": held[0]["data"]}
        assert fake.client.post("/sdapi/v1/extra-single-image", json=single).status_code == 422


def damaged(width, height):
    """A picture whose header is sound, and nothing else is."""
    body = BytesIO()
    Image.new("RGBA", (width, height)).save(body, "PNG")
    head, data, rest = body.getvalue().partition(b"IDAT")
    return b64encode(head + data + bytes(8) + rest[8:]).decode()


def test_bytes_of_all_are_bounded_before_any_is_decoded(monkeypatch):
    monkeypatch.setattr(budget, "share", lambda: 2**40)
    size = {"resize_mode": 1, "upscaling_resize_w": 8192, "upscaling_resize_h": 8192}
    asked = OneExtra(upscaler_1="Lanczos", **size)
    check_together(asked, [damaged(4, 4)] * 3)
    with pytest.raises(BadRequest, match="too large together"):  # 16 bytes for each 3 in base64
        check_together(asked, [damaged(4, 4)] * 4)
    begin, *_ = Finishing(asked, damaged(4, 4)).steps()
    with pytest.raises(BadPicture):
        begin()


def test_memory_of_what_is_made_and_of_what_waits_for_the_reply_is_held_against_the_share(
    monkeypatch,
):
    asked, most = OneExtra(upscaler_1="Lanczos", upscaling_resize=100 / 10), 10**6
    monkeypatch.setattr(budget, "share", lambda: most)
    small, large = sent(PIXELS[:10, :10]), sent(np.zeros((30, 30, 3), np.uint8))
    check_together(asked, [small])  # 100 x 100 x 3, several times
    for pictures in ([large], [small] * 30):
        with pytest.raises(TooLarge):
            check_together(asked, pictures)


@pytest.mark.parametrize("name", ["Lanczos", "Nearest"])
def test_a_cancel_is_heard_between_bands_and_the_picture_is_as_it_was(monkeypatch, name):
    for module in (fitting, finishing):
        monkeypatch.setattr(module, "AT_ONCE", 400)
    heard, told = Event(), []

    def report(fraction, _):
        told.append(fraction)
        if len(told) == 3:
            heard.set()

    watch = Watch(report, heard)
    work = Finishing(OneExtra(upscaler_1=name, upscaling_resize=16), sent(), watch=watch)
    with pytest.raises(Cancelled):
        work.steps()[0]()
    assert 0 < told[-1] < 0.5
    with pytest.raises(Cancelled):  # nothing is packed either
        work.steps()[-1]()
    work.end()
    assert got(work.reply).size == (20, 12)


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
