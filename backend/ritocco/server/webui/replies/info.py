"""The `info` of a reply: what was made and how, in the web UI's names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from ritocco.diffusion.samplers import SAMPLERS, choose
from ritocco.errors import BadRecipe
from ritocco.server.webui.runs.run import Outcome
from ritocco.webui.adapters import prompts
from ritocco.webui.field_names import REQUESTED
from ritocco.webui.model_hashes import MODEL, VAE, model_hashes


def info_of(came: Outcome) -> str:
    """JSON as text, as the web UI has it. What was asked says what no recipe does.

    Where no picture was finished it tells of those that were asked for.
    """
    recipes, asked = came.recipes, came.batch.asked
    assert asked is not None
    texts = [prompts(one, one.diffusion) if one.diffusion else ("", "") for one in recipes]
    values = {name: [_value(one, place) for one in recipes] for name, place in REQUESTED.items()}
    first = {name: next(iter(all_), getattr(asked, name, None)) for name, all_ in values.items()}
    asked_first = next((one.diffusion for one in recipes), None)
    hashes = model_hashes(asked_first) if asked_first else {}
    told: dict[str, Any] = {
        "prompt": next((prompt for prompt, _ in texts), asked.prompt),
        "all_prompts": [prompt for prompt, _ in texts],
        "negative_prompt": next((negative for _, negative in texts), asked.negative_prompt),
        "all_negative_prompts": [negative for _, negative in texts],
        "seed": first["seed"],
        "all_seeds": values["seed"],
        "subseed": first["subseed"],
        "all_subseeds": values["subseed"],
        "subseed_strength": first["subseed_strength"],
        "width": asked.width,
        "height": asked.height,
        "sampler_name": _sampler(first["sampler_name"] or asked.sampler_index),
        "cfg_scale": first["cfg_scale"],
        "steps": first["steps"],
        "batch_size": asked.batch_size,
        "restore_faces": any(one.faces is not None for one in recipes),
        "face_restoration_model": next((one.faces.model for one in recipes if one.faces), None),
        "sd_model_name": first["sd_model_checkpoint"],
        "sd_model_hash": hashes.get(MODEL),
        "sd_vae_name": first["sd_vae"] or None,
        "sd_vae_hash": hashes.get(VAE),
        "seed_resize_from_w": asked.seed_resize_from_w,
        "seed_resize_from_h": asked.seed_resize_from_h,
        "denoising_strength": next(
            (one.second_pass.strength for one in recipes if one.second_pass),
            first["denoising_strength"],
        ),
        "extra_generation_params": {},
        "index_of_first_image": 0,
        "infotexts": [one.infotext for one in came.made],
        "styles": asked.styles,
        "job_timestamp": datetime.now(UTC).strftime("%Y%m%d%H%M%S"),
        "clip_skip": first["CLIP_stop_at_last_layers"] or 1,
        "is_using_inpainting_conditioning": False,
        "hints": came.hints,
    }
    return json.dumps(told, allow_nan=False)


def _sampler(name: str) -> str:
    """What artists call it; a name that nothing was made with as it is."""
    try:
        return SAMPLERS[choose(name)[0]].name
    except BadRecipe:
        return name


def _value(recipe: Any, place: str) -> Any:
    part, _, name = place.rpartition(".")
    held = getattr(recipe, part) if part else recipe
    return getattr(held, name) if held is not None else None
