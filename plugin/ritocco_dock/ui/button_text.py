"""What the primary button says: what a press will do, to what; in few words where it is narrow."""

from __future__ import annotations

from collections.abc import Callable

from ..editor import DocumentState
from ..geometry import Box, Size
from ..knobs.knobs import Knobs
from ..knobs.tasks import Needs
from ..words import say
from .language import counted
from .telling import plain


def button_texts(
    knobs: Knobs, state: DocumentState | None, model: bool, busy: bool
) -> tuple[str, ...]:
    """What a press will do, fullest first; each leaves away what can best be missed.

    model  whether one paints
    busy   whether it has to wait its turn
    """
    words = _DOES[knobs.task](knobs, state, model)
    pictures = knobs.pictures
    count = " · " + counted("%n picture(s)", pictures) if pictures > 1 else ""
    queued = say("Queue: {what}", what=words) if busy else words
    full = say("Queue: {what}", what=words + count) if busy else words + count
    return tuple(dict.fromkeys((full, queued, words, say(knobs.about.label))))


def _fill(knobs: Knobs, state: DocumentState | None, model: bool) -> str:
    return say("Fill the selection") if model else say("Content-aware fill")


def _extend(knobs: Knobs, state: DocumentState | None, model: bool) -> str:
    if state is None or not knobs.extend:
        return say("Extend the canvas")
    return say("Extend to {size}", size=Box.of(state.size).grown(knobs.extend).size)


def _refine(knobs: Knobs, state: DocumentState | None, model: bool) -> str:
    if knobs.from_layer and state is not None and state.layer:
        return say("Refine “{layer}”", layer=plain(state.layer, 20))
    return _where(state, say("Refine the selection"), say("Refine the picture"))


def _upscale(knobs: Knobs, state: DocumentState | None, model: bool) -> str:
    if state is None:
        return say("Upscale")
    if state.selection and knobs.about.needs is not Needs.CANVAS:
        return say("Upscale the selection × {factor}", factor=f"{knobs.scale:g}")
    size = Size(round(state.size.width * knobs.scale), round(state.size.height * knobs.scale))
    if knobs.detail:
        return say("Upscale to {size} + detail", size=size)
    return say("Upscale to {size}", size=size)


def _where(state: DocumentState | None, selected: str, whole: str) -> str:
    return selected if state is not None and state.selection else whole


_DOES: dict[str, Callable[[Knobs, DocumentState | None, bool], str]] = {
    "fill": _fill,
    "remove": lambda knobs, state, model: say("Remove the selection"),
    "extend": _extend,
    "refine": _refine,
    "generate": lambda knobs, state, model: say("Generate a picture"),
    "upscale": _upscale,
    "faces": lambda knobs, state, model: _where(
        state, say("Repair faces in the selection"), say("Repair all faces")
    ),
}
