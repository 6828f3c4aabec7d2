"""The training loop: steps, averaged weights, a log, and checkpoints it can go on from.

What step n sees depends on the seed and n alone, so that a run that was cut off and resumed
learns from the same examples as one that was not.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import torch
from torch import Tensor, nn

from ritocco.canvas.atomic import write
from ritocco.errors import BadModel
from ritocco.from_disk import DAMAGE
from ritocco.training.curves import draw_curves
from ritocco.watch import Watch

Numbers = dict[str, float]


@dataclass(frozen=True, slots=True)
class RateSchedule:
    """How the learning rate goes: up, level, and down by a cosine over the last part.

    steps   in all; rate  the level; warmup  steps up; decay  the share of the steps that it
    takes to come down to nothing
    """

    steps: int
    rate: float
    warmup: int = 100
    decay: float = 0.5

    def at(self, step: int) -> float:
        """The learning rate of a step, 0 <= step < steps."""
        rising = min(1.0, (step + 1) / self.warmup)
        down = max(0.0, (step - self.steps * (1 - self.decay)) / (self.steps * self.decay))
        return self.rate * rising * (0.5 + 0.5 * math.cos(math.pi * min(1.0, down)))


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of a training on windows of one size, up to (not including) step `until`."""

    until: int
    side: int
    batch: int


def stage_at(stages: Sequence[Stage], step: int) -> tuple[int, Stage]:
    """The stage that a step belongs to, and its number; the last stage has no end."""
    number = next((i for i, stage in enumerate(stages) if step < stage.until), len(stages) - 1)
    return number, stages[number]


@dataclass(frozen=True, slots=True)
class Habits:
    """What a loop does beside learning: how often it measures and saves, in steps."""

    measure: int = 500
    save: int = 250
    average: float = 0.999
    clip: float = 1.0


class Loop:
    """Trains modules in a folder of its own; `averaged` are the weights to measure and ship.

    The folder holds `state.pt` (replaced whole, never half written), `log.jsonl`, one line a
    measurement, and the same as `curves.svg`.
    """

    def __init__(
        self, folder: Path, modules: nn.ModuleDict, schedule: RateSchedule, habits: Habits
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.modules, self.schedule, self.habits = folder, modules, schedule, habits
        self.averaged = deepcopy(modules).requires_grad_(False).eval()
        self.step = 0
        self._optimizer = torch.optim.AdamW(
            modules.parameters(), lr=schedule.rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True
        )
        self._resume()

    @property
    def finished(self) -> bool:
        """Whether all steps are done."""
        return self.step >= self.schedule.steps

    def run(
        self,
        loss_of: Callable[[int], Mapping[str, Tensor]],
        measure: Callable[[nn.ModuleDict, int], Numbers],
        watch: Watch,
    ) -> None:
        """Go on to the last step.

        loss_of   losses of a step by name; their sum is learnt from
        measure   numbers of the averaged weights, for the log

        Saves before it passes on Cancelled.
        """
        sums: Numbers = {}
        started, since = perf_counter(), 0
        try:
            while not self.finished:
                watch.step(self.step / self.schedule.steps, f"Step {self.step}")
                losses = loss_of(self.step)
                self._learn(sum(losses.values(), start=torch.zeros(())))
                for name, loss in losses.items():
                    sums[name] = sums.get(name, 0.0) + float(loss.detach())
                since += 1
                if self.step % self.habits.measure == 0 or self.finished:
                    means = {name: total / since for name, total in sums.items()}
                    pace = since / (perf_counter() - started)
                    self._log(means | measure(self.averaged, self.step) | {"pace": pace})
                    started, since, sums = perf_counter(), 0, {}
                if self.step % self.habits.save == 0 or self.finished:
                    self.save()
        finally:
            self.save()

    def _learn(self, loss: Tensor) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = self.schedule.at(self.step)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.modules.parameters(), self.habits.clip)
        self._optimizer.step()
        self.step += 1
        # Young averages follow quickly, so that they do not remember the random start.
        share = min(self.habits.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.averaged.parameters()), list(self.modules.parameters()), 1 - share
            )

    def save(self) -> None:
        """Write the state, so that it can be gone on from here."""
        state = {
            "step": self.step,
            "modules": self.modules.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }
        whole = io.BytesIO()
        torch.save(state, whole)
        write(self.folder / "state.pt", [whole.getbuffer()])

    def _resume(self) -> None:
        path = self.folder / "state.pt"
        if not path.exists():
            return
        try:
            state = torch.load(path, weights_only=True)
            self.modules.load_state_dict(state["modules"])
            self.averaged.load_state_dict(state["averaged"])
            self._optimizer.load_state_dict(state["optimizer"])
            self.step = int(state["step"])
        except DAMAGE as error:
            raise BadModel(
                f"{path} is not from a run like this one ({error}); give another folder to start "
                "anew."
            ) from None

    def _log(self, numbers: Numbers) -> None:
        line = {"step": self.step, "rate": self.schedule.at(self.step - 1)} | numbers
        path = self.folder / "log.jsonl"
        with path.open("a") as log:
            log.write(json.dumps({k: float(f"{v:.5g}") for k, v in line.items()}) + "\n")
        draw_curves(path, path.with_name("curves.svg"))
