"""LoRAs and their kin, attached: all of a run's together, merged into the model's weights."""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from torch import Tensor

from ritocco.diffusion.adapters.adapter_file import AdapterFile
from ritocco.diffusion.adapters.block_weights import Factor, factor_of
from ritocco.diffusion.adapters.embedding import bundled
from ritocco.diffusion.adapters.lora.kinds import is_known
from ritocco.diffusion.adapters.lora.ldm_names import ldm_names
from ritocco.diffusion.adapters.lora.lora_family import check_family, lora_family
from ritocco.diffusion.adapters.lora.lora_file import LoraFile, read_lora
from ritocco.diffusion.adapters.lora.names import Place, places_of
from ritocco.diffusion.adapters.merge import Change, Changes, merged, slots
from ritocco.diffusion.attachments import Attachment
from ritocco.diffusion.families.family import Family
from ritocco.diffusion.headers import read_contents
from ritocco.diffusion.kept_weights import Slot
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.weight_sets import weight_in, with_weights
from ritocco.errors import BadModel
from ritocco.library.version import Version, version_of
from ritocco.sentence import Sentence
from ritocco.watch import Watch


def merged_loras(files: Sequence[AdapterFile], family: Family) -> Attachment:
    """See `MakeAttachment`. Those of strength 0 do nothing, and are not looked into.

    Raises BadRecipe for block weights of another length.
    """
    acting = [one for one in files if one.adapter.unet_strength or one.adapter.text_strength]
    return MergedLoras([Lora.of(file, family) for file in acting])


@dataclass(frozen=True, slots=True)
class Lora:
    """One of them: its file, and how strongly it acts where.

    blocks   the factor of each module of the U-Net
    unet     strength there, and `text` in the text encoders
    """

    path: Path
    version: Version
    unet: float
    text: float
    weights: str | tuple[float, ...]
    blocks: Factor = field(compare=False)

    @classmethod
    def of(cls, file: AdapterFile, family: Family) -> Lora:
        """Raises BadModel for one of another family, BadRecipe for its block weights."""
        adapter, version = file.adapter, version_of(file.path)
        check_family(file.path.name, _family_of(file.path, version), family)
        blocks = factor_of(adapter.block_weights, adapter.name, family)
        strengths = adapter.unet_strength, adapter.text_strength
        return cls(file.path, version, *strengths, adapter.block_weights, blocks)

    def strength(self, place: Place, original: Mapping[str, str]) -> float:
        """How strongly it acts on a module; `original` are the names of the U-Net's."""
        if place.folder in _TEXTS:
            return self.text * self.blocks("")
        return self.unet * self.blocks(original.get(place.module, place.module))

    def check(self) -> None:
        """Raise BadModel where its file is another than it was."""
        if version_of(self.path) != self.version:
            raise BadModel(
                "{name} was changed on the disk while it was read. Paint again.",
                name=self.path.name,
            )


@lru_cache(maxsize=64)
def _family_of(path: Path, version: Version) -> str | None:
    """Which family a file is for; kept, since a plan is made at every turn of a knob."""
    return lora_family(read_contents(path), path.name)


_TEXTS = ("text_encoder", "text_encoder_2")


class MergedLoras:
    """See `Attachment`."""

    def __init__(self, loras: Sequence[Lora]) -> None:
        self._loras = tuple(loras)
        self.hints: Sequence[Sentence] = ()

    @property
    def key(self) -> Hashable:
        """The files, their versions, and how strongly they act; empty: the plain model."""
        return self._loras

    @contextmanager
    def attached(self, model: LoadedModel, watch: Watch) -> Iterator[None]:
        """With all of them in the weights, and words for what comes with them.

        Raises BadModel, Cancelled.
        """
        files = [read_lora(lora.path) for lora in self._loras]
        changes = self._changes(model, files)
        with ExitStack() as words:
            for file in files:
                words.enter_context(bundled(file.bundled, model.family).attached(model, watch))
            if changes:
                make = partial(self._merged, model, changes, watch)
                words.enter_context(with_weights(model, self.key, slots(model, changes), make))
            yield

    def _merged(
        self, model: LoadedModel, changes: Changes, watch: Watch, short: bool
    ) -> Generator[tuple[Slot, Tensor]]:
        """The changed weights, told to whoever waits for them."""
        told = Sentence("Merging {name}", name=", ".join(lora.path.stem for lora in self._loras))
        done, total = 0, sum(weight_in(model, slot).numel() for slot in slots(model, changes))
        watch.step(0, told)
        with watch.loading(), closing(merged(model, changes, short)) as made:
            for slot, value in made:
                yield slot, value
                done += value.numel()
                watch.step(done / total, told)
        for lora in self._loras:
            lora.check()

    def _changes(self, model: LoadedModel, files: Sequence[LoraFile]) -> Changes:
        """What there is to do; sets what there is to tell. Raises BadModel where nothing fits."""
        places, original = places_of(model.modules), ldm_names(model.backbone)
        changes: dict[Place, list[Change]] = {}
        hints = []
        for lora, file in zip(self._loras, files, strict=True):
            name, parts = file.path.name, file.parts
            fitting = [left for left in parts if left in places and _known(parts[left])]
            hints += _told(name, len(fitting), len(parts))
            for left in fitting:
                place = places[left]
                strength = lora.strength(place, original)
                if strength:
                    change = Change(name, left, parts[left], strength, lora.check)
                    changes.setdefault(place, []).append(change)
        self.hints = hints
        return changes


def _known(tensors: Mapping[str, Tensor]) -> bool:
    """Whether it is a change of a kind we know."""
    return is_known({part: tuple(tensor.shape) for part, tensor in tensors.items()})


def _told(name: str, fitting: int, count: int) -> list[Sentence]:
    if not fitting:
        raise BadModel(
            "{name} does not fit this model: none of its {all} parts has a place in it. It was "
            "made for a model of another kind.",
            name=name,
            all=count,
        )
    if fitting == count:
        return []
    return [
        Sentence(
            "{fit} of {all} parts of {name} fit this model; the others do nothing.",
            fit=fitting,
            all=count,
            name=name,
        )
    ]
