"""The one owner of a U-Net's attention processors: those of its memory plan, and those added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ritocco.diffusion.memory import Attention

Processor = Any
"""One of diffusers' attention processors, which have no common type."""
MakeProcessor = Callable[[str, Processor], Processor]
"""Name of a layer, and the processor it has -> the one it gets; the same one for none of ours."""


class AttentionProcessors:
    """Sets the processors of a U-Net, always all of them: its plan's, then what was added.

    No one else sets any: placing a model anew would undo it.
    """

    def __init__(self, unet: Any) -> None:
        self._unet = unet
        # Some transformers let nobody choose theirs; then there is nothing to own.
        self._own: dict[str, Processor] = dict(getattr(unet, "attn_processors", {}))
        self._attention = Attention.SDPA
        self._added: list[MakeProcessor] = []

    def use(self, attention: Attention) -> None:
        """Compute attention so, with all that was added."""
        if attention is not self._attention:
            self._attention = attention
            self._set()

    @contextmanager
    def added(self, make: MakeProcessor) -> Iterator[None]:
        """Other processors over those that are there, until the end of the block.

        `make` is called for every layer, and again whenever those below it change. Weights that
        its processors hold are modules, and are moved with the U-Net when that is placed.
        """
        self._added.append(make)
        try:
            self._set()
            yield
        finally:
            self._added.remove(make)
            self._set()

    def _set(self) -> None:
        if not self._own:
            return
        if self._attention is Attention.SLICED:
            self._unet.set_attention_slice("auto")
            processors = dict(self._unet.attn_processors)
        else:
            processors = dict(self._own)
        for make in self._added:
            processors = {name: make(name, below) for name, below in processors.items()}
        self._unet.set_attn_processor(processors)
