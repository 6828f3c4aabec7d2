"""The `parameters` text that the A1111 web UI writes into its PNG files.

    a cat, by a lake
    Negative prompt: blurry
    Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512, ...

A pure value and its text. What the format cannot carry: white space around a line of a prompt;
empty lines before either prompt, or at the very end; a line of the prompt that begins with
"Negative prompt:"; a field whose name is not two or more letters, digits, spaces, `-` and `/`;
one or two fields, which are read as text; and, where the fields have none of the web UI's own
names, a line of a prompt that looks like them. Values may be any text: where needed they are
written as JSON strings.

Extensions add to it. A value may be JSON without quotes (`Hashes: {"model": "45dee52b"}`) or
run over several lines, if it is quoted. Lines after the fields hold one field each, to their
end (`Template: a {red|blue} cat, by a lake`). Of two fields of one name the first counts: the
web UI writes its own before any extension's.
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
# A run of name characters is taken whole, one pass, however long the text. What is neither (a
# comma, a name of one letter) is passed over.
_HEAD = re.compile(
    r"[ \-/]*+(?P<name>\w[\w \-/]++)(?P<colon>:[^\S\n]*)?|[\w \-/]++|(?P<end>\n)|[^\w \-/]"
)
_QUOTED = re.compile(r"\"(?:\\.|[^\\\"])++\"(?=[^\S\n]*(?:[,\n]|$))", re.DOTALL)
_PLAIN, _LINE = re.compile(r"[^,\n]*+"), re.compile(r"[^\n]*+")
_ENDS = re.compile(r"[^\S\n]*(?:[,\n]|$)")
_FIRST = re.compile(r"\s*Steps:\s*[0-9]")
_FOLDED = re.compile(r"(?<![ .,])[ .,]++(?=Steps:\s*[0-9]+,)")
_MOST_FOLDS = 8
"""Places, from the end, that are tried: what lies before them is prompt."""
_OPENING = ("[", "{")
_MOST_BROKEN = 20
"""Values that begin like JSON and are none, after which no more are tried: each costs a look at
the whole text."""
_JSON = json.JSONDecoder()


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
                raise BadRecipe(
                    "A picture's parameters cannot hold a field called {name}.", name=repr(name)
                )


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
    lines = _unfolded(text.strip()).split("\n")
    start = _start(lines)
    fields = _fields("\n".join(lines[start:]))
    stripped = [line.strip() for line in lines[:start]]
    negative = next((at for at, line in enumerate(stripped) if line.startswith(_NEGATIVE)), None)
    if negative is None:
        return Infotext(_joined(stripped), "", fields)
    first = stripped[negative].removeprefix(_NEGATIVE).strip()
    against = _joined([first, *stripped[negative + 1 :]])
    return Infotext(_joined(stripped[:negative]), against, fields)


def _unfolded(text: str) -> str:
    """The text in lines again, where somebody has made one of all."""
    if "\n" in text:
        return text
    for match in reversed(list(_FOLDED.finditer(text))[-_MOST_FOLDS:]):
        head, tail = text[: match.start()], text[match.end() :]
        if len(_fields(tail)) >= FEWEST:
            return head.replace(f" {_NEGATIVE}", f"\n{_NEGATIVE}", 1) + "\n" + tail
    return text


def _joined(lines: list[str]) -> str:
    """The lines from the first that is not empty on."""
    start = next((at for at, line in enumerate(lines) if line), len(lines))
    return "\n".join(lines[start:])


def _start(lines: list[str]) -> int:
    """Where the fields begin: the last line that does as the web UI's does, or has its names.

    Without such a line it is the last, if it has fields at all; else the end.
    """
    known = frozenset(ORDER)
    names = {at: set(_fields(line)) for at, line in enumerate(lines) if line.count(":") >= FEWEST}
    for at in reversed(names):
        if len(names[at]) >= FEWEST and _FIRST.match(lines[at]):
            return at
    for at in reversed(names):
        if len(names[at] & known) >= FEWEST:
            return at
    last = len(lines) - 1
    return last if len(names.get(last, ())) >= FEWEST else last + 1


def _fields(text: str) -> dict[str, str]:
    """The fields of a line, and of the lines that follow it."""
    fields: dict[str, str] = {}
    at, plain, begins, broken = 0, _PLAIN, False, 0
    while match := _HEAD.match(text, at):
        at = match.end()
        name = (match["name"] or "").strip()
        if match["end"]:
            plain, begins = _LINE, True
        elif match["colon"] and (plain is _PLAIN or begins) and _NAME.fullmatch(name):
            # A line of our own names is one of fields that somebody has wrapped.
            plain = _PLAIN if name in ORDER else plain
            whole = _json_end(text, at) if broken < _MOST_BROKEN else None
            broken += whole is None and text[at : at + 1] in _OPENING
            value, at = _value(text, at, plain, whole)
            fields.setdefault(name, _unquoted(value))
            begins = False
        elif match[0].strip():
            begins = False
    return fields


def _value(text: str, at: int, plain: re.Pattern[str], whole: int | None) -> tuple[str, int]:
    """The value that begins at a place, and where what follows it begins.

    `whole` is where it ends if it is JSON.
    """
    match = _QUOTED.match(text, at)
    end = match.end() if match else whole
    if end is None:
        match = plain.match(text, at)
        end = match.end() if match else at
    value = text[at:end]
    after = _ENDS.match(text, end)
    return value, after.end() - (after[0][-1:] == "\n") if after else end


def _json_end(text: str, at: int) -> int | None:
    """The end of a list or an object of JSON that stands there as a whole value."""
    if text[at : at + 1] not in _OPENING:
        return None
    try:
        _, end = _JSON.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None
    return end if _ENDS.match(text, end) else None


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
