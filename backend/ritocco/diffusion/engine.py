"""Stable Diffusion as an engine: the model a recipe names, a memory plan, and retries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

from ritocco.canvas.arrays import Floats
from ritocco.canvas.window import Native
from ritocco.device import Device, find_device, is_out_of_memory
from ritocco.diffusion.checkpoint import LoadedModel
from ritocco.diffusion.family import FAMILIES, Prediction
from ritocco.diffusion.memory import MemoryPlan, Phase, next_smaller, no_room, plan_memory
from ritocco.diffusion.model_cache import ModelCache, WantedModel
from ritocco.diffusion.noise import Seed
from ritocco.diffusion.paint import paint
from ritocco.diffusion.prompt.encode import Prompter
from ritocco.diffusion.samplers import Sampling
from ritocco.diffusion.sniff import SniffedModel, sniff
from ritocco.engine import View
from ritocco.errors import BadRecipe
from ritocco.geometry import Size
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.adapter import Adapter
from ritocco.recipe.guide import Guide
from ritocco.recipe.recipe import Content, Diffusion, Recipe
from ritocco.watch import Watch

REFINING_STRENGTH = 0.4
"""How much a tile may change of what the reduced first pass drew."""
SKETCH_FROM = 0.6
"""Strength from which the composition is new, and so has to be drawn as a whole."""
SECONDS_PER_STEP = {"cuda": 0.2, "rocm": 0.3, "xpu": 0.4, "mps": 1.5, "cpu": 8.0}
"""First guess of a U-Net step on a megapixel with CFG; the studio learns the true one."""


class StableDiffusion:
    """Paints windows by a prompt. Keeps models and encoded prompts between runs."""

    name = "Stable Diffusion"
    bytes_per_pixel = 3100
    """VAE activations at their peak, float32; see `memory.py`."""

    def __init__(self, shelf: ModelCache | None = None, device: str | None = None) -> None:
        self._shelf = ModelCache() if shelf is None else shelf
        self._device = device
        self._prompters: WeakKeyDictionary[LoadedModel, Prompter] = WeakKeyDictionary()

    def native(self, recipe: Recipe) -> Native:
        """The model's own size. Raises NotFound or BadModel where the recipe's model is none."""
        asked = _asked(recipe)
        sampling = Sampling(asked.sampler, asked.schedule or None, asked.steps, asked.strength)
        _ = sampling.executed
        return FAMILIES[self._found(asked).family].native

    def seconds_per_megapixel(self, recipe: Recipe) -> float:
        """Steps times what a step is known to take on such a device."""
        asked = _asked(recipe)
        sampling = Sampling(asked.sampler, asked.schedule or None, asked.steps, asked.strength)
        return SECONDS_PER_STEP[find_device(self._device).kind] * max(1, sampling.calls)

    def sketches(self, recipe: Recipe) -> bool:
        """Not where most of the picture stays: reducing it would cost the detail it has."""
        asked = _asked(recipe)
        return asked.content is not Content.ORIGINAL or asked.strength >= SKETCH_FROM

    def tiling(self, recipe: Recipe) -> Recipe | None:
        """Tiles at low strength over what the sketch drew; without one, as asked."""
        if not self.sketches(recipe):
            return recipe
        asked = _asked(recipe)
        strength = min(asked.strength, REFINING_STRENGTH)
        return replace(
            recipe, diffusion=replace(asked, strength=strength, content=Content.ORIGINAL)
        )

    def paint(self, view: View, recipe: Recipe, seed: int, watch: Watch) -> Floats:
        """See `Engine.paint`. When memory runs out, smaller plans are tried in turn."""
        asked = _asked(recipe)
        height, width = view.mask.shape
        family = FAMILIES[self._found(asked).family]
        plan: MemoryPlan | None = plan_memory(family, Size(width, height), 1, self._here())
        seeds = Seed(seed, asked.variation_seed, asked.variation_strength)
        while plan is not None:
            running: list[Phase] = []
            try:
                model = self._shelf.get(_wanted(asked), plan, watch.part(0, 0.05))
                prompter = self._prompter(model)
                return paint(
                    model, prompter, view, asked, seeds, watch.part(0.05, 1), running.append
                )
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                plan = next_smaller(plan, running[-1] if running else None)
        raise no_room(find_device(self._device).name)

    def release(self) -> None:
        """Let all models go."""
        self._shelf.clear()

    def _found(self, asked: Diffusion) -> SniffedModel:
        return sniff(find(ModelKind.MODEL, asked.model))

    def _here(self) -> Device:
        """The device, with what our own models hold there counted as free."""
        device = find_device(self._device)
        return replace(device, free=device.free + self._shelf.held(device.where))

    def _prompter(self, model: LoadedModel) -> Prompter:
        """What reads prompts for a model; forgotten with the model."""
        if model not in self._prompters:
            self._prompters[model] = Prompter(model.text)
        return self._prompters[model]


def _asked(recipe: Recipe) -> Diffusion:
    if recipe.diffusion is None:
        raise BadRecipe("This recipe names no model; give diffusion.model.")
    unused: tuple[Adapter | Guide, ...] = (*recipe.adapters, *recipe.guides)
    if unused:
        raise BadRecipe(f"{unused[0].name!r} cannot be used yet; take it out of the recipe.")
    return recipe.diffusion


def _wanted(asked: Diffusion) -> WantedModel:
    vae: Path | None = find(ModelKind.VAE, asked.vae) if asked.vae else None
    try:
        prediction = Prediction(asked.prediction) if asked.prediction else None
    except ValueError:
        known = ", ".join(Prediction)
        raise BadRecipe(f"prediction must be one of {known}; not {asked.prediction!r}.") from None
    return WantedModel(find(ModelKind.MODEL, asked.model), vae, prediction)
