"""The `parameters` text that the A1111 web UI writes into its PNG files.

    a cat, by a lake
    Negative prompt: blurry
    Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512, ...

A pure value and its text. What the format cannot carry: white space around a line of a prompt;
empty lines before either prompt, or at the very end; a line of the prompt that begins with
"Negative prompt:"; a field whose name is not two or more letters, digits, spaces, `-` and `/`;
one or two fields, which are read as text; and, without fields, a last line that looks like
them. Values may be any text: where needed they are written as JSON strings.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from ritocco.errors import BadRecipe

ORDER = (
    "Steps",
    "Sampler",
    "Schedule type",
    "CFG scale",
    "Image CFG scale",
    "Seed",
    "Face restoration",
    "Size",
    "Model hash",
    "Model",
    "VAE hash",
    "VAE",
    "Variation seed",
    "Variation seed strength",
    "Seed resize from",
    "Denoising strength",
    "Conditional mask weight",
    "Clip skip",
    "ENSD",
    "Token merging ratio",
    "Token merging ratio hr",
    "Init image hash",
    "RNG",
    "NGMS",
    "Tiling",
)
"""Fields in the order in which the web UI writes them; others follow in their own order."""
LAST = ("Version", "User")
"""Fields that are written after all others."""
FEWEST = 3
"""With fewer fields than these, a last line is not one of fields."""

_NEGATIVE = "Negative prompt:"
_NAME = re.compile(r"\w[\w \-/]+")
# A run of name characters is taken whole, with its value if a colon follows: one pass, however
# long the text. What is neither (a comma, a name of one letter) is passed over.
_FIELD = re.compile(
    r"[ \-/]*+(?P<name>\w[\w \-/]++)"
    r"(?::\s*(?P<value>\"(?:\\.|[^\\\"])++\"(?=,|$)|[^,]*+),?)?"
    r"|[\w \-/]++|[^\w \-/]"
)


@dataclass(frozen=True, slots=True)
class Infotext:
    """What such a text holds; `Size` and its like stay text.

    Raises BadRecipe for a field whose name the format cannot carry.
    """

    prompt: str = ""
    negative: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.fields:
            if not _NAME.fullmatch(name) or name != name.strip():
                raise BadRecipe(f"A picture's parameters cannot hold a field called {name!r}.")


def write(infotext: Infotext) -> str:
    """The text of an Infotext, as the web UI would write it."""
    places = {name: place for place, name in enumerate(ORDER)}
    places |= {name: len(ORDER) + 1 + place for place, name in enumerate(LAST)}
    named = sorted(infotext.fields.items(), key=lambda item: places.get(item[0], len(ORDER)))
    lines = [
        infotext.prompt,
        *([f"{_NEGATIVE} {infotext.negative}"] if infotext.negative else []),
        ", ".join(f"{name}: {_quoted(value)}" for name, value in named),
    ]
    return "\n".join(lines).strip()


def read(text: str) -> Infotext:
    """The Infotext of any text; what it does not understand is prompt. Never fails."""
    *lines, last = text.strip().split("\n")
    fields = _fields(last)
    if fields is None:
        lines.append(last)
    stripped = [line.strip() for line in lines]
    start = next((at for at, line in enumerate(stripped) if line.startswith(_NEGATIVE)), None)
    if start is None:
        return Infotext(_joined(stripped), "", fields or {})
    first = stripped[start].removeprefix(_NEGATIVE).strip()
    negative = _joined([first, *stripped[start + 1 :]])
    return Infotext(_joined(stripped[:start]), negative, fields or {})


def _joined(lines: list[str]) -> str:
    """The lines from the first that is not empty on."""
    start = next((at for at, line in enumerate(lines) if line), len(lines))
    return "\n".join(lines[start:])


def _fields(line: str) -> dict[str, str] | None:
    """The fields of a line, None where there are too few for it to be one of fields."""
    pairs = [
        (match["name"].strip(), _unquoted(match["value"]))
        for match in _FIELD.finditer(line)
        if match["value"] is not None and _NAME.fullmatch(match["name"].strip())
    ]
    return dict(pairs) if len(pairs) >= FEWEST else None


def _quoted(value: str) -> str:
    """JSON where the value could be mistaken: for several fields, lines, or a quoted value."""
    plain = not re.search(r"[,:\n]", value) and value == value.strip() and value[:1] != '"'
    return value if plain else json.dumps(value, ensure_ascii=False)


def _unquoted(value: str) -> str:
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value
