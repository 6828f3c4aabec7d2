"""What a file or folder of the user's is: by its contents, never by its name."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from ritocco.diffusion.folders import weight_files
from ritocco.diffusion.headers import Contents, read_contents
from ritocco.diffusion.other_files import name_other
from ritocco.diffusion.sniff import is_known, kind_of, sniff
from ritocco.errors import BadModel, ForeignModel
from ritocco.from_disk import is_file, is_folder, json_in, reading, told_of_damage
from ritocco.installed.adapter_kinds import ADAPTERS
from ritocco.library.beside import side_files
from ritocco.library.kinds import KINDS, PICTURES, ModelKind

GRAPH = ".param"
"""Ending of ncnn's graphs, whose weights lie beside them."""
WEIGHTS = ".bin"
_PARTS = ("text_encoder", "text_encoder_2", "unet", "vae")
_CLASSES = {
    "AutoencoderKL": ModelKind.VAE,
    "AutoencoderTiny": ModelKind.PREVIEW,
    "ControlNetModel": ModelKind.CONTROLNET,
    "ControlNetUnionModel": ModelKind.CONTROLNET,
}
"""diffusers' classes of parts that are kept alone."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What something is.

    family    of a model that paints: its id in FAMILIES
    families  of an adapter: what it fits, as far as that is known
    beside    files without which it is nothing, and lie beside it
    notes     files beside an adapter that tell of it
    metadata  what an adapter's file says beside its weights
    """

    kind: ModelKind
    family: str | None = None
    families: tuple[str, ...] = ()
    beside: tuple[Path, ...] = ()
    notes: tuple[Path, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


def look_into(path: Path) -> Looked:
    """What this is, whole and harmless as far as can be told without loading it.

    Raises BadModel with one sentence: what it is that Ritocco has no use for, that it is cut short,
    or that it wants to run code.
    """
    with _told_of_damage(path):
        return _looked_into(path)


def _told_of_damage(path: Path) -> AbstractContextManager[None]:
    return told_of_damage(
        lambda why: BadModel(
            "{name} is damaged or cannot be read ({reason}). Get it again.",
            name=path.name,
            reason=why,
        )
    )


def _looked_into(path: Path) -> Looked:
    if is_folder(path):
        looked = _folder(path)
        if looked is None:
            raise BadModel(
                "{name} is no model folder. Name a file, or a folder with models.", name=path.name
            )
        return looked
    if path.suffix.lower() == GRAPH:
        return _graph(path)
    hidden = _in_picture(path) if path.suffix.lower() in PICTURES else None
    contents = hidden or read_contents(path)
    kind = ModelKind.EMBEDDING if hidden else kind_of(contents)
    if kind is ModelKind.MODEL:
        return Looked(kind, sniff(path).family)
    if kind is not None and kind in ADAPTERS:
        families = ADAPTERS[kind].families(path.name, contents)
        return Looked(
            kind, families=families, notes=tuple(side_files(path)), metadata=contents.metadata
        )
    if kind is not None:
        return Looked(kind)
    if is_known(contents):
        raise ForeignModel("{name} is {what}", name=path.name, what=name_other(contents))
    return _network(path)


def look_through(path: Path) -> Looked:
    """As `look_into`, and reads the weights of an adapter: it is small. Raises BadModel."""
    looked = look_into(path)
    if looked.kind in ADAPTERS:
        with _told_of_damage(path):
            ADAPTERS[looked.kind].read(path)
    return looked


def is_model_folder(path: Path) -> bool:
    """Whether a folder is one model, and not one with models in it."""
    return is_file(path / KINDS[ModelKind.MODEL].index) or _class_of(path) in _CLASSES


def _folder(path: Path) -> Looked | None:
    if is_file(path / KINDS[ModelKind.MODEL].index):
        family = sniff(path).family
        for part in _PARTS:
            if is_folder(path / part):
                for file in weight_files(path / part):
                    read_contents(file)
        return Looked(ModelKind.MODEL, family)
    kind = _CLASSES.get(_class_of(path))
    if kind is None:
        return None
    for file in weight_files(path):
        read_contents(file)
    return Looked(kind)


def _in_picture(path: Path) -> Contents | None:
    """What is hidden in a picture; None for what is none. Raises BadModel where nothing is."""
    from ritocco.canvas.files import is_picture
    from ritocco.diffusion.embedding_picture import contents_in_picture

    return contents_in_picture(path) if is_picture(path) else None


def _class_of(path: Path) -> str:
    return reading(lambda: str(json_in(path / "config.json").get("_class_name", "")), "")


def _graph(path: Path) -> Looked:
    from ritocco.restore.networks import load

    load(path)
    return Looked(ModelKind.UPSCALER, beside=(path.with_suffix(WEIGHTS),))


def _network(path: Path) -> Looked:
    """What spandrel makes of it: it knows many networks that have no sign in the table."""
    from ritocco.restore.networks import load

    try:
        network = load(path)
    except BadModel:
        raise BadModel(
            "{name} is none of the kinds of model that Ritocco knows. It takes Stable "
            "Diffusion 1, 2 and SDXL models, their VAEs, LoRAs, embeddings, hypernetworks "
            "and ControlNets, and networks that enlarge or repair faces.",
            name=path.name,
        ) from None
    return Looked(ModelKind.FACES if network.purpose == "FaceSR" else ModelKind.UPSCALER)
