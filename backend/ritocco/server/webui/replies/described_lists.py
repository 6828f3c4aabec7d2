"""The rows of the web UI's lists, for their description."""

from __future__ import annotations

from pydantic import BaseModel


class NameRow(BaseModel):
    """A name that requests take."""

    name: str


class ModelRow(BaseModel):
    """A model that paints; sums where they are known."""

    title: str
    model_name: str
    hash: str | None
    sha256: str | None
    filename: str
    config: None


class VaeRow(BaseModel):
    """A VAE."""

    model_name: str
    filename: str


class SamplerRow(NameRow):
    """A sampler, its other names, and the schedule that it takes where none is said."""

    aliases: list[str]
    options: dict[str, str]


class SchedulerRow(NameRow):
    """A schedule; requests take name and label alike."""

    label: str
    aliases: list[str] | None
    default_rho: float
    need_inner_model: bool


class UpscalerRow(NameRow):
    """What makes pictures larger."""

    model_name: str | None
    model_path: str | None
    model_url: None
    scale: float


class NetworkRow(NameRow):
    """A Real-ESRGAN network."""

    path: str
    scale: int


class RestorerRow(NameRow):
    """What repairs faces."""

    cmd_dir: str


class LoraRow(NameRow):
    """A LoRA, what it was called when it was made, and what its maker left in it."""

    alias: str
    path: str
    metadata: dict[str, str]


class HypernetworkRow(NameRow):
    """A hypernetwork."""

    path: str


class EmbeddingRow(BaseModel):
    """An embedding: the length of its vectors, and how many; 0 where it is in a picture."""

    step: None
    sd_checkpoint: None
    sd_checkpoint_name: None
    shape: int
    vectors: int


class Embeddings(BaseModel):
    """Embeddings by name: those for the model in use, and those for others."""

    loaded: dict[str, EmbeddingRow]
    skipped: dict[str, EmbeddingRow]


class Scripts(BaseModel):
    """The scripts that requests may name."""

    txt2img: list[str]
    img2img: list[str]


class ScriptRow(NameRow):
    """A script, and the arguments that it tells of."""

    is_alwayson: bool
    is_img2img: bool
    args: list[None]


class StyleRow(NameRow):
    """A saved style; `{prompt}` in its texts is where the prompt goes."""

    prompt: str
    negative_prompt: str
