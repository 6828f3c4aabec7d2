"""Each name that trainers give a module means that module; tables are of the full-size models."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from diffusers.utils.state_dict_utils import convert_state_dict_to_kohya
from torch import nn

from ritocco.diffusion.adapters.lora.keys import split
from ritocco.diffusion.adapters.lora.names import Place, places_of
from tests.diffusion.adapters.lora.whole_models import EVERY, config, layers, parts
from tests.diffusion.ldm_files import _IN_RESNET_UNET, _unet_blocks

WRITERS: dict[str, dict[str, Callable[[str], str]]] = {
    "unet": {
        "kohya": lambda name: f"lora_unet_{name.replace('.', '_')}.lora_down.weight",
        "kohya's OFT": lambda name: f"oft_unet_{name.replace('.', '_')}.oft_blocks",
        "LyCORIS": lambda name: f"lycoris_{name.replace('.', '_')}.lokr_w1",
        "PEFT in diffusers": lambda name: f"unet.{name}.lora_A.weight",
        "PEFT with a name": lambda name: f"unet.{name}.lora_A.default_0.weight",
        "lengths of PEFT": lambda name: f"unet.{name}.lora_magnitude_vector",
        "PEFT alone": lambda name: f"base_model.model.{name}.lora_B.weight",
        "older diffusers": lambda name: f"unet.{name}.lora.down.weight",
    },
    "text_encoder": {
        "kohya": lambda name: f"lora_te_text_model_{name.replace('.', '_')}.lora_up.weight",
        "kohya's SDXL": lambda name: f"lora_te1_text_model_{name.replace('.', '_')}.alpha",
        "without wrapper": lambda name: f"lora_te1_{name.replace('.', '_')}.hada_w1_a",
        "PEFT in diffusers": lambda name: f"text_encoder.text_model.{name}.lora_A.weight",
        "PEFT, new": lambda name: f"text_encoder.{name}.lora_A.weight",
        "older diffusers": (
            lambda name: f"text_encoder.text_model.{name}.lora_linear_layer.up.weight"
        ),
        "ComfyUI": lambda name: f"clip_l.transformer.text_model.{name}.lora_down.weight",
    },
    "text_encoder_2": {
        "kohya's SDXL": lambda name: f"lora_te2_text_model_{name.replace('.', '_')}.alpha",
        "PEFT in diffusers": lambda name: f"text_encoder_2.text_model.{name}.lora_B.weight",
    },
}
"""Part -> who writes -> a key for a module (of a text encoder: without `text_model.`)."""


@pytest.mark.parametrize("family", EVERY)
def test_every_writers_name_of_a_layer_means_it(family: str) -> None:
    table = places_of(parts(family))
    for folder, module in parts(family).items():
        for name, _ in layers(module, nn.Linear, nn.Conv2d, nn.GroupNorm, nn.LayerNorm):
            bare = name.removeprefix("text_model.")
            for writer, key in WRITERS[folder].items():
                if bare == "text_projection" and "wrapper" not in writer:
                    continue  # it lies outside of `text_model.`
                left, _ = split(key(bare))
                assert table[left] == Place(folder, name), (writer, left)


@pytest.mark.parametrize("family", EVERY)
def test_names_of_the_original_layout(family: str) -> None:
    """SDXL's LoRAs by kohya have them, some of Stable Diffusion 1, and ComfyUI's."""
    table = places_of(parts(family))
    for name, original in original_names(parts(family)["unet"], config(family, "unet")):
        for key in (f"lora_unet_{original.replace('.', '_')}", f"diffusion_model.{original}"):
            assert table[key] == Place("unet", name), key


def original_names(unet: Any, made_by: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(diffusers' name, LDM's) of each layer of a U-Net that was made by this config."""
    blocks = dict(_unet_blocks(made_by))
    longest = sorted(blocks, key=len, reverse=True)
    for name, _ in layers(unet, nn.Linear, nn.Conv2d, nn.GroupNorm, nn.LayerNorm):
        block = next(b for b in longest if f"{name}.".startswith(f"{b}."))
        rest = name.removeprefix(block).removeprefix(".")
        inside = _IN_RESNET_UNET.get(rest, rest) if ".resnets." in block else rest
        yield name, ".".join(filter(None, (blocks[block], inside)))


def test_sdxl_has_what_kohya_counts() -> None:
    """263 layers of the U-Net outside of attention's own; te2 with its projection."""
    table = places_of(parts("sdxl"))
    assert table["lora_te2_text_projection"] == Place("text_encoder_2", "text_projection")
    assert table["lora_unet_label_emb_0_2"] == Place("unet", "add_embedding.linear_2")
    assert table["lora_unet_output_blocks_2_2_conv"].module == "up_blocks.0.upsamplers.0.conv"
    assert (
        table["lora_unet_input_blocks_7_1_transformer_blocks_9_attn2_to_k"].module
        == "down_blocks.2.attentions.0.transformer_blocks.9.attn2.to_k"
    )


@pytest.mark.parametrize("folder", ["unet", "text_encoder"])
def test_the_oldest_diffusers_hides_attention_in_processors(folder: str) -> None:
    table = places_of(parts("sd1"))
    found = 0
    for name, _ in layers(parts("sd1")[folder], nn.Linear):
        bare = name.removeprefix("text_model.")
        end = re.search(r"\.(to_q|to_k|to_v|to_out\.0|[qkv]_proj|out_proj)$", bare)
        if end is None:
            continue
        short = {"to_out.0": "to_out", "out_proj": "to_out"}.get(
            end[1], end[1].replace("_proj", "") if folder == "unet" else f"to_{end[1][0]}"
        )
        old = bare[: end.start()] + (".processor" if folder == "unet" else "")
        start = "unet." if folder == "unet" else "text_encoder.text_model."
        for prefix in (start, start.removeprefix("unet.")):
            left, part = split(f"{prefix}{old}.{short}_lora.up.weight")
            assert table[left] == Place(folder, name)
            assert part == "lora_up"
        found += 1
    assert found == {"unet": 128, "text_encoder": 48}[folder]


def test_what_diffusers_turns_into_kohyas_names() -> None:
    table = places_of(parts("sd1"))
    places = {
        f"{folder}.{name}.lora_A.weight": Place(folder, name)
        for folder, module in parts("sd1").items()
        for name, _ in layers(module)
    }
    turned = convert_state_dict_to_kohya({key: nn.Parameter() for key in places})
    lefts = [split(key)[0] for key in turned if "lora_down" in key]
    assert [table[left] for left in lefts] == list(places.values())


@pytest.mark.parametrize(
    ("key", "left", "part"),
    [
        ("lora_unet_x.lora_down.weight", "lora_unet_x", "lora_down"),
        ("lora_unet_x.dora_scale", "lora_unet_x", "dora_scale"),
        ("lora_unet_x.a1.weight", "lora_unet_x", "a1"),
        ("lora_unet_x.weight", "lora_unet_x", "weight"),
        ("unet.a.b.lora.down.weight", "unet.a.b", "lora_down"),
        ("unet.a.lora_magnitude_vector.default.weight", "unet.a", "magnitude"),
        ("diffusion_model.out.2.diff_b", "diffusion_model.out.2", "diff_b"),
        ("lora_unet_x.new.thing", "lora_unet_x", "new.thing"),
        ("alpha", "alpha", ""),
    ],
)
def test_keys_are_split(key: str, left: str, part: str) -> None:
    assert split(key) == (left, part)
