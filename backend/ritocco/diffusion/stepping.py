"""What is told of the steps of a run, by which whoever listens knows that sampling has begun."""

from __future__ import annotations

from ritocco.sentence import Sentence

STEP = Sentence("step {step} of {steps}")


def is_step(text: str) -> bool:
    """Whether this was told of a step."""
    return isinstance(text, Sentence) and text.template == STEP.template
