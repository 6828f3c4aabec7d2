"""The head of a bundle of layers (see `pictures.py`): what it says of the pixels that follow."""

from __future__ import annotations

from typing import IO, Annotated, Any

from pydantic import Field, ValidationError

from ritocco.server.answers import BadRequest, sentence_of
from ritocco.server.requests import Asked, BoxIn, SizeIn, whole_text

_MOST_HEAD = 64 * 2**20
_Text = Annotated[str, Field(max_length=_MOST_HEAD)]


class LayerIn(Asked):
    """A layer of a bundle; see `canvas.stack.StackLayer`."""

    name: Annotated[str, Field(max_length=1000)] = ""
    box: BoxIn
    visible: bool = True
    opacity: Annotated[float, Field(ge=0, le=1)] = 1.0
    mask: bool = False
    masked: bool = True
    recipe: Annotated[str, Field(max_length=10**6)] = ""


class HeadIn(Asked):
    """The head of a bundle. `profile` is in base64; `metadata` is handed back as it came."""

    canvas: SizeIn
    model: Annotated[str, Field(pattern="^(grey|rgb)$")]
    depth: Annotated[str, Field(pattern="^(u8|u16|f16|f32)$")]
    alpha: bool = False
    profile: _Text = ""
    metadata: _Text = ""
    layers: Annotated[list[LayerIn], Field(max_length=1000)]
    active: int = -1
    selection: BoxIn | None = None
    notes: Annotated[list[str], Field(max_length=100)] = Field(default_factory=list)
    sentences: Annotated[list[Any], Field(max_length=100)] = Field(default_factory=list)


def head_in(sent: IO[bytes]) -> HeadIn:
    """The head of a bundle; the file then stands at the pixels. Raises BadRequest."""
    length = int.from_bytes(sent.read(8), "little")
    if not 0 < length <= _MOST_HEAD:
        raise BadRequest("The bundle does not begin with the length of its head.")
    try:
        return HeadIn.model_validate_json(whole_text(sent.read(length)))
    except ValidationError as error:
        raise BadRequest(sentence_of(error.errors(), "head")) from None
