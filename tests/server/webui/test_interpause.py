"""The routes that a dock for Krita brought to the web UI, over real HTTP."""

import json
from base64 import b64decode, b64encode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tests.server.webui.recorded import PICTURE, pictures
from tests.server.webui.test_odd_requests import packed

WIDTH, HEIGHT = 64, 48
DREAM = {
    "sd_model": "model.ckpt",
    "sd_vae": "Automatic",
    "clip_skip": 1,
    "batch_count": 1,
    "batch_size": 1,
    "base_size": 64,
    "max_size": 128,
    "disable_sddebz_highres": True,
    "tiling": False,
    "upscaler_name": "None",
    "restore_faces": False,
    "face_restorer": "None",
    "codeformer_weight": 0.5,
    "filter_nsfw": False,
    "do_exact_steps": True,
    "include_grid": False,
    "save_samples": False,
    "prompt": "a lake",
    "negative_prompt": None,
    "sampler_name": "Euler a",
    "steps": 2,
    "cfg_scale": 7.0,
    "seed": 5,
    "denoising_strength": 0.7,
    "script": "None",
    "script_args": [],
}
SIZES = (True, False)
"""Whether the model works at the size of what was sent, or at one that was asked for."""


def post(served, path, body):
    answer = served.client.post(f"/sdapi/interpause/{path}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def mask_of(alpha: np.ndarray) -> str:
    layer = Image.fromarray(np.uint8(np.dstack([*[np.zeros_like(alpha)] * 3, alpha])))
    held = BytesIO()
    layer.save(held, "PNG")
    return b64encode(held.getvalue()).decode()


def sent_picture() -> Image.Image:
    return Image.open(BytesIO(b64decode(PICTURE)))


def test_no_list_that_it_reads_is_empty(real):
    told = real.client.get("/sdapi/interpause/config").json()
    lists = ("upscalers", "samplers", "samplers_img2img", "face_restorers", "sd_models", "sd_vaes")
    assert all(told[name] for name in (*lists, "scripts_txt2img", "scripts_img2img"))
    assert "sample_path" in told


@pytest.mark.parametrize("as_sent", SIZES)
def test_words_become_a_picture_of_the_size_of_the_place(real, as_sent):
    body = {**DREAM, "orig_width": 90, "orig_height": 50, "disable_sddebz_highres": as_sent}
    answer = post(real, "txt2img", body)
    assert [one.size for one in pictures(answer)] == [(90, 50)]
    info = json.loads(answer["info"])
    assert info["all_seeds"] == [5]
    assert (info["prompt"], info["negative_prompt"]) == ("a lake", "")
    assert {"sd_model_hash", "sampler_name", "cfg_scale", "steps"} <= set(info)


def test_words_are_painted_twice_where_that_is_asked_for(real):
    sizes = {"orig_width": 200, "orig_height": 101, "disable_sddebz_highres": False}
    body = {**DREAM, **sizes, "highres_fix": True, "upscaler_name": "Latent"}
    (made,) = pictures(post(real, "txt2img", body))
    assert made.size == (200, 101)
    assert "Hires" in made.info["parameters"]


@pytest.mark.parametrize("as_sent", SIZES)
def test_a_picture_is_painted_over_at_its_size(real, as_sent):
    body = {**DREAM, "is_inpaint": False, "src_img": PICTURE, "disable_sddebz_highres": as_sent}
    (made,) = pictures(post(real, "img2img", body))
    assert made.size == (WIDTH, HEIGHT)


def test_what_was_inpainted_comes_back_as_opaque_as_its_mask(real):
    """Laid over what was sent, it is what we show: soft edges are not softened twice."""
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[12:36, 16:48], alpha[16:32, 20:44] = 100, 255
    same = {"inpainting_fill": 2, **DREAM}
    body = {**same, "is_inpaint": True, "src_img": PICTURE, "mask_img": mask_of(alpha)}
    (made,) = pictures(post(real, "img2img", body))
    assert made.mode == "RGBA"
    assert np.array_equal(np.asarray(made)[..., 3], alpha)
    theirs = {"init_images": [PICTURE], "mask": mask_of(alpha), "inpaint_full_res": False}
    size = {"width": WIDTH, "height": HEIGHT, "mask_blur": 0}
    (shown,) = pictures(real.post("img2img", **same, **theirs, **size))
    laid = np.asarray(Image.alpha_composite(sent_picture().convert("RGBA"), made))[..., :3]
    assert np.abs(laid.astype(int) - np.asarray(shown)).max() <= 1
    assert np.abs(np.asarray(shown).astype(int) - np.asarray(sent_picture())).max() > 9


@pytest.mark.parametrize("as_sent", SIZES)
def test_what_is_opaque_is_the_mask_at_any_size_of_the_models(real, as_sent):
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[12:36, 16:48] = 255
    body = {**DREAM, "is_inpaint": True, "src_img": PICTURE, "mask_img": mask_of(alpha)}
    (made,) = pictures(post(real, "img2img", {**body, "disable_sddebz_highres": as_sent}))
    assert np.array_equal(np.asarray(made)[..., 3], alpha)


def test_a_mask_without_a_hole_selects_all_of_the_picture(real):
    full = mask_of(np.full((HEIGHT, WIDTH), 255, np.uint8))
    body = {**DREAM, "is_inpaint": True, "src_img": PICTURE, "mask_img": full}
    (made,) = pictures(post(real, "img2img", body))
    assert (np.asarray(made)[..., 3] == 255).all()
    (none,) = pictures(post(real, "img2img", {**body, "invert_mask": True}))
    assert (np.asarray(none)[..., 3] == 0).all()


@pytest.mark.parametrize(("half", "times"), [(False, 4), (True, 2)])
def test_it_upscales(real, half, times):
    body = {"src_img": PICTURE, "upscaler_name": "Lanczos", "downscale_first": half}
    (made,) = pictures({"image": post(real, "upscale", body)["output"]})
    assert made.size == (times * WIDTH, times * HEIGHT)


def test_what_no_request_may_ask_for_is_refused(real):
    """A picture that is too long for the web UI's own requests, and too many of one."""
    held = BytesIO()
    Image.new("RGB", (9000, 8)).save(held, "PNG")
    long = b64encode(held.getvalue()).decode()
    body = {**DREAM, "is_inpaint": True, "src_img": long, "mask_img": PICTURE, "steps": 1}
    body |= {"batch_count": 100, "batch_size": 100}
    many = real.client.post("/sdapi/interpause/img2img", json=body)
    words = real.client.post("/sdapi/interpause/txt2img", json={**DREAM, "prompt": "a" * 30_000})
    none = real.client.post("/sdapi/interpause/upscale", json={"downscale_first": True})
    assert [one.status_code for one in (many, words, none)] == [422] * 3


def test_a_script_that_is_not_here_is_refused(real):
    body = {**DREAM, "orig_width": 64, "orig_height": 64, "script": "SD upscale"}
    answer = real.client.post("/sdapi/interpause/txt2img", json=body)
    assert answer.status_code == 422
    assert "SD upscale" in answer.json()["detail"]


LARGE = {**DREAM, "steps": 1, "disable_sddebz_highres": False}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("txt2img", {**LARGE, "orig_width": 8192, "orig_height": 8192, "batch_size": 5}),
        ("txt2img", {**LARGE, "orig_width": 4096, "orig_height": 8192, "batch_count": 9}),
        ("img2img", {**LARGE, "src_img": packed(2048), "batch_size": 65}),
        ("img2img", {**LARGE, "src_img": packed(2048), "batch_count": 65}),
        ("upscale", {"src_img": packed(4100), "upscaler_name": "Lanczos"}),
    ],
)
def test_what_is_sent_back_is_bounded_however_small_it_is_painted(fake, path, body):
    answer = fake.client.post(f"/sdapi/interpause/{path}", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_request"), answer.text
