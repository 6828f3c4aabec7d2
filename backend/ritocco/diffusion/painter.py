"""What paints one recipe with a model: memory plans and retries around each window."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

import torch

from ritocco.canvas.arrays import Floats
from ritocco.canvas.window import Native
from ritocco.device import Device, is_out_of_memory
from ritocco.diffusion.attachments import RunModel
from ritocco.diffusion.conditioning import PromptReader
from ritocco.diffusion.control import extras_of
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.families.family import Family, Guidance
from ritocco.diffusion.finite import NotFinite
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan, Phase, next_smaller, no_room, plan_memory
from ritocco.diffusion.model_cache import WantedModel
from ritocco.diffusion.noise import Seed
from ritocco.diffusion.paint import paint
from ritocco.diffusion.preview import Look, projected
from ritocco.diffusion.samplers import Sampling
from ritocco.engine import View
from ritocco.errors import BadModel
from ritocco.fixed_order import fixed_order
from ritocco.geometry import Size
from ritocco.recipe.guide import Guide
from ritocco.recipe.recipe import Content, Diffusion
from ritocco.sentence import Sentence
from ritocco.watch import Watch

REFINING_STRENGTH = 0.4
"""How much a tile may change of what the reduced first pass drew."""
SKETCH_FROM = 0.6
"""Strength from which the composition is new, and so has to be drawn as a whole."""
SECONDS_PER_STEP = {"cuda": 0.2, "rocm": 0.3, "xpu": 0.4, "mps": 1.5, "cpu": 8.0}
"""First guess of a U-Net step on a megapixel with CFG; the studio learns the true one."""


@dataclass(frozen=True, slots=True)
class PainterKey:
    """What decides the weights that paint.

    model     the files that are loaded
    attached  keys of what changes them for the run, in order
    """

    model: WantedModel
    attached: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class DiffusionPainter:
    """See `Painter`.

    asked     the recipe's part, whose sampler and schedule are known to be there
    guides    what steers it; their pixels are the view's
    model     hands out the model within a run
    reader    what reads prompts for a model, as it is under such a key
    look      how a model's latents are shown while they are painted
    device    where it runs, with what models of ours hold there counted as free
    seed      the recipe's, which its first pass has
    in_full   parts of this model that were seen to overflow in less than float32; grows
    """

    key: PainterKey
    asked: Diffusion
    sampling: Sampling
    guides: tuple[Guide, ...]
    model: RunModel
    reader: Callable[[LoadedModel, PainterKey], PromptReader]
    look: Callable[[LoadedModel], Look]
    device: Callable[[], Device]
    engine: str
    seed: int = 0
    in_full: set[Phase] = field(default_factory=set)
    bytes_per_pixel: int = 3100
    """VAE activations at their peak, float32; see `memory.py`."""

    @property
    def native(self) -> Native:
        """The model's own size."""
        return self._family.native

    @property
    def estimate(self) -> float:
        """Steps times what a step is known to take on such a device; half where the negative is
        not run."""
        step = SECONDS_PER_STEP[self.device().kind] * self._family.pace
        alone = self._family.guidance is Guidance.TRUE and self.asked.cfg == 1
        return step * max(1, self.sampling.calls) / (2 if alone else 1)

    @property
    def sketches(self) -> bool:
        """Not where most of the picture stays: reducing it would cost the detail it has."""
        return self.asked.content is not Content.ORIGINAL or self.asked.strength >= SKETCH_FROM

    @property
    def tiling(self) -> DiffusionPainter | None:
        """Tiles at low strength over what the sketch drew; without one, as asked."""
        if not self.sketches:
            return self
        strength = min(self.asked.strength, REFINING_STRENGTH)
        return replace(
            self,
            asked=replace(self.asked, strength=strength, content=Content.ORIGINAL),
            sampling=replace(self.sampling, strength=strength),
        )

    @property
    def candidates(self) -> int:
        """A seed makes one picture."""
        return 1

    @property
    def hints(self) -> tuple[Sentence, ...]:
        """Of what is attached to the model."""
        return self.model.hints

    def running(self) -> AbstractContextManager[None]:
        """A run: what is attached to the model is left with it."""
        return self.model.running()

    def paint(self, view: View, seed: int, watch: Watch) -> Floats:
        """See `Painter.paint`. When memory runs out, smaller plans are tried in turn; a part that
        overflows is run again in float32, and so from then on."""
        asked = self.asked
        plan = self._plan(view)
        # Each pass varies by noise of its own; the first by that of the recipe.
        variation = (asked.variation_seed + seed - self.seed) % 2**32
        seeds = Seed(seed, variation, asked.variation_strength)
        with self.running():
            while plan is not None:
                running: list[Phase] = []
                try:
                    model = self.model.placed(plan, watch.part(0, 0.05))
                    reader = self.reader(model, self.key)
                    part = watch.part(0.05, 1)
                    steps = self.sampling.executed
                    extras = extras_of(self.guides, view.guides, model, steps)
                    look = self.look(model) if watch.show else projected
                    with fixed_order(plan.device):
                        return paint(
                            model, reader, view, asked, seeds, part, running.append, extras, look
                        )
                except NotFinite as error:
                    self._mend(error.phase, plan)
                    plan = self._plan(view)
                except (RuntimeError, MemoryError) as error:
                    if not is_out_of_memory(error):
                        raise
                    plan = next_smaller(plan, running[-1] if running else None)
        raise no_room(self.device().name)

    def _plan(self, view: View) -> MemoryPlan | None:
        height, width = view.mask.shape
        size = Size(width, height)
        return plan_memory(self._family, size, 1, self.device(), self.in_full)

    def _mend(self, phase: Phase, plan: MemoryPlan) -> None:
        """Have a part that gave no numbers work in float32. Raises BadModel where it did."""
        vae = phase is Phase.VAE
        if (plan.vae_dtype if vae else plan.dtype) is not torch.float32:
            self.in_full.add(phase)
            return
        wanted, family = self.key.model, self._family
        part = {Phase.VAE: family.vae, Phase.UNET: family.backbone, Phase.TEXT: family.texts[0]}
        file = wanted.vae if vae and wanted.vae else wanted.path
        raise BadModel(
            "The {part} of {file} gives what is no number (NaN), in full precision too, so "
            "nothing was painted. The file is damaged: download it again, or choose another "
            "{kind}.",
            part=part[phase].words,
            file=file.name,
            kind="VAE" if vae else Sentence("model"),
        )

    @property
    def _family(self) -> Family:
        return FAMILIES[self.key.model.sniffed.family]
