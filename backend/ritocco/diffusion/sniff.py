"""What a file is, by its keys and shapes: a table of signs, read from top to bottom.

No weights are read and, for safetensors and folders, no torch is needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ritocco.diffusion.family import FAMILIES, Prediction
from ritocco.diffusion.headers import Contents, read_contents
from ritocco.errors import BadModel
from ritocco.library.kinds import ModelKind

FAMILY_KEY = "ritocco.family"
"""Metadata of a safetensors file, or key of model_index.json, that names the family outright."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A fact about the contents of a file. Signs combine with `&`, `|` and `~`."""

    holds: Callable[[Contents], bool]

    def __and__(self, other: Sign) -> Sign:
        return Sign(lambda c: self.holds(c) and other.holds(c))

    def __or__(self, other: Sign) -> Sign:
        return Sign(lambda c: self.holds(c) or other.holds(c))

    def __invert__(self) -> Sign:
        return Sign(lambda c: not self.holds(c))


def has(*names: str) -> Sign:
    """All of these keys are there."""
    return Sign(lambda c: all(name in c.shapes for name in names))


def begins(*prefixes: str) -> Sign:
    """Some key begins with one of these."""
    return Sign(lambda c: any(name.startswith(prefixes) for name in c.shapes))


def mentions(*parts: str) -> Sign:
    """Some key contains one of these."""
    return Sign(lambda c: any(part in name for name in c.shapes for part in parts))


def measures(name: str, axis: int, *sizes: int) -> Sign:
    """The tensor of this name is there, and one of these sizes along an axis."""

    def holds(c: Contents) -> bool:
        shape = c.shapes.get(name, ())
        return len(shape) > axis and shape[axis] in sizes

    return Sign(holds)


def few(most: int) -> Sign:
    """There are tensors, but no more than this."""
    return Sign(lambda c: 0 < len(c.shapes) <= most)


_UNET = "model.diffusion_model."
_FIRST = _UNET + "input_blocks.0.0.weight"
_CONTEXT = _UNET + "input_blocks.{}.1.transformer_blocks.0.attn2.to_k.weight"
_LDM_VAE = "encoder.down.0.block.0.norm1.weight"
_FOLDER_VAE = "encoder.down_blocks.0.resnets.0.norm1.weight"
_CLIP = begins("cond_stage_model.transformer.")
_OPEN_CLIP = begins("cond_stage_model.model.")
_XL_TEXT = begins("conditioner.embedders.1.model.")
_NO_TEXT = ~begins("cond_stage_model.", "conditioner.")

_IS_UNET = has(_FIRST)
_XL = _XL_TEXT | (_NO_TEXT & measures(_CONTEXT.format(4), 1, 2048))
_REFINER = begins("conditioner.embedders.0.model.") | measures(_CONTEXT.format(4), 1, 1280)
_SD2 = _OPEN_CLIP | (_NO_TEXT & measures(_CONTEXT.format(1), 1, 1024))
_SD1 = _CLIP | (_NO_TEXT & measures(_CONTEXT.format(1), 1, 768))


def _inputs(channels: int) -> Sign:
    return _IS_UNET & measures(_FIRST, 1, channels)


MODELS: tuple[tuple[Sign, str], ...] = (
    (_inputs(9) & _XL, "sdxl-inpaint"),
    (_inputs(4) & _XL, "sdxl"),
    (_inputs(9) & _SD2, "sd2-inpaint"),
    (_inputs(4) & _SD2, "sd2"),
    (_inputs(9) & _SD1, "sd1-inpaint"),
    (_inputs(4) & _SD1, "sd1"),
)
"""Signs of single files that are models, and their family; the first that holds."""

VAE = (
    has("first_stage_model." + _LDM_VAE) | has(_LDM_VAE) | has(_FOLDER_VAE) | has("vae." + _LDM_VAE)
)
"""Signs of a VAE, alone or inside a model."""

_VAE_16 = measures("decoder.conv_in.weight", 1, 16) | measures("vae.decoder.conv_in.weight", 1, 16)
_MODEL_PLACE = "Choose a Stable Diffusion 1, 2 or SDXL model."
_BESIDE = "it goes beside a model, not in place of one"

OTHERS: tuple[tuple[Sign, str, ModelKind | None], ...] = (
    (
        begins(_UNET + "joint_blocks.", "joint_blocks."),
        f"a Stable Diffusion 3 model. {_MODEL_PLACE}",
        None,
    ),
    (
        begins(_UNET + "double_blocks.", "double_blocks.")
        | mentions("single_transformer_blocks.", "double_stream_blocks."),
        f"a Flux model or its kin. {_MODEL_PLACE}",
        None,
    ),
    (
        _IS_UNET & _REFINER,
        "the SDXL refiner, which only polishes. Choose the SDXL base model.",
        None,
    ),
    (_inputs(8), "an InstructPix2Pix model. Choose a plain or an inpainting model.", None),
    (_inputs(7), "a 4x upscaling diffusion model. Choose a plain or an inpainting model.", None),
    (_inputs(5), "a depth-to-image model. Choose a plain or an inpainting model.", None),
    (
        begins("control_model.", "controlnet_", "input_hint_block.")
        | mentions("controlnet_cond_embedding", "lllite_unet"),
        f"a ControlNet, not a model: {_BESIDE}.",
        ModelKind.CONTROLNET,
    ),
    (
        mentions(
            ".lora_down.",
            ".lora_up.",
            ".lora_A.",
            ".lora_B.",
            ".lora.down.",
            ".lora.up.",
            "_lora.down.",
            "_lora.up.",
            ".hada_w1_a",
            ".lokr_w1",
            ".lokr_w2",
            ".oft_blocks",
        ),
        f"a LoRA, not a model: {_BESIDE}.",
        ModelKind.LORA,
    ),
    (
        mentions("motion_modules."),
        f"an AnimateDiff motion module, not a model. {_MODEL_PLACE}",
        None,
    ),
    (begins("ip_adapter.", "image_proj."), f"an IP-Adapter, not a model: {_BESIDE}.", None),
    (
        begins("string_to_param", "emb_params") | (few(2) & (has("clip_g") | has("clip_l"))),
        f"a textual inversion, not a model: {_BESIDE}.",
        ModelKind.EMBEDDING,
    ),
    (
        begins(*(f"{width}.{i}." for width in (320, 640, 768, 1024, 1280) for i in (0, 1))),
        f"a hypernetwork, not a model: {_BESIDE}.",
        ModelKind.HYPERNETWORK,
    ),
    (
        (has("quantize.embedding.weight") & VAE) | (has("position_emb") & mentions("ft_layers.")),
        "a face restorer, not a model that paints from words.",
        ModelKind.FACES,
    ),
    (_VAE_16, f"a VAE for Flux or Stable Diffusion 3. {_MODEL_PLACE}", None),
    (
        VAE & ~_IS_UNET,
        "a VAE, not a whole model: choose it as the VAE beside a model.",
        ModelKind.VAE,
    ),
    (
        has("conv_in.weight", "time_embedding.linear_1.weight"),
        "only the U-Net of a diffusers folder. Choose the folder that holds model_index.json.",
        None,
    ),
    (
        begins("text_model.", "transformer.resblocks.", "encoder.block.0.layer.0."),
        f"a text encoder, only a part of a model. {_MODEL_PLACE}",
        None,
    ),
    (
        begins("decoder.layers.") | begins("encoder.layers."),
        f"a small VAE for previews, not a model: {_BESIDE}.",
        ModelKind.PREVIEW,
    ),
    (
        mentions(".convl2g.", ".convg2l."),
        "a network that fills holes, not a model.",
        ModelKind.FILLER,
    ),
    (
        begins("stylegan_decoder."),
        "a face restorer, not a model that paints from words.",
        ModelKind.FACES,
    ),
    (
        begins("model.0.", "model.1.sub.", "RRDB_trunk.", "body.0.", "conv_first.", "layers.0."),
        "an upscaler, not a model that paints from words.",
        ModelKind.UPSCALER,
    ),
    (
        few(1) & ~mentions(".") & Sign(lambda c: all(len(s) == 2 for s in c.shapes.values())),
        f"a textual inversion, not a model: {_BESIDE}.",
        ModelKind.EMBEDDING,
    ),
)
"""Signs of all that is not a model for us: the rest of the sentence `NAME is ...`, and the kind
under which the library keeps it; None for what Ritocco has no use for."""

_SAYS: dict[str, Prediction] = {
    "v": Prediction.V,
    "v_prediction": Prediction.V,
    "v-prediction": Prediction.V,
    "vpred": Prediction.V,
    "eps": Prediction.EPSILON,
    "epsilon": Prediction.EPSILON,
}
_PREDICTION_KEYS = (
    "modelspec.prediction_type",
    "modelspec.prediction_key",
    "modelspec.predict_key",
)
_ARCHITECTURES = {
    "stable-diffusion-v2-768-v": "sd2",
    "stable-diffusion-v2-512": "sd2-base",
}


@dataclass(frozen=True, slots=True)
class SniffedModel:
    """A model on the disk.

    family       its id in FAMILIES
    prediction   what the file says of itself; None where it says nothing
    zero_snr     whether the file asks for a noise schedule that ends in pure noise
    folder       whether it is a diffusers folder, and not a single file
    """

    family: str
    prediction: Prediction | None = None
    zero_snr: bool = False
    folder: bool = False


def sniff(path: Path) -> SniffedModel:
    """What model this file or diffusers folder is.

    Raises BadModel with one sentence that names it, where it is none we can paint with.
    """
    if not path.exists():
        raise BadModel(f"There is no model at {path}. Check the path.")
    return _sniff_folder(path) if path.is_dir() else judge(path.name, read_contents(path))


def judge(name: str, contents: Contents) -> SniffedModel:
    """What model a single file of this name is, by its contents. Raises BadModel."""
    family = contents.metadata.get(FAMILY_KEY)
    if family not in FAMILIES:
        family = next((family for sign, family in MODELS if sign.holds(contents)), None)
    if family is None:
        raise BadModel(f"{name} is {name_other(contents)}")
    return _with_marks(SniffedModel(family), contents)


def name_other(contents: Contents) -> str:
    """What a file is that is no model for us: the rest of the sentence `NAME is ...`."""
    unknown = "not a Stable Diffusion file. Choose a .safetensors or .ckpt model."
    return next((words for sign, words, _ in OTHERS if sign.holds(contents)), unknown)


def kind_of(contents: Contents) -> ModelKind | None:
    """Under which kind the library keeps a file; None where its signs say nothing of use."""
    if contents.metadata.get(FAMILY_KEY) in FAMILIES:
        return ModelKind.MODEL
    if any(sign.holds(contents) for sign, _ in MODELS):
        return ModelKind.MODEL
    return next((kind for sign, _, kind in OTHERS if sign.holds(contents)), None)


def is_known(contents: Contents) -> bool:
    """Whether the signs of some kind of file hold at all."""
    return kind_of(contents) is not None or any(sign.holds(contents) for sign, _, _ in OTHERS)


def is_vae(contents: Contents) -> bool:
    """Whether a file holds a VAE for Stable Diffusion, in either layout."""
    return VAE.holds(contents) and not _VAE_16.holds(contents)


def _with_marks(found: SniffedModel, contents: Contents) -> SniffedModel:
    """Add what the file says of its prediction, by marker keys or metadata."""
    said = (contents.metadata.get(key, "").lower() for key in _PREDICTION_KEYS)
    prediction = next((_SAYS[word] for word in said if word in _SAYS), None)
    if "v_pred" in contents.shapes:
        prediction = Prediction.V
    family = found.family
    if family == "sd2":
        architecture = contents.metadata.get("modelspec.architecture", "").lower()
        family = _ARCHITECTURES.get(architecture, family)
        if architecture in _ARCHITECTURES and prediction is None:
            prediction = FAMILIES[family].prediction
    found = replace(found, family=family, prediction=prediction)
    return settled(found, prediction, zero_snr="ztsnr" in contents.shapes)


def settled(
    found: SniffedModel, prediction: Prediction | None, zero_snr: bool = False
) -> SniffedModel:
    """The same model once its prediction is known.

    Stable Diffusion 2 is two families with the same keys; only the prediction tells them apart.
    """
    family = found.family
    if family in ("sd2", "sd2-base") and prediction is not None:
        family = "sd2" if prediction is Prediction.V else "sd2-base"
    return replace(found, family=family, prediction=prediction, zero_snr=found.zero_snr or zero_snr)


def _sniff_folder(folder: Path) -> SniffedModel:
    """A diffusers folder, by its small JSON files."""
    index = _json(folder / "model_index.json")
    unet = _json(folder / "unet" / "config.json")
    if not index or not unet:
        raise BadModel(
            f"{folder.name} is not a diffusers model folder: model_index.json or the U-Net's "
            "config.json is missing. Choose a model file, or the folder that holds both."
        )
    family = index.get(FAMILY_KEY)
    if family not in FAMILIES:
        family = _folder_family(folder, unet)
    scheduler = _json(folder / "scheduler" / "scheduler_config.json")
    prediction = _SAYS.get(str(scheduler.get("prediction_type", "")))
    found = SniffedModel(
        family, prediction, bool(scheduler.get("rescale_betas_zero_snr")), folder=True
    )
    return settled(found, prediction)


_BY_CONTEXT = {768: "sd1", 1024: "sd2", 2048: "sdxl"}


def _folder_family(folder: Path, unet: dict[str, Any]) -> str:
    context, channels = unet.get("cross_attention_dim"), unet.get("in_channels", 4)
    family = _BY_CONTEXT.get(context) if isinstance(context, int) else None
    if family is not None and channels == 9:
        family += "-inpaint"
    if family is None or channels not in (4, 9):
        raise BadModel(
            f"{folder.name} holds a U-Net of a kind Ritocco does not know "
            f"(context {context}, {channels} input channels). {_MODEL_PLACE}"
        )
    return family


def _json(path: Path) -> dict[str, Any]:
    """A small JSON file; empty where it is missing or damaged."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
