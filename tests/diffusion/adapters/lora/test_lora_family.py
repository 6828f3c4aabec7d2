"""Whose a LoRA is: told by names and shapes as trainers write them, then by metadata."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from torch import nn

from ritocco.diffusion.adapters.lora.lora_family import check_family, lora_family
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.headers import Contents
from ritocco.errors import BadModel
from tests.diffusion.adapters.lora.whole_models import EVERY, config, layers, parts
from tests.diffusion.ldm_files import _unet_blocks

Shapes = dict[str, tuple[int, ...]]
RANK = 8


def lora(folder: str, name: str, layer: nn.Module, left: str) -> Shapes:
    """A LoRA of one layer, as kohya's scripts have it."""
    out, into, *kernel = layer.weight.shape
    return {
        f"{left}.lora_down.weight": (RANK, into, *kernel),
        f"{left}.lora_up.weight": (out, RANK, *[1] * len(kernel)),
        f"{left}.alpha": (),
    }


def loha(folder: str, name: str, layer: nn.Module, left: str) -> Shapes:
    out, each = layer.weight.shape[0], layer.weight[0].numel()
    ones = {f"{left}.hada_w{at}_a": (out, RANK) for at in (1, 2)}
    return ones | {f"{left}.hada_w{at}_b": (RANK, each) for at in (1, 2)}


def lokr(folder: str, name: str, layer: nn.Module, left: str) -> Shapes:
    out, into, *kernel = layer.weight.shape
    return {f"{left}.lokr_w1": (4, 4), f"{left}.lokr_w2": (out // 4, into // 4, *kernel)}


def whole(folder: str, name: str, layer: nn.Module, left: str) -> Shapes:
    return {f"{left}.diff": tuple(layer.weight.shape)}


def peft(folder: str, name: str, layer: nn.Module, left: str) -> Shapes:
    out, into, *kernel = layer.weight.shape
    return {
        f"{folder}.{name}.lora_A.weight": (RANK, into, *kernel),
        f"{folder}.{name}.lora_B.weight": (out, RANK, *[1] * len(kernel)),
    }


def contents(
    family: str,
    kind: Callable[[str, str, nn.Module, str], Shapes] = lora,
    only: str = "attentions|encoder",
    original: bool = False,
) -> Contents:
    """A LoRA for layers of a family whose names `only` finds; in LDM's names where `original`."""
    shapes: Shapes = {}
    two = family == "sdxl"
    prefixes = {"unet": "lora_unet_", "text_encoder": "lora_te1_" if two else "lora_te_"}
    prefixes["text_encoder_2"] = "lora_te2_"
    blocks = dict(_unet_blocks(config(family, "unet"))) if original else {}
    for folder, module in parts(family).items():
        for name, layer in layers(module):
            if re.search(only, f"{folder}.{name}"):
                block = next((b for b in blocks if name.startswith(f"{b}.")), "")
                named = blocks.get(block, "") + name.removeprefix(block)
                shapes |= kind(folder, name, layer, prefixes[folder] + named.replace(".", "_"))
    assert shapes
    return Contents(shapes)


@pytest.mark.parametrize("kind", [lora, loha, lokr, whole, peft])
@pytest.mark.parametrize("family", EVERY)
def test_told_by_the_width_of_the_text(family: str, kind: Callable[..., Shapes]) -> None:
    assert lora_family(contents(family, kind), "a") == family
    assert lora_family(contents(family, kind, only=r"unet.*attn2\.to_v"), "a") == family


def cases() -> Iterator[tuple[str, str, bool, str | None]]:
    """(family, which layers, whether by LDM's names, what is told)."""
    for family in EVERY:
        yield family, r"^text_encoder", False, family
    yield "sdxl", r"attn2", True, "sdxl"
    yield "sdxl", r"attn1", True, "sdxl"
    yield "sdxl", r"attn1", False, "sdxl"
    yield "sd1", r"attn2", True, "sd1"
    yield "sd1", r"proj_in", False, "sd1"
    yield "sd1", r"proj_in", True, "sd1"
    yield "sd2", r"unet.*proj_in", False, None
    yield "mini", r"unet.*proj_in", False, None
    yield "sd1", r"resnets.*conv", False, None


@pytest.mark.parametrize(("family", "only", "original", "told"), list(cases()))
def test_told_by_what_is_there(family: str, only: str, original: bool, told: str | None) -> None:
    found = contents(family, only=only, original=original)
    assert lora_family(found, "a") == told
    metadata = {"ss_base_model_version": "sd_v2_v"}
    assert lora_family(Contents(found.shapes, metadata), "a") == (told or "sd2")


_LEFT = "lora_unet_mid_block_resnets_0_conv1"
CONV = {
    f"{_LEFT}.lora_down.weight": (4, 1280, 3, 3),
    f"{_LEFT}.lora_up.weight": (1280, 4, 1, 1),
}


@pytest.mark.parametrize(
    ("metadata", "family"),
    [
        ({"ss_base_model_version": "sd_v1"}, "sd1"),
        ({"ss_base_model_version": "sd_v2_768_v"}, "sd2"),
        ({"ss_base_model_version": "sdxl_base_v1-0"}, "sdxl"),
        ({"modelspec.architecture": "stable-diffusion-v1/lora"}, "sd1"),
        ({"modelspec.architecture": "stable-diffusion-xl-v1-base/lora"}, "sdxl"),
        ({"ss_v2": "True"}, "sd2"),
        ({"ss_v2": "False"}, None),
        ({"ritocco.family": "mini"}, "mini"),
        ({}, None),
    ],
)
def test_told_by_metadata(metadata: dict[str, str], family: str | None) -> None:
    assert lora_family(Contents(CONV, metadata), "a") == family


def test_shapes_count_more_than_what_is_written() -> None:
    found = contents("sdxl", only="attn2")
    assert lora_family(Contents(found.shapes, {"ss_base_model_version": "sd_v1"}), "a") == "sdxl"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight", "Flux or its kin"),
        ("transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight", "Flux or its kin"),
        ("lycoris_single_transformer_blocks_0_attn_to_q.lokr_w1", "Flux or its kin"),
        ("diffusion_model.double_blocks.0.img_attn.proj.lora_A.weight", "Flux or its kin"),
        ("lora_unet_joint_blocks_0_x_block_attn_qkv.lora_up.weight", "Stable Diffusion 3"),
        ("transformer.transformer_blocks.0.attn.to_q.lora_A.weight", "transformer"),
        ("diffusion_model.layers.0.attention.to_q.lora_A.weight", "transformer"),
        ("diffusion_model.blocks.0.self_attn.q.lora_A.weight", "transformer"),
        ("transformer_blocks.0.attn.to_q.lora_A.weight", "transformer"),
        ("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", "language model"),
        ("base_model.model.model.layers.3.mlp.gate_proj.lora_B.weight", "language model"),
        ("base_model.model.transformer.h.0.attn.c_attn.lora_A.weight", "language model"),
        ("lora_prior_unet_down_blocks_0_to_q.lora_down.weight", "Stable Cascade"),
        ("down_blocks.0.motion_modules.0.to_q.processor.to_q_lora.up.weight", "AnimateDiff"),
    ],
)
def test_those_for_other_models_are_refused_by_name(key: str, words: str) -> None:
    with pytest.raises(BadModel, match=rf"^a\.pt is a LoRA for .*{words}.*, which Ritocco"):
        lora_family(Contents({key: (4, 1280)}, {}), "a.pt")


def test_the_refiners_is_refused() -> None:
    left = "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k"
    shapes = {f"{left}.lora_A.weight": (4, 1280), f"{left}.lora_B.weight": (768, 4)}
    with pytest.raises(BadModel, match="for the SDXL refiner, which"):
        lora_family(Contents(shapes, {}), "a.pt")


def test_another_familys_is_refused_by_name() -> None:
    check_family("a.pt", "sd2", FAMILIES["sd2-inpaint"])
    check_family("a.pt", None, FAMILIES["sdxl"])
    words = r"a\.pt is a LoRA for Stable Diffusion 1, and the model is mini \(demonstration\)"
    with pytest.raises(BadModel, match=words):
        check_family("a.pt", "sd1", FAMILIES["mini"])


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        ({f"{_LEFT}.lora_down.weight": (4, 1280, 3, 3)}, "holds no LoRA of any kind"),
        (CONV | {f"{_LEFT}.lora_up.weight": (1280, 8, 1, 1)}, f"its part {_LEFT} has matrices"),
        (CONV | {f"{_LEFT}.alpha": (4,)}, f"its part {_LEFT} has alpha of the shape 4"),
    ],
)
def test_lists_know_what_does_not_go_together(shapes: Shapes, words: str) -> None:
    with pytest.raises(BadModel, match=f"^a.pt .*{words}"):
        lora_family(Contents(shapes, {}), "a.pt")


def test_it_is_told_without_torch() -> None:
    code = (
        "import sys; from ritocco.diffusion.adapters.lora.lora_family import lora_family; "
        "from ritocco.diffusion.headers import Contents; "
        f"print(lora_family(Contents({contents('sd2', only='attn2').shapes!r}), 'a')); "
        "sys.exit('torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "sd2\n"
