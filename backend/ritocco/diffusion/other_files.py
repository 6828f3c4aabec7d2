"""What files are that hold no model that paints: a table of signs, read from top to bottom."""

from __future__ import annotations

from ritocco.diffusion.families.stable_diffusion import FIRST, UNET, context
from ritocco.diffusion.headers import Contents
from ritocco.diffusion.hypernetwork_widths import hypernetwork_widths
from ritocco.diffusion.signs import Sign, begins, ends, few, has, measures, mentions
from ritocco.diffusion.tiny_files import halves
from ritocco.library.kinds import ModelKind
from ritocco.sentence import Sentence

_LDM_VAE = "encoder.down.0.block.0.norm1.weight"
_FOLDER_VAE = "encoder.down_blocks.0.resnets.0.norm1.weight"
_LEAST_WIDTH = 32
"""Numbers in a word's vector."""
_IS_UNET = has(FIRST)
_REFINER = begins("conditioner.embedders.0.model.") | measures(context(4), 1, 1280)


def _inputs(channels: int) -> Sign:
    return _IS_UNET & measures(FIRST, 1, channels)


def _is_vectors(contents: Contents) -> bool:
    return all(
        len(shape) in (1, 2) and shape[-1] >= _LEAST_WIDTH for shape in contents.shapes.values()
    )


VAE = (
    has("first_stage_model." + _LDM_VAE) | has(_LDM_VAE) | has(_FOLDER_VAE) | has("vae." + _LDM_VAE)
)
"""Signs of a VAE, alone or inside a model."""

_VAE_16 = measures("decoder.conv_in.weight", 1, 16) | measures("vae.decoder.conv_in.weight", 1, 16)
_TINY_VAE = Sign(lambda contents: bool(halves(contents)))
MODEL_PLACE = Sentence("Choose a Stable Diffusion 1, 2 or SDXL model.")
_BESIDE = Sentence("it goes beside a model, not in place of one")

_CONTROL = begins("control_model.", "controlnet_", "input_hint_block.") | mentions(
    "controlnet_cond_embedding", "lllite_unet"
)
_IP_ADAPTER = begins("ip_adapter.", "image_proj.")
_LORA = (
    begins("lora_unet_", "lora_te_", "lora_te1_", "lora_te2_", "lycoris_", "oft_unet_")
    | mentions(
        ".lora_down.",
        ".lora_up.",
        ".lora_A.",
        ".lora_B.",
        ".lora.down.",
        ".lora.up.",
        "_lora.down.",
        "_lora.up.",
        ".lora_linear_layer.",
        ".lora_magnitude_vector",
        ".hada_w",
        ".lokr_w",
        ".oft_blocks",
        ".dora_scale",
    )
    | ends(".diff", ".diff_b", ".set_weight", ".w_norm", ".b_norm", ".on_input")
)
"""Of LoRAs and their kin, for whatever model."""
_HYPERNETWORK = Sign(lambda contents: bool(hypernetwork_widths(contents)))
_VECTORS = few(1) & ~ends("weight", "bias") & Sign(_is_vectors)
"""An embedding as diffusers writes it: its vectors, under the word that they are for."""
OTHERS: tuple[tuple[Sign, Sentence, ModelKind | None], ...] = (
    (
        _LORA & ~_IS_UNET & ~_CONTROL & ~_IP_ADAPTER,
        Sentence("a LoRA, not a model: {beside}.", beside=_BESIDE),
        ModelKind.LORA,
    ),
    (
        begins(UNET + "joint_blocks.", "joint_blocks."),
        Sentence("a Stable Diffusion 3 model. {place}", place=MODEL_PLACE),
        None,
    ),
    (
        begins(UNET + "double_blocks.", "double_blocks.")
        | mentions("single_transformer_blocks.", "double_stream_blocks."),
        Sentence("a Flux model or its kin. {place}", place=MODEL_PLACE),
        None,
    ),
    (
        _IS_UNET & _REFINER,
        Sentence("the SDXL refiner, which only polishes. Choose the SDXL base model."),
        None,
    ),
    (
        _inputs(8),
        Sentence("an InstructPix2Pix model. Choose a plain or an inpainting model."),
        None,
    ),
    (
        _inputs(7),
        Sentence("a 4x upscaling diffusion model. Choose a plain or an inpainting model."),
        None,
    ),
    (_inputs(5), Sentence("a depth-to-image model. Choose a plain or an inpainting model."), None),
    (
        _CONTROL,
        Sentence("a ControlNet, not a model: {beside}.", beside=_BESIDE),
        ModelKind.CONTROLNET,
    ),
    (
        begins("model_ema.diffusion_model") & ~_IS_UNET,
        Sentence(
            "a model of averaged weights alone (EMA), as training keeps them. Choose its "
            "version with plain weights."
        ),
        None,
    ),
    (
        has("input_blocks.0.0.weight", "time_embed.0.weight"),
        Sentence(
            "only the U-Net of a model, without text encoder and VAE. Choose the complete "
            "version of this model."
        ),
        None,
    ),
    (
        mentions("motion_modules."),
        Sentence("an AnimateDiff motion module, not a model. {place}", place=MODEL_PLACE),
        None,
    ),
    (
        _IP_ADAPTER,
        Sentence("an IP-Adapter, not a model: {beside}.", beside=_BESIDE),
        None,
    ),
    (
        begins("string_to_param", "emb_params") | (few(2) & (has("clip_g") | has("clip_l"))),
        Sentence("an embedding, not a model: {beside}.", beside=_BESIDE),
        ModelKind.EMBEDDING,
    ),
    (
        _HYPERNETWORK,
        Sentence("a hypernetwork, not a model: {beside}.", beside=_BESIDE),
        ModelKind.HYPERNETWORK,
    ),
    (
        (has("quantize.embedding.weight") & VAE) | (has("position_emb") & mentions("ft_layers.")),
        Sentence("a face restorer, not a model that paints from words."),
        ModelKind.FACES,
    ),
    (_VAE_16, Sentence("a VAE for Flux or Stable Diffusion 3. {place}", place=MODEL_PLACE), None),
    (
        VAE & ~_IS_UNET,
        Sentence("a VAE, not a whole model: choose it as the VAE beside a model."),
        ModelKind.VAE,
    ),
    (
        has("conv_in.weight", "time_embedding.linear_1.weight"),
        Sentence(
            "only the U-Net of a diffusers folder. Choose the folder that holds model_index.json."
        ),
        None,
    ),
    (
        begins("text_model.", "transformer.resblocks.", "encoder.block.0.layer.0."),
        Sentence("a text encoder, only a part of a model. {place}", place=MODEL_PLACE),
        None,
    ),
    (
        begins("decoder.layers.") | begins("encoder.layers.") | _TINY_VAE,
        Sentence("a small VAE for previews, not a model: {beside}.", beside=_BESIDE),
        ModelKind.PREVIEW,
    ),
    (
        mentions(".convl2g.", ".convg2l."),
        Sentence("a network that fills holes, not a model."),
        ModelKind.FILLER,
    ),
    (
        begins("stylegan_decoder."),
        Sentence("a face restorer, not a model that paints from words."),
        ModelKind.FACES,
    ),
    (
        begins("model.0.", "model.1.sub.", "RRDB_trunk.", "body.0.", "conv_first.", "layers.0."),
        Sentence("an upscaler, not a model that paints from words."),
        ModelKind.UPSCALER,
    ),
    (
        _VECTORS,
        Sentence("an embedding, not a model: {beside}.", beside=_BESIDE),
        ModelKind.EMBEDDING,
    ),
)
"""Signs of all that is not a model for us: the rest of the sentence `NAME is ...`, and the kind
under which the library keeps it; None for what Ritocco has no use for."""


def name_other(contents: Contents) -> Sentence:
    """What a file is that is no model for us: the rest of the sentence `NAME is ...`."""
    unknown = Sentence("not a Stable Diffusion file. Choose a .safetensors or .ckpt model.")
    return next((words for sign, words, _ in OTHERS if sign.holds(contents)), unknown)


def is_vae(contents: Contents) -> bool:
    """Whether a file holds a VAE for Stable Diffusion, in either layout."""
    return VAE.holds(contents) and not _VAE_16.holds(contents)
