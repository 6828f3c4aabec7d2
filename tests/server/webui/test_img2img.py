"""`POST /sdapi/v1/img2img`, over real HTTP: nothing outside the mask changes, in any picture."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFilter

from ritocco.canvas import files
from ritocco.canvas.fitting import Fit, fitted
from ritocco.canvas.formats import PNG, TIFF
from ritocco.canvas.picture import Depth
from ritocco.cli.main import main
from ritocco.geometry import Size
from ritocco.server.webui.asked.beginnings import as_worked_on
from tests.canvas.pictures import LAYOUTS, picture

QUICK = {"prompt": "a red lake", "seed": 5, "steps": 1, "sampler_name": "Euler a"}
WIDE, HIGH = 150, 90


def noise(channels: int = 3, width: int = WIDE, height: int = HIGH) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (height, width, channels), np.uint8)


def sent(image: np.ndarray | Image.Image, form: str = "PNG", **options: Any) -> str:
    """A picture as clients send it."""
    file = BytesIO()
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    image.save(file, form, **options)
    return b64encode(file.getvalue()).decode()


def got(text: str) -> Image.Image:
    return Image.open(BytesIO(b64decode(text)))


def spot(width: int = WIDE, height: int = HIGH) -> np.ndarray:
    """A mask that selects some of the middle, softly at one side."""
    mask = np.zeros((height, width), np.uint8)
    mask[height // 3 : height // 2, width // 3 : width // 2] = 255
    mask[height // 2, width // 3 : width // 2] = 90
    return mask


def masked(served, image: str, mask: np.ndarray, **fields: Any) -> Image.Image:
    small = {"width": 64, "height": 64, **QUICK, **fields}
    reply = served.post("img2img", init_images=[image], mask=sent(mask), **small)
    return got(reply["images"][0])


@pytest.mark.parametrize(("fill", "blur"), [(0, 4), (1, 0), (2, 0), (3, 30)])
def test_only_what_is_masked_changes_and_the_picture_keeps_its_size(real, fill, blur):
    photo, mask = noise(), spot()
    fields = {"inpainting_fill": fill, "mask_blur": blur, "inpaint_full_res_padding": 10}
    painted = np.asarray(masked(real, sent(photo), mask, **fields))
    assert painted.shape == photo.shape
    assert (painted[mask == 0] == photo[mask == 0]).all()
    assert (painted[mask == 255] != photo[mask == 255]).any()


def _palette() -> tuple[str, np.ndarray]:
    image = Image.fromarray(noise()).quantize(17)
    return sent(image), np.asarray(image.convert("RGB"))


def _turned() -> tuple[str, np.ndarray]:
    photo = noise()
    exif = Image.Exif()
    exif[0x0112] = 6
    return sent(np.rot90(photo), exif=exif.tobytes()), photo


def _jpeg() -> tuple[str, np.ndarray]:
    text = sent(Image.fromarray(noise()).resize((WIDE, HIGH)), "JPEG", quality=95)
    return "data:image/jpeg;base64," + text, np.asarray(got(text))


def _with_profile() -> tuple[str, np.ndarray]:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return sent(noise(), icc_profile=profile), noise()


SOURCES: dict[str, Callable[[], tuple[str, np.ndarray]]] = {
    "grey": lambda: (sent(noise(1)[..., 0]), noise(1).repeat(3, -1)),
    "opaque": lambda: (sent(np.dstack([noise(), np.full((HIGH, WIDE), 255, np.uint8)])), noise()),
    "transparent": lambda: (sent(noise(4)), noise(4)),
    "palette": _palette,
    "turned": _turned,
    "jpeg": _jpeg,
    "profile": _with_profile,
}


@pytest.mark.parametrize("name", SOURCES)
def test_pictures_of_every_kind_come_back_as_they_were(real, name):
    text, pixels = SOURCES[name]()
    mask = spot()
    painted = np.asarray(masked(real, text, mask))
    assert painted.shape == pixels.shape
    assert (painted[mask == 0] == pixels[mask == 0]).all()
    assert (painted[mask == 255] != pixels[mask == 255]).any()


def test_sixteen_bits_stay_sixteen(real):
    import pyvips

    pixels = np.random.default_rng(3).integers(0, 65536, (HIGH, WIDE, 3), np.uint16)
    image = pyvips.Image.new_from_memory(pixels.data, WIDE, HIGH, 3, "ushort")
    text = b64encode(image.copy(interpretation="rgb16").pngsave_buffer()).decode()
    mask = spot()
    small = {"width": 64, "height": 64, **QUICK}
    reply = real.post("img2img", init_images=[text], mask=sent(mask), **small)
    painted = pyvips.Image.new_from_buffer(b64decode(reply["images"][0]), "").numpy()
    assert painted.dtype == np.uint16
    assert (painted[mask == 0] == pixels[mask == 0]).all()


def as_alpha(levels: np.ndarray) -> np.ndarray:
    return np.dstack([np.zeros((*levels.shape, 3), np.uint8), levels])


def test_a_mask_is_read_by_alpha_or_light_of_any_size_and_inverted(real):
    photo = sent(noise())
    usual = masked(real, photo, spot())
    twice = spot().repeat(2, 0).repeat(2, 1)
    for other in (as_alpha(spot()), spot()[..., None].repeat(3, -1)):
        assert masked(real, photo, other).tobytes() == usual.tobytes()
    inverted = masked(real, photo, 255 - spot(), inpainting_mask_invert=1)
    assert inverted.tobytes() == usual.tobytes()
    away = np.asarray(masked(real, photo, twice))[spot() == 0]
    near = np.asarray(usual)[spot() == 0]
    assert (away != near).any(-1).mean() < 0.02  # the softer edge of a mask that is made smaller


def test_a_mask_of_everything_or_of_nothing(real):
    photo, whole = noise(), np.full((HIGH, WIDE), 255, np.uint8)
    assert (np.asarray(masked(real, sent(photo), whole)) != photo).any()
    reply = real.post("img2img", init_images=[sent(photo)], mask=sent(whole * 0), **QUICK)
    assert (np.asarray(got(reply["images"][0])) == photo).all()
    info = json.loads(reply["info"])
    assert "selects nothing" in " ".join(info["hints"])
    assert (info["all_seeds"], info["sampler_name"]) == ([5], "Euler a")
    assert info["infotexts"] == [got(reply["images"][0]).text["parameters"]]
    assert info["infotexts"][0].startswith("a red lake")


def test_the_mask_and_what_was_painted_alone_follow_each_picture_where_that_is_asked_for(real):
    mask, shown = spot(), {"return_mask": True, "return_mask_composite": True}
    fields = {"width": 64, "height": 64, "mask_blur": 0, "n_iter": 2, **QUICK}
    asked = {"init_images": [sent(noise())], "mask": sent(mask), "override_settings": shown}
    reply = real.post("img2img", **asked, **fields)
    painted, levels, alone, *second = [np.asarray(got(image)) for image in reply["images"]]
    assert len(second) == 3
    assert len(json.loads(reply["info"])["infotexts"]) == 2
    assert (levels == mask[..., None]).all()
    assert (alone[..., 3] == mask).all()
    assert (alone[mask == 255][:, :3] == painted[mask == 255]).all()
    blank = real.post("img2img", **{**asked, "mask": sent(mask * 0)}, **fields)
    assert not any(np.asarray(got(blank["images"][at])).any() for at in (1, 2))
    del asked["mask"]
    assert len(real.post("img2img", **asked, **fields)["images"]) == 2


@settings(max_examples=12)
@given(
    st.sampled_from([one for one in LAYOUTS if not one.alpha and not one.depth.is_float]),
    st.tuples(*[st.integers(1, 40)] * 4),
    st.integers(0, 3),
    st.none() | st.booleans(),
    st.integers(0, 2**32 - 1),
)
def test_any_picture_comes_back_at_the_size_asked_for(fake, layout, sizes, mode, masked, seed):
    """By a studio that gives back what it got: what is beside the painting, and no more."""
    photo = picture(layout, *sizes[:2], seed=seed)
    fields = {"width": sizes[2], "height": sizes[3], "resize_mode": mode}
    if masked is not None:
        mask = np.random.default_rng(seed).choice([0, 255, 9], (7, 5)).astype(np.uint8)
        fields |= {"mask": sent(mask), "inpaint_full_res": masked}
    text = b64encode(files.in_memory(photo, PNG)).decode()
    reply = fake.post("img2img", init_images=[text], **fields)
    made = files.loaded(b64decode(reply["images"][0]), "the reply")
    expected = as_worked_on(photo)
    if not masked:
        fit = (Fit.STRETCH, Fit.CROP, Fit.FILL, Fit.STRETCH)[mode]
        expected = fitted(expected, Size(*sizes[2:]), fit)
    assert made.layout == expected.layout
    assert (made.pixels == expected.pixels).all()


@settings(max_examples=6)
@given(
    st.sampled_from([one for one in LAYOUTS if one.depth is not Depth.F16]),  # in no file
    st.integers(0, 2**32 - 1),
    st.integers(0, 12),
)
def test_where_any_mask_is_0_no_byte_of_any_picture_changes(real, layout, seed, blur):
    photo = picture(layout, 40, 32, seed)
    form = TIFF if layout.depth.is_float else PNG
    text = b64encode(files.in_memory(photo, form)).decode()
    mask = np.random.default_rng(seed).choice([0, 0, 1, 90, 255], (4, 5)).astype(np.uint8)
    mask = mask.repeat(8, 0).repeat(8, 1)
    small = {"width": 64, "height": 64, "mask_blur": blur, **QUICK}
    reply = real.post("img2img", init_images=[text], mask=sent(mask), **small)
    made = files.loaded(b64decode(reply["images"][0]), "the reply")
    before = as_worked_on(files.loaded(files.in_memory(photo, form), "sent"))
    assert made.layout == before.layout
    assert (made.pixels[mask == 0] == before.pixels[mask == 0]).all()


def test_strength_0_changes_nothing(real):
    fields = {"width": WIDE, "height": HIGH, "denoising_strength": 0, **QUICK}
    reply = real.post("img2img", init_images=[sent(noise())], **fields)
    assert (np.asarray(got(reply["images"][0])) == noise()).all()


def test_with_the_whole_picture_at_another_size_the_mask_goes_along(real):
    fields = {"inpaint_full_res": False, "width": 75, "height": 45}
    resized = real.post("img2img", init_images=[sent(noise())], denoising_strength=0, **fields)
    expected = np.asarray(got(resized["images"][0]))
    painted = np.asarray(masked(real, sent(noise()), spot(), **fields))
    small = np.asarray(Image.fromarray(spot()).resize((75, 45), Image.Resampling.BOX))
    far = np.asarray(Image.fromarray(small).filter(ImageFilter.MaxFilter(5))) == 0
    assert (painted[far] == expected[far]).all()
    assert (painted[small == 255] != expected[small == 255]).any()


def test_several_pictures_are_a_batch_with_seeds_in_a_row(real):
    pictures = [sent(noise()), sent(255 - noise())]
    fields = {"width": 64, "height": 64, "n_iter": 2, **QUICK}
    reply = real.post("img2img", init_images=pictures, **fields)
    assert json.loads(reply["info"])["all_seeds"] == [5, 6, 7, 8]
    assert len(set(reply["images"])) == 4
    alone = real.post("img2img", init_images=pictures[1:], **{**fields, "seed": 6, "n_iter": 1})
    assert alone["images"] == reply["images"][1:2]


@pytest.mark.parametrize("command", ["inpaint", "refine"])
def test_a_reply_with_what_was_sent_is_made_again_by_the_command_line(real, tmp_path, command):
    sent_at, mask_at, reply_at, again_at = (tmp_path / f"{name}.png" for name in "abcd")
    Image.fromarray(noise()).save(sent_at)
    Image.fromarray(spot()).save(mask_at)
    masks = command == "inpaint"
    fields = {"width": WIDE, "height": HIGH, "mask_blur": 4, "inpaint_full_res": False, **QUICK}
    mask = {"mask": sent(spot())} if masks else {}
    reply = real.post("img2img", init_images=[sent(noise())], **mask, **fields)
    reply_at.write_bytes(b64decode(reply["images"][0]))
    line = [command, sent_at, *(("--mask", mask_at) if masks else ()), "--recipe", reply_at]
    assert main([*map(str, line), "-o", str(again_at)]) == 0
    assert Image.open(again_at).tobytes() == Image.open(reply_at).tobytes()


def test_what_was_sent_is_echoed_only_when_asked_for(real):
    fields = {"width": 64, "height": 64, **QUICK}
    reply = real.post("img2img", init_images=[sent(noise())], **fields)
    assert reply["parameters"]["init_images"] is reply["parameters"]["mask"] is None
    assert reply["parameters"]["denoising_strength"] == 0.75
    fields |= {"include_init_images": True}
    reply = real.post("img2img", init_images=[sent(noise())], **fields)
    assert reply["parameters"]["init_images"] == [sent(noise())]


def test_a_transparent_picture_keeps_its_alpha(real):
    photo = noise(4)
    fields = {"width": WIDE, "height": HIGH, **QUICK}
    reply = real.post("img2img", init_images=[sent(photo)], **fields)
    painted = np.asarray(got(reply["images"][0]))
    assert (painted[..., 3] == photo[..., 3]).all()
    assert (painted[..., :3] != photo[..., :3]).any()
    empty = photo * np.uint8([1, 1, 1, 0])
    reply = real.post("img2img", init_images=[sent(empty), sent(photo)], batch_size=2, **fields)
    left, again = (np.asarray(got(image)) for image in reply["images"])
    assert (left == empty).all()
    assert (again[..., 3] == photo[..., 3]).all()
    assert (again[..., :3] != photo[..., :3]).any()
    assert "transparent" in json.loads(reply["info"])["hints"][0]


SOFT = {"Soft Inpainting": {"args": [True, 1, 0.5, 4, 0, 0.5, 2]}}
BAD: dict[str, tuple[dict[str, Any], int, str]] = {
    "no picture": ({"init_images": None}, 404, "Init image not found"),
    "none": ({"init_images": []}, 404, "Init image not found"),
    "an address": ({"init_images": ["http://127.0.0.1/a.png"]}, 422, "fetches none"),
    "no file": ({"init_images": ["aGVsbG8="]}, 422, "The init image"),
    "no mask": ({"mask": "aGVsbG8="}, 422, "The mask"),
    "a way to resize": ({"resize_mode": 4}, 422, "resize_mode"),
    "a fill": ({"inpainting_fill": -1}, 422, "inpainting_fill"),
    "a blur": ({"mask_blur": 600}, 422, "mask_blur"),
    "too many": ({"init_images": [sent(noise())] * 3, "n_iter": 40}, 422, "120 pictures"),
    "a strength": ({"denoising_strength": 1.5}, 422, "strength"),
    "soft": ({"alwayson_scripts": {"Soft inpainting": [True, "x"]}}, 422, "Soft Inpainting"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_is_said(real, name):
    fields, status, words = BAD[name]
    body = {"init_images": [sent(noise())], "width": 64, "height": 64, **QUICK, **fields}
    answer = real.client.post("/sdapi/v1/img2img", json=body)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_what_is_passed_over_is_told(real):
    fields = {
        "mask": sent(spot()),
        "latent_mask": sent(spot()),
        "initial_noise_multiplier": 0.5,
        "mask_blur_y": 9,
        "inpainting_fill": 3,
        "resize_mode": 3,
        "inpaint_full_res": False,
    }
    body = {"init_images": [sent(noise())], "width": 64, "height": 64, **QUICK, **fields}
    hints = json.loads(real.post("img2img", **body)["info"])["hints"]
    for word in (
        "latent_mask",
        "initial_noise_multiplier",
        "9 pixels",
        "Latent nothing",
        "resize_mode",
    ):
        assert any(word in hint for hint in hints)


def test_soft_inpainting_changes_nothing_and_says_so_where_its_numbers_are_turned(real):
    photo = sent(noise())
    usual = masked(real, photo, spot())
    assert masked(real, photo, spot(), alwayson_scripts=SOFT).tobytes() == usual.tobytes()
    turned = {"soft inpainting": [True, 3]}
    reply = real.post(
        "img2img",
        init_images=[photo],
        mask=sent(spot()),
        alwayson_scripts=turned,
        width=64,
        height=64,
        **QUICK,
    )
    assert "always on here" in " ".join(json.loads(reply["info"])["hints"])
