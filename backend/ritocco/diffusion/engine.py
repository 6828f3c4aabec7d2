"""Stable Diffusion as an engine: finds what a recipe names, and keeps what runs can share."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from weakref import WeakKeyDictionary

from ritocco.device import Device, find_device
from ritocco.diffusion.adapters.table import attachments
from ritocco.diffusion.attachments import Attachment, RunModel
from ritocco.diffusion.conditioning import PromptReader
from ritocco.diffusion.control import check_guides
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.laws import Prediction
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import Phase
from ritocco.diffusion.model_cache import ModelCache, WantedModel
from ritocco.diffusion.paint import sampling_of
from ritocco.diffusion.painter import DiffusionPainter, PainterKey
from ritocco.diffusion.preview import Previews
from ritocco.diffusion.prompt.bounds import check_words
from ritocco.diffusion.seamless import Seamless
from ritocco.diffusion.sniff import SniffedModel, check_whole, sniff
from ritocco.errors import BadRecipe
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.version import Version, version_of
from ritocco.recipe.recipe import Diffusion, Recipe


class StableDiffusion:
    """Paints windows by a prompt. Keeps models and encoded prompts between runs."""

    name = "Stable Diffusion"

    def __init__(self, models: ModelCache | None = None, device: str | None = None) -> None:
        self._models = ModelCache() if models is None else models
        self._device = device
        self._in_full: dict[tuple[PainterKey, tuple[Version, ...]], set[Phase]] = {}
        self._previews = Previews()
        self._readers: WeakKeyDictionary[LoadedModel, PromptReader] = WeakKeyDictionary()

    def prepare(self, recipe: Recipe) -> DiffusionPainter:
        """See `Engine.prepare`."""
        asked = _asked(recipe)
        check_guides(recipe.guides)
        check_words(asked.prompt, asked.negative)
        wanted = _wanted(asked)
        family = FAMILIES[wanted.sniffed.family]
        attached: tuple[Attachment, ...] = attachments(recipe.adapters, family)
        if asked.seamless:
            attached = (*attached, Seamless())
        sampling = sampling_of(asked, family.law)
        key = PainterKey(wanted, tuple(one.key for one in attached))
        return DiffusionPainter(
            key=key,
            asked=asked,
            sampling=sampling,
            guides=recipe.guides,
            model=RunModel(partial(self._models.get, wanted, attached=key.attached), attached),
            reader=self._reader,
            look=self._previews.of,
            device=self._here,
            engine=self.name,
            seed=recipe.seed,
            in_full=self._in_full.setdefault((key, wanted.version()), set()),
        )

    def release(self) -> None:
        """Let all models go."""
        self._models.clear()
        self._previews.clear()

    def _here(self) -> Device:
        """The device, with what our own models hold there counted as free."""
        device = find_device(self._device)
        return replace(device, free=device.free + self._models.held(device.where))

    def _reader(self, model: LoadedModel, key: PainterKey) -> PromptReader:
        """What reads prompts for a model as it is under a key; it is forgotten with the model."""
        if model not in self._readers:
            self._readers[model] = model.reader()
        return self._readers[model].under(key.attached, model.embeddings)


def _asked(recipe: Recipe) -> Diffusion:
    if recipe.diffusion is None:
        raise BadRecipe("This recipe names no model; give diffusion.model.")
    return recipe.diffusion


def _wanted(asked: Diffusion) -> WantedModel:
    try:
        prediction = Prediction(asked.prediction) if asked.prediction else None
    except ValueError:
        known = ", ".join(Prediction)
        raise BadRecipe(
            "prediction must be one of {known}; not {prediction}.",
            known=known,
            prediction=repr(asked.prediction),
        ) from None
    path = find(ModelKind.MODEL, asked.model)
    vae = find(ModelKind.VAE, asked.vae) if asked.vae else None
    sniffed = _sniffed(path)
    check_whole(path.name, sniffed, with_vae=vae is not None)
    return WantedModel(path, sniffed, vae, prediction)


def _sniffed(path: Path) -> SniffedModel:
    return _sniffed_version(path, version_of(path))


@lru_cache(maxsize=64)
def _sniffed_version(path: Path, version: Version) -> SniffedModel:
    """What this version of a model is: a plan is made at every turn of a knob, and looking
    into a pickle takes a second."""
    return sniff(path)
