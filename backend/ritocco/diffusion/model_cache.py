"""Loaded models, kept between jobs; the one unused longest goes when another needs the room."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from pathlib import Path

import torch

from ritocco.device import find_device, free_cached
from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.laws import Prediction
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan, Offload, no_room, weights_bytes
from ritocco.diffusion.placement import place
from ritocco.diffusion.sniff import SniffedModel
from ritocco.errors import OutOfMemory
from ritocco.library.version import Version, version_of
from ritocco.watch import Watch


@dataclass(frozen=True, slots=True)
class WantedModel:
    """Which model: all that decides its weights, save their precision.

    sniffed  what was found in the file when it was looked into
    """

    path: Path
    sniffed: SniffedModel = field(compare=False)
    vae: Path | None = None
    prediction: Prediction | None = None

    def version(self) -> tuple[Version, ...]:
        """Changes with any of its files on the disk."""
        return tuple(version_of(path) for path in (self.path, self.vae) if path)


Load = Callable[[WantedModel, MemoryPlan, Watch], LoadedModel]


def _load(wanted: WantedModel, plan: MemoryPlan, watch: Watch) -> LoadedModel:
    return load_model(
        wanted.path,
        plan,
        sniffed=wanted.sniffed,
        vae=wanted.vae,
        prediction=wanted.prediction,
        watch=watch,
    )


def _room(where: str) -> int:
    """Free bytes where a plan puts weights."""
    return find_device(where).free


class ModelCache:
    """Hands out models, loading what is not here. Used by the one worker that owns the device.

    load  loads one; room(device) tells the free bytes of a device. Both may be replaced in tests.
    """

    def __init__(self, load: Load = _load, room: Callable[[str], int] = _room) -> None:
        self._load, self._room = load, room
        self._models: OrderedDict[tuple[object, ...], LoadedModel] = OrderedDict()

    def get(
        self,
        wanted: WantedModel,
        plan: MemoryPlan,
        watch: Watch | None = None,
        attached: Collection[Hashable] = (),
    ) -> LoadedModel:
        """The model, placed as `plan` says. Raises BadModel, Cancelled, OutOfMemory.

        One that lies here in the same precision is only placed anew, unless it holds what is
        not among the keys of what will be `attached`: then its own weights are on the disk only.
        """
        key = (wanted, wanted.version(), plan.dtype, plan.vae_dtype)
        model = self._models.get(key)
        if model is not None and model.holds not in (None, *attached):
            model = None
            self._drop(key)
        self._models.pop(key, None)
        self._forget_older_versions(wanted)
        if model is None:
            watch = watch or Watch()
            with watch.loading():
                model = self._loaded(wanted, plan, watch)
        elif model.plan != plan:
            place(model, plan)
        self._models[key] = model
        return model

    def held(self, where: str) -> int:
        """Bytes that models here hold of a device: free, as far as a plan is concerned."""
        placed = sum(
            weight.nbytes
            for model in self._models.values()
            for module in model.placed
            for weight in module.parameters()
            if weight.device == torch.device(where)
        )
        kept = sum(model.kept.spare for model in self._models.values())
        return placed + (kept if where == "cpu" else 0)

    def release(self, where: str, needed: int) -> None:
        """Let the models unused longest go until so many bytes of a device are free.

        Before them goes what is only kept of them.
        """
        for model in self._models.values():
            if where == "cpu" and self._room(where) < needed:
                model.kept.clear()
        while self._models and self._room(where) < needed:
            self._drop(next(iter(self._models)))

    def clear(self) -> None:
        """Let all go."""
        while self._models:
            self._drop(next(iter(self._models)))

    def __len__(self) -> int:
        return len(self._models)

    def _loaded(self, wanted: WantedModel, plan: MemoryPlan, watch: Watch) -> LoadedModel:
        # Parts that take turns wait in main memory, so that is what must have room.
        where = plan.device if plan.offload is Offload.NONE else "cpu"
        if self._models:
            family = FAMILIES[wanted.sniffed.family]
            self.release(where, weights_bytes(family, plan))
        try:
            return self._load(wanted, plan, watch)
        except (OutOfMemory, MemoryError, torch.OutOfMemoryError):
            self.clear()
        try:
            return self._load(wanted, plan, watch)
        except (MemoryError, torch.OutOfMemoryError):
            raise no_room(plan.device) from None

    def _forget_older_versions(self, wanted: WantedModel) -> None:
        for key in [key for key in self._models if key[0] == wanted]:
            self._drop(key)

    def _drop(self, key: tuple[object, ...]) -> None:
        where = torch.device(self._models.pop(key).plan.device)
        gc.collect()  # modules and their hooks refer to each other
        free_cached(where)
