"""What a file is, by its keys and shapes: a table of signs, read from top to bottom.

No weights are read and, for safetensors and folders, no torch is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import Any

from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.families.stable_diffusion import more_wanted
from ritocco.diffusion.headers import FAMILY_KEY as FAMILY_KEY
from ritocco.diffusion.headers import Contents, read_contents
from ritocco.diffusion.laws import Betas, Marks, Prediction
from ritocco.diffusion.marks import marks_of_file, marks_of_scheduler, said_beside
from ritocco.diffusion.other_files import MODEL_PLACE, OTHERS, name_other
from ritocco.diffusion.quantised import check_format
from ritocco.diffusion.signs import begins
from ritocco.errors import BadModel, ForeignModel
from ritocco.from_disk import json_in, told_of_damage
from ritocco.library.kinds import ModelKind
from ritocco.sentence import Sentence

_ARCHITECTURE_KEY = "modelspec.architecture"
_AGAIN = Sentence("Download it again.")


@dataclass(frozen=True, slots=True)
class SniffedModel:
    """A model on the disk.

    family       its id in FAMILIES
    prediction   what the file says of itself; None where it says nothing
    zero_snr     whether the file asks for a noise schedule that ends in pure noise
    folder       whether it is a diffusers folder, and not a single file
    betas        its noise schedule; None where it says nothing
    trailing     whether it asks for steps counted down from the last
    lacks        folders of parts that are not in it
    """

    family: str
    prediction: Prediction | None = None
    zero_snr: bool = False
    folder: bool = False
    betas: Betas | None = None
    trailing: bool = False
    lacks: tuple[str, ...] = field(default=(), compare=False)

    @property
    def marks(self) -> Marks:
        """What it says of its law."""
        return Marks(self.prediction, self.zero_snr, self.betas, self.trailing)


def sniff(path: Path) -> SniffedModel:
    """What model this file or diffusers folder is.

    Raises BadModel with one sentence that names it, where it is none we can paint with.
    """
    with told_of_damage(
        lambda why: BadModel(
            "{name} is damaged ({reason}). {again}", name=path.name, reason=why, again=_AGAIN
        )
    ):
        if not (path.is_symlink() or path.exists()):
            raise BadModel("There is no model at {path}. Check the path.", path=path)
        if path.is_dir():
            return _sniff_folder(path)
        found = judge(path.name, read_contents(path))
        return found if found.prediction else settled(found, said_beside(path))


def judge(name: str, contents: Contents) -> SniffedModel:
    """What model a single file of this name is, by its contents. Raises BadModel."""
    family = contents.metadata.get(FAMILY_KEY)
    if family not in FAMILIES:
        family = _family_of(contents)
    if family is None:
        refusal = ForeignModel if is_known(contents) else BadModel
        raise refusal("{name} is {what}", name=name, what=name_other(contents))
    check_format(name, contents.shapes)
    return _with_marks(name, SniffedModel(family, lacks=_lacking(family, contents)), contents)


def _lacking(family: str, contents: Contents) -> tuple[str, ...]:
    """Folders of the parts of a family that a single file has nothing of."""
    return tuple(
        part.folder
        for part in FAMILIES[family].parts
        if part.prefixes and not begins(*part.prefixes).holds(contents)
    )


def check_whole(name: str, found: SniffedModel, *, with_vae: bool = False) -> None:
    """Raise BadModel where a part is missing; `with_vae`: one from elsewhere is at hand."""
    lacks = set(found.lacks)
    family = FAMILIES[found.family]
    if with_vae:
        lacks.discard(family.vae.folder)
    words = list(dict.fromkeys(part.words for part in family.parts if part.folder in lacks))
    if not words:
        return
    if len(lacks) == len(family.parts) - 1:
        raise BadModel(
            "{name} is only the {part} of a {family} model; {missing} are missing. Choose "
            "the complete version of this model.",
            name=name,
            part=family.backbone.words,
            family=family.name,
            missing=reduce(_and, words),
        )
    if lacks == {family.vae.folder}:
        raise BadModel(
            "{name} has no VAE inside. Choose a VAE beside it, or the complete version of this "
            "model.",
            name=name,
        )
    raise BadModel(
        "{name} has no {words} inside. Choose the complete version of this model.",
        name=name,
        words=reduce(_and_no, words),
    )


def _and(first: str, second: str) -> Sentence:
    return Sentence("{first} and {second}", first=first, second=second)


def _and_no(first: str, second: str) -> Sentence:
    return Sentence("{first} and no {second}", first=first, second=second)


def _family_of(contents: Contents) -> str | None:
    """The first family whose sign these contents show."""
    return next(
        (family.id for family in FAMILIES.values() if family.sign and family.sign.holds(contents)),
        None,
    )


def kind_of(contents: Contents) -> ModelKind | None:
    """Under which kind the library keeps a file; None where its signs say nothing of use."""
    if contents.metadata.get(FAMILY_KEY) in FAMILIES or _family_of(contents):
        return ModelKind.MODEL
    return next((kind for sign, _, kind in OTHERS if sign.holds(contents)), None)


def is_known(contents: Contents) -> bool:
    """Whether the signs of some kind of file hold at all."""
    return kind_of(contents) is not None or any(sign.holds(contents) for sign, _, _ in OTHERS)


def _with_marks(name: str, found: SniffedModel, contents: Contents) -> SniffedModel:
    """Add what the file says of its law. Raises BadModel for what we cannot follow."""
    marks = marks_of_file(name, contents)
    prediction = marks.prediction
    named = contents.metadata.get(_ARCHITECTURE_KEY, "").lower()
    if prediction is None and named:
        siblings = FAMILIES[found.family].siblings
        prediction = next(
            (said for said, id_ in siblings.items() if FAMILIES[id_].architecture == named), None
        )
    return settled(replace(found, zero_snr=marks.zero_snr), prediction)


def settled(found: SniffedModel, prediction: Prediction | None) -> SniffedModel:
    """The same model once its prediction is known; None: as the file says, or as usual.

    Families with the same keys are told apart by it alone (Stable Diffusion 2 is two).
    """
    known = found.prediction if prediction is None else prediction
    family = found.family if known is None else FAMILIES[found.family].siblings.get(known)
    return replace(found, family=family or found.family, prediction=known)


def _sniff_folder(folder: Path) -> SniffedModel:
    """A diffusers folder, by its small JSON files."""
    index = _json(folder / "model_index.json")
    parts = dict.fromkeys(family.backbone.folder for family in FAMILIES.values())
    backbone = next(filter(None, (_json(folder / part / "config.json") for part in parts)), {})
    if not index or not backbone:
        raise BadModel(
            "{folder} is not a diffusers model folder: model_index.json or the U-Net's "
            "config.json is missing. Choose a model file, or the folder that holds both.",
            folder=folder.name,
        )
    family = index.get(FAMILY_KEY)
    if family not in FAMILIES:
        family = _folder_family(folder, index, backbone)
    scheduler = _json(folder / "scheduler" / "scheduler_config.json")
    marks = marks_of_scheduler(folder.name, scheduler)
    found = SniffedModel(
        family,
        marks.prediction,
        marks.zero_snr,
        folder=True,
        betas=marks.betas,
        trailing=marks.trailing,
    )
    return settled(found, marks.prediction)


def _folder_family(folder: Path, index: dict[str, Any], backbone: dict[str, Any]) -> str:
    """The first family that a folder is one of. Raises ForeignModel."""
    for family in FAMILIES.values():
        if family.is_folder(index, backbone):
            return family.id
    more = more_wanted(backbone)
    if more is not None:
        raise ForeignModel(
            "{folder} holds a U-Net that wants to be told more than a prompt ({more}), which "
            "Ritocco does not do. {place}",
            folder=folder.name,
            more=more,
            place=MODEL_PLACE,
        )
    width, channels = backbone.get("cross_attention_dim"), backbone.get("in_channels", 4)
    raise ForeignModel(
        "{folder} holds a U-Net of a kind Ritocco does not know (context {width}, {channels} "
        "input channels). {place}",
        folder=folder.name,
        width=width,
        channels=channels,
        place=MODEL_PLACE,
    )


def _json(path: Path) -> dict[str, Any]:
    """A small JSON file; empty where it is missing. Raises BadModel where it is damaged."""
    where = "/".join(path.parts[-2:])
    with told_of_damage(
        lambda why: BadModel(
            "{where} is damaged ({reason}). {again}", where=where, reason=why, again=_AGAIN
        )
    ):
        try:
            return dict(json_in(path))
        except FileNotFoundError:
            return {}
