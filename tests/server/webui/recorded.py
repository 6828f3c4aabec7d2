"""What programs send that were made for the web UI, in shape, and what each then reads.

Read in their sources; the values are ours. Sizes are small, so that a row costs little.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 64, 48


def _png(picture: Image.Image) -> str:
    held = BytesIO()
    picture.save(held, "PNG")
    return b64encode(held.getvalue()).decode("ascii")


def _slope() -> Image.Image:
    down, across = np.mgrid[:HEIGHT, :WIDTH]
    return Image.fromarray(np.uint8(np.dstack([across * 3, down * 4, across + down])))


def _square(mode: str) -> Image.Image:
    mask = Image.new("L", (WIDTH, HEIGHT))
    mask.paste(255, (16, 12, 48, 36))
    return mask.convert(mode)


def _painted() -> Image.Image:
    """A layer that is painted where it is to be selected, as editors send masks."""
    layer = Image.new("RGBA", (WIDTH, HEIGHT), (200, 30, 30, 0))
    layer.putalpha(_square("L"))
    return layer


PICTURE, ALPHA = _png(_slope()), _png(_slope().convert("RGBA"))
MASK, PAINTED = _png(_square("RGBA")), _png(_painted())
URL = "data:image/png;base64,"


@dataclass(frozen=True)
class Sent:
    """One request of a program, and what it reads of the answer: `reads` has to hold.

    body  None where it only asks
    """

    client: str
    path: str
    body: Any
    reads: Callable[[Any], object]
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.client}: {self.path.partition('?')[0].strip('/').rpartition('/')[2]}"


def pictures(answer: Any) -> list[Image.Image]:
    """Those of an answer; whoever reads them wants no `data:` before them."""
    sent = answer.get("images") or answer.get("outputs") or [answer.get("image")]
    return [Image.open(BytesIO(b64decode(text, validate=True))) for text in sent]


def _seeded(answer: Any) -> object:
    info = json.loads(answer["info"])
    made = pictures(answer)
    return made[0].size == (WIDTH, HEIGHT) and len(info["all_seeds"]) == len(made) == 1


def _titled(answer: Any) -> object:
    return answer and all(one["title"] and one["model_name"] for one in answer)


def _named(answer: Any) -> object:
    return answer and all(one["name"] for one in answer)


def _last_line_has_the_seed(answer: Any) -> object:
    """Of the text in the picture, its last line, cut at commas and colons, as it is read there."""
    text = pictures(answer)[0].info["parameters"]
    pairs = (part.partition(":") for part in text[text.rindex("\n") + 1 : -1].split(","))
    return {key.strip(): value.strip() for key, _, value in pairs}["Seed"] == "7"


def _recommended(answer: Any) -> object:
    """Options that openOutpaint asks nobody to change."""
    known = answer["sd_model_checkpoint"] and not answer["img2img_color_correction"]
    return known and answer["inpainting_mask_weight"] >= 1


_OPEN_OUTPAINT = {
    "prompt": "a lake",
    "negative_prompt": "",
    "seed": 7,
    "cfg_scale": 7,
    "sampler_index": "DDIM",
    "scheduler": "Automatic",
    "steps": 2,
    "denoising_strength": 1,
    "mask_blur": 0,
    "batch_size": 1,
    "width": WIDTH,
    "height": HEIGHT,
    "n_iter": 1,
    "mask": "",
    "init_images": [],
    "inpaint_full_res": False,
    "inpainting_fill": 1,
    "outpainting_fill": 2,
    "image_cfg_scale": 0.5,
    "enable_hr": False,
    "restore_faces": False,
    "hr_scale": 2.0,
    "hr_upscaler": "None",
    "hr_second_pass_steps": 0,
    "hr_resize_x": 0,
    "hr_resize_y": 0,
    "hr_square_aspect": False,
    "hr_fix_lock_px": 0,
    "styles": [],
    "enable_refiner": False,
    "refiner_switch_at": 0.8,
    "sync_cursor_size": True,
    "alwayson_scripts": {},
}
OPEN_OUTPAINT = (
    Sent("openOutpaint", "/sdapi/v1/options", None, _recommended),
    Sent("openOutpaint", "/sdapi/v1/progress", None, lambda a: a["progress"] == 0),
    Sent("openOutpaint", "/sdapi/v1/sd-models", None, _titled),
    Sent("openOutpaint", "/sdapi/v1/samplers", None, _named),
    Sent("openOutpaint", "/sdapi/v1/schedulers", None, lambda a: all(one["label"] for one in a)),
    Sent("openOutpaint", "/sdapi/v1/upscalers", None, _named),
    Sent("openOutpaint", "/sdapi/v1/loras", None, lambda a: isinstance(a, list)),
    Sent("openOutpaint", "/sdapi/v1/prompt-styles", None, lambda a: isinstance(a, list)),
    Sent("openOutpaint", "/sdapi/v1/scripts", None, lambda a: isinstance(a["img2img"], list)),
    Sent("openOutpaint", "/sdapi/v1/txt2img", _OPEN_OUTPAINT, _seeded),
    Sent(
        "openOutpaint, twice as large",
        "/sdapi/v1/txt2img",
        {
            **_OPEN_OUTPAINT,
            "enable_hr": True,
            "denoising_strength": 0.7,
            "hr_upscaler": "Latent (bicubic, antialiased)",
            "hr_resize_x": 2 * WIDTH,
            "hr_resize_y": 2 * HEIGHT,
        },
        lambda a: pictures(a)[0].size == (2 * WIDTH, 2 * HEIGHT),
    ),
    Sent(
        "openOutpaint",
        "/sdapi/v1/img2img",
        {**_OPEN_OUTPAINT, "init_images": [URL + ALPHA], "mask": URL + MASK, "inpainting_fill": 2},
        _seeded,
    ),
    Sent(
        "openOutpaint, soft",
        "/sdapi/v1/img2img",
        {
            **_OPEN_OUTPAINT,
            "init_images": [URL + ALPHA],
            "mask": URL + MASK,
            "denoising_strength": 0.7,
            "alwayson_scripts": {"Soft Inpainting": {"args": [True, 1, 0.5, 4, 0, 0.5, 2]}},
        },
        _seeded,
    ),
    Sent(
        "openOutpaint",
        "/sdapi/v1/extra-single-image/",
        {"resize-mode": 0, "upscaling_resize": "2", "upscaler_1": "Lanczos", "image": URL + ALPHA},
        lambda a: pictures(a)[0].size == (2 * WIDTH, 2 * HEIGHT),
    ),
)

_GIMP = {
    "prompt": "a lake",
    "negative_prompt": "",
    "cfg_scale": 7.5,
    "denoising_strength": 0.8,
    "steps": 2,
    "width": WIDTH,
    "height": HEIGHT,
    "sampler_index": "Euler a",
    "batch_size": 1,
    "seed": -1,
}


def _layers_of_gimp(answer: Any) -> object:
    info = json.loads(answer["info"])
    return len(info["infotexts"]) == len(info["all_seeds"]) == len(pictures(answer))


_SAYS_JSON = {"Content-Type": "application/json", "Accept": "application/json"}
STABLE_GIMPFUSION = (
    Sent("stable-gimpfusion", "/sdapi/v1/options?", None, lambda a: a["sd_model_checkpoint"]),
    Sent("stable-gimpfusion", "/sdapi/v1/sd-models?", None, _titled, _SAYS_JSON),
    Sent("stable-gimpfusion", "/controlnet/model_list?", None, lambda a: a["model_list"] == []),
    Sent("stable-gimpfusion", "/sdapi/v1/txt2img?", _GIMP, _layers_of_gimp, _SAYS_JSON),
    Sent(
        "stable-gimpfusion",
        "/sdapi/v1/img2img?",
        {**_GIMP, "resize_mode": 0, "init_images": [ALPHA]},
        _layers_of_gimp,
    ),
    Sent(
        "stable-gimpfusion, inpaint",
        "/sdapi/v1/img2img?",
        {
            **_GIMP,
            "resize_mode": 1,
            "init_images": [ALPHA],
            "mask": MASK,
            "inpaint_full_res": 1,
            "inpaint_full_res_padding": 10,
            "inpainting_mask_invert": 0,
        },
        _layers_of_gimp,
    ),
)

_PHOTOSHOP = {
    "prompt": "a lake",
    "negative_prompt": "blurry",
    "steps": 2,
    "width": WIDTH,
    "height": HEIGHT,
    "denoising_strength": 0.7,
    "hr_denoising_strength": 0.5,
    "batch_size": 1,
    "cfg_scale": 7.0,
    "seed": "7",
    "sampler_index": "Euler a",
    "mask_blur": 0,
    "restore_faces": False,
    "tiling": False,
    "use_sharp_mask": False,
    "use_prompt_shortcut": False,
    "prompt_shortcut_ui_dict": {},
    "selection_info": {"left": 0, "top": 0, "right": WIDTH, "bottom": HEIGHT},
    "mode": "txt2img",
    "uniqueDocumentId": "0",
    "alwayson_scripts": {
        "ADetailer": {"args": [False, {"ad_model": "face_yolov8n.pt", "ad_confidence": 0.3}]},
        "controlnet": {"args": [{"enabled": False, "module": "none", "model": "None"}]},
    },
}
AUTO_PHOTOSHOP = (
    Sent("Auto-Photoshop", "/sdapi/v1/txt2img", _PHOTOSHOP, _last_line_has_the_seed),
    Sent(
        "Auto-Photoshop",
        "/sdapi/v1/img2img",
        {
            **_PHOTOSHOP,
            "mode": "inpaint",
            "init_images": [ALPHA],
            "mask": MASK,
            "expanded_mask": MASK,
            "mask_expansion": 0,
            "inpaint_full_res": False,
            "inpaint_full_res_padding": 0,
            "inpainting_fill": 1,
        },
        _last_line_has_the_seed,
    ),
    Sent(
        "Auto-Photoshop", "/sdapi/v1/progress?skip_current_image=false", None, lambda a: a["state"]
    ),
    Sent("Auto-Photoshop", "/sdapi/v1/interrupt", "", lambda a: a is None or a == {}, _SAYS_JSON),
    Sent("Auto-Photoshop", "/sdapi/v1/embeddings", None, lambda a: isinstance(a["loaded"], dict)),
    Sent("Auto-Photoshop", "/sdapi/v1/scripts", None, lambda a: isinstance(a["txt2img"], list)),
    Sent("Auto-Photoshop", "/controlnet/module_list?alias_names=true", None, lambda a: a),
    Sent("Auto-Photoshop", "/sdapi/v1/options", {"sd_vae": "Automatic"}, lambda a: a is None),
    Sent(
        "Auto-Photoshop",
        "/sdapi/v1/extra-single-image",
        {
            "resize_mode": 0,
            "show_extras_results": True,
            "gfpgan_visibility": 0,
            "codeformer_visibility": 0,
            "codeformer_weight": 0,
            "upscaling_resize": 1.5,
            "upscaling_resize_w": 512,
            "upscaling_resize_h": 512,
            "upscaling_crop": True,
            "upscaler_1": "Lanczos",
            "upscaler_2": "None",
            "extras_upscaler_2_visibility": 0,
            "upscale_first": True,
            "image": ALPHA,
        },
        lambda a: pictures(a)[0].size == (96, 72),
    ),
)

_NO_LOGIN = {"Authorization": "Basic ", "Host": "localhost"}
SILLY_TAVERN = (
    Sent("SillyTavern", "/sdapi/v1/options", None, lambda a: a["sd_model_checkpoint"], _NO_LOGIN),
    Sent("SillyTavern", "/sdapi/v1/upscalers", None, lambda a: a[0]["name"] == "None", _NO_LOGIN),
    Sent("SillyTavern", "/sdapi/v1/latent-upscale-modes", None, _named, _NO_LOGIN),
    Sent("SillyTavern", "/sdapi/v1/sd-vae", None, lambda a: isinstance(a, list), _NO_LOGIN),
    Sent("SillyTavern", "/sdapi/v1/schedulers", None, _named, _NO_LOGIN),
    Sent("SillyTavern", "/sdapi/v1/sd-models", None, _titled, _NO_LOGIN),
    Sent("SillyTavern", "/sdapi/v1/progress", None, lambda a: a["state"]["job_count"] == 0),
    Sent(
        "SillyTavern",
        "/sdapi/v1/txt2img",
        {
            "url": "http://localhost:7860",
            "auth": "",
            "prompt": "a lake",
            "negative_prompt": "",
            "sampler_name": "DDIM",
            "scheduler": "normal",
            "steps": 2,
            "cfg_scale": 7,
            "width": WIDTH,
            "height": HEIGHT,
            "restore_faces": False,
            "enable_hr": False,
            "hr_upscaler": "Latent",
            "hr_scale": 1.5,
            "denoising_strength": 0.7,
            "hr_second_pass_steps": 0,
            "override_settings": {"CLIP_stop_at_last_layers": 1},
            "override_settings_restore_afterwards": True,
            "clip_skip": 1,
            "save_images": True,
            "send_images": True,
            "do_not_save_grid": False,
            "do_not_save_samples": False,
        },
        _seeded,
        _NO_LOGIN,
    ),
)

OPEN_WEBUI = (
    Sent(
        "Open WebUI",
        "/sdapi/v1/options",
        None,
        lambda a: a["sd_model_checkpoint"],
        {"authorization": ""},
    ),
    Sent("Open WebUI", "/sdapi/v1/sd-models", None, _titled, {"authorization": ""}),
    Sent(
        "Open WebUI",
        "/sdapi/v1/txt2img",
        {"prompt": "a lake", "batch_size": 1, "width": WIDTH, "height": HEIGHT, "steps": 2},
        _seeded,
        {"authorization": ""},
    ),
)

_KOBOLD = {
    "prompt": "a lake",
    "negative_prompt": "",
    "seed": 7,
    "sampler_name": "Euler a",
    "batch_size": 1,
    "n_iter": 1,
    "steps": 2,
    "cfg_scale": 5,
    "width": WIDTH,
    "height": HEIGHT,
    "do_not_save_samples": True,
    "do_not_save_grid": True,
    "enable_hr": False,
    "eta": 0,
    "s_churn": 0,
    "s_tmax": 0,
    "s_tmin": 0,
    "s_noise": 1,
    "override_settings": {
        "sd_model_checkpoint": "mini",
        "eta_noise_seed_delta": 0.0,
        "CLIP_stop_at_last_layers": 1.0,
        "ddim_discretize": "uniform",
        "img2img_fix_steps": False,
        "sd_hypernetwork": "None",
        "inpainting_mask_weight": 1.0,
        "initial_noise_multiplier": 1.0,
        "comma_padding_backtrack": 20.0,
    },
    "clip_skip": 1,
}
KOBOLD_LITE = (
    Sent("KoboldAI Lite", "/sdapi/v1/sd-models", None, lambda a: a[0]["filename"] is not None),
    Sent("KoboldAI Lite", "/sdapi/v1/txt2img", _KOBOLD, _seeded),
    Sent(
        "KoboldAI Lite",
        "/sdapi/v1/img2img",
        {**_KOBOLD, "init_images": [PICTURE], "denoising_strength": 0.6},
        _seeded,
    ),
)
