"""`webuiapi`, a client from PyPI that many programs are built on, drives a real server."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import webuiapi
from PIL import Image

SIZE = {"width": 64, "height": 48}


@pytest.fixture(scope="module")
def api(real):
    return webuiapi.WebUIApi(port=real.port, sampler="Euler a", steps=2)


@pytest.fixture(scope="module")
def picture():
    down, across = np.mgrid[:48, :64]
    return Image.fromarray(np.uint8(np.dstack([across * 3, down * 4, across + down])))


def test_it_dreams(api):
    made = api.txt2img(prompt="a red lake", seed=5, n_iter=2, **SIZE)
    assert [one.size for one in made.images] == [(64, 48), (64, 48)]
    assert made.info["all_seeds"] == [5, 6]
    assert made.info["sampler_name"] == "Euler a"
    assert made.parameters["steps"] == 2


def test_it_paints_twice_and_larger(api):
    made = api.txt2img(prompt="a red lake", enable_hr=True, hr_scale=1.5, **SIZE)
    assert made.image.size == (96, 72)


def test_it_paints_over_a_picture(api, picture):
    made = api.img2img(images=[picture], prompt="a red lake", denoising_strength=0.6, **SIZE)
    assert made.image.size == (64, 48)
    assert np.asarray(made.image).tobytes() != np.asarray(picture).tobytes()


@pytest.mark.parametrize("only_masked", [True, False])
def test_it_inpaints_and_nothing_else_changes(api, picture, only_masked):
    mask = Image.new("L", picture.size)
    mask.paste(255, (24, 16, 44, 36))
    made = api.img2img(
        images=[picture],
        mask_image=mask,
        prompt="a stone",
        inpaint_full_res=only_masked,
        inpainting_fill=1,
        **SIZE,
    )
    before, after = (np.asarray(one.convert("RGB")) for one in (picture, made.image))
    outside = np.asarray(mask) == 0
    assert np.array_equal(before[outside], after[outside])
    assert not np.array_equal(before[~outside], after[~outside])


def test_it_upscales(api, picture):
    once = api.extra_single_image(picture, upscaler_1=webuiapi.Upscaler.Lanczos, upscaling_resize=2)
    assert once.image.size == (128, 96)
    several = api.extra_batch_images([picture, picture], upscaler_1="Nearest", upscaling_resize=1.5)
    assert [one.size for one in several.images] == [(96, 72)] * 2


def test_it_reads_the_text_of_a_picture(api):
    made = api.txt2img(prompt="a red lake", seed=5, **SIZE)
    assert "Seed: 5" in api.png_info(made.image).info


def test_it_lists_and_sets(api):
    title = api.util_get_current_model()
    assert title in api.util_get_model_names()
    assert "Euler a" in api.util_get_sampler_names()
    assert api.set_options({"CLIP_stop_at_last_layers": 2}) is None
    try:
        assert api.get_options()["CLIP_stop_at_last_layers"] == 2
        api.util_set_model(title)
        assert api.util_get_current_model() == title
    finally:
        api.set_options({"CLIP_stop_at_last_layers": 1})
    lists = (api.get_upscalers, api.get_sd_vae, api.get_loras, api.get_face_restorers)
    assert all(isinstance(one(), list) for one in lists)
    assert api.refresh_checkpoints() is None
    assert api.get_memory()["ram"]["total"]


def test_it_sees_how_far_a_run_is_and_interrupts_it(api):
    seen = {"progress": 0.0}
    with ThreadPoolExecutor(1) as beside:
        waiting = beside.submit(api.txt2img, prompt="a lake", steps=150, n_iter=50, **SIZE)
        try:
            while not seen["progress"] and not waiting.done():
                seen = api.get_progress()
            assert api.skip() is None
        finally:
            assert api.interrupt() is None
        assert len(waiting.result(60).images) < 50
    assert 0 < seen["progress"] < 1
    assert seen["state"]["job_count"] == 50
    api.util_wait_for_ready(0.05)


def test_a_unit_of_controlnet_is_refused_in_words(api, picture):
    unit = webuiapi.ControlNetUnit(image=picture, module="canny", model="canny")
    with pytest.raises(RuntimeError) as refused:
        api.txt2img(prompt="a lake", controlnet_units=[unit], **SIZE)
    status, words = refused.value.args
    assert status == 422
    assert "ControlNet" in words
    assert api.controlnet_model_list() == []
    off = webuiapi.ControlNetUnit(module="canny", model="canny", enabled=False)
    assert api.txt2img(prompt="a lake", controlnet_units=[off], **SIZE).image


def test_what_is_not_offered_is_refused_in_words(api, picture):
    with pytest.raises(RuntimeError) as refused:
        api.interrogate(picture)
    assert "prompt" in refused.value.args[1]
