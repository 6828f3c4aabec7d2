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
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.recipe.adapter import STRONGEST, Adapter, AdapterKind
from ritocco.sentence import Sentence

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_COMMA = re.compile(r"^([+-]?[0-9]*),([0-9]+)$")
"""A number as half of Europe writes it: `<lora:ink:0,8>`."""
_PRESET = re.compile(r"[A-Z][A-Z0-9.]+")
"""Block weights as they were written before they had a name: `<lora:ink:1:MIDD>`."""
_CANNOT_HOLD = re.compile(r"[<>:]|^\s|\s$")
"""What no name in a tag can have."""
_STRENGTHS = {AdapterKind.LORA: ("te", "unet"), AdapterKind.HYPERNETWORK: ("te",)}
"""What the arguments without a name are, in order; hypernetworks have one strength."""
_BLOCKS = "lbw"
_FEWEST = 3
"""Numbers of a list that is one of block weights, wherever it stands."""


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
    _check_range(tag, said)
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


def _check_range(tag: Tag, said: _Said) -> None:
    """Raise BadRecipe, in the artist's words, for a number that is out of range."""
    blocks = () if isinstance(said.blocks, str) else said.blocks
    for words, numbers in ((_STRENGTH, said.strengths.values()), (_BLOCK_WEIGHT, blocks)):
        for number in numbers:
            if not -STRONGEST <= number <= STRONGEST:
                raise BadRecipe(
                    words.with_values(
                        noun=KINDS[ModelKind(tag.kind)].noun,
                        name=_cut(tag.name),
                        least=_short(-STRONGEST),
                        most=_short(STRONGEST),
                        value=_short(number),
                    )
                )


_STRENGTH = Sentence(
    "The strength of the {noun} {name} must be a number from {least} to {most}, not {value}."
)
_BLOCK_WEIGHT = Sentence(
    "Block weights of the {noun} {name} must be numbers from {least} to {most}, not {value}."
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
    said, strengths = _Said(), _STRENGTHS[tag.kind]
    places, has_blocks = iter(strengths), tag.kind is AdapterKind.LORA
    for written in (argument.strip() for argument in tag.arguments):
        name, equals, value = (part.strip() for part in written.partition("="))
        name = name.lower() if equals else next(places, "")
        strength = _strength(value if equals else written)
        if name in strengths and strength is not None:
            said.strengths[name] = strength
        elif has_blocks and equals and name == _BLOCKS:
            said.blocks = _blocks(value)
        elif has_blocks and not equals and _is_of_blocks(written, name):
            said.blocks = _blocks(written)
        elif written:
            said.passed.append(written)
    return said


def _is_of_blocks(text: str, place: str) -> bool:
    """Whether block weights stand where a strength might: a list, or a preset behind one."""
    numbers = _blocks(text)
    if isinstance(numbers, tuple):
        return len(numbers) >= _FEWEST
    return place != "te" and _PRESET.fullmatch(text) is not None


def _strength(text: str) -> float | None:
    """The number that stands there; None for anything else."""
    number = _COMMA.sub(r"\1.\2", text)
    return float(number) if _NUMBER.fullmatch(number) else None


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
