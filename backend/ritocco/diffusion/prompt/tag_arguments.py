"""What follows the name in a tag, both ways: strengths and block weights, as the web UI has them.

`<lora:NAME:te:unet:dyn>`: a strength for the text encoders and one for the U-Net, which is the
same where it is not said. Both are 1 where nothing is, or no number. They may have names
(`te=`, `unet=`), and block weights do (`lbw=MIDD`, `lbw=1,0,0,1`); a preset or a list of numbers in
place of a strength is one of block weights too. A hypernetwork has one strength.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ritocco.diffusion.prompt.tags import Tag
from ritocco.errors import BadRecipe
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.sentence import Sentence

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_PRESET = re.compile(r"[A-Z][A-Z0-9.]+")
"""Block weights as they were written before they had a name: `<lora:ink:1:MIDD>`."""
_CANNOT_HOLD = re.compile(r"[<>:]|^\s|\s$")
"""What no name in a tag can have."""
_STRENGTHS = {AdapterKind.LORA: ("te", "unet"), AdapterKind.HYPERNETWORK: ("te",)}
"""What the arguments without a name are, in order; hypernetworks have one strength."""
_BLOCKS = "lbw"


@dataclass(slots=True)
class _Said:
    """What arguments say; `passed` are those that cannot be followed."""

    strengths: dict[str, float] = field(default_factory=dict)
    blocks: str | tuple[float, ...] = ""
    passed: list[str] = field(default_factory=list)


def adapter_of(tag: Tag) -> tuple[Adapter, tuple[Sentence, ...]]:
    """The adapter that a tag asks for, and what of it cannot be followed, a sentence at most.

    Raises BadRecipe, with the tag, for a strength that is out of range.
    """
    said = _said(tag)
    text = said.strengths.get("te", 1.0)
    try:
        adapter = Adapter(
            kind=tag.kind,
            name=tag.name,
            text_strength=text,
            unet_strength=said.strengths.get("unet", text),
            block_weights=said.blocks,
        )
    except BadRecipe as error:
        raise BadRecipe(
            "{tag} cannot be used: {reason}", tag=_cut(str(tag)), reason=error
        ) from None
    if not said.passed:
        return adapter, ()
    return adapter, (
        Sentence(
            "In {tag}, {parts} cannot be followed and is passed over.",
            tag=_cut(str(tag)),
            parts=_cut(", ".join(said.passed)),
        ),
    )


def tag_of(adapter: Adapter) -> str:
    """The tag that asks for this adapter; "" where none can hold its name, or for an embedding."""
    if adapter.kind not in _STRENGTHS or _CANNOT_HOLD.search(adapter.name):
        return ""
    text, unet = _short(adapter.text_strength), _short(adapter.unet_strength)
    arguments = [text] if text == unet else [text, unet]
    if adapter.kind is AdapterKind.HYPERNETWORK:
        arguments = [unet]
    if adapter.block_weights:
        blocks = adapter.block_weights
        listed = blocks if isinstance(blocks, str) else ",".join(map(_short, blocks))
        if _CANNOT_HOLD.search(listed):
            return ""
        arguments.append(f"{_BLOCKS}={listed}")
    return str(Tag(adapter.kind, adapter.name, tuple(arguments)))


def _said(tag: Tag) -> _Said:
    said, places = _Said(), iter(_STRENGTHS[tag.kind])
    for written in tag.arguments:
        name, equals, value = (part.strip() for part in written.partition("="))
        name = name.lower()
        if not equals:
            _read(said, next(places, ""), written.strip())
        elif name == _BLOCKS:
            said.blocks = _blocks(value)
        elif name in _STRENGTHS[tag.kind]:
            _read(said, name, value)
        else:
            said.passed.append(written.strip())
    return said


def _read(said: _Said, name: str, text: str) -> None:
    """A strength, or what stands in its place."""
    if name and _NUMBER.fullmatch(text):
        said.strengths[name] = float(text)
    elif name != "te" and _PRESET.fullmatch(text):
        said.blocks = text
    elif isinstance(blocks := _blocks(text), tuple) and len(blocks) > 2:
        said.blocks = blocks
    elif text:
        said.passed.append(text)


def _blocks(text: str) -> str | tuple[float, ...]:
    """Numbers, else the name of a preset."""
    parts = [part.strip() for part in text.split(",")]
    if all(_NUMBER.fullmatch(part) for part in parts):
        return tuple(float(part) for part in parts)
    return text


def _short(number: float) -> str:
    """As short as it can be told."""
    short = f"{number:g}"
    return short if float(short) == number else repr(number)


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
