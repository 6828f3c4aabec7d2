"""The recipe inside an XMP packet, which may hold other people's data as well.

It is one block of text placed before the packet's end, and taken out again as the same block,
so that not a byte of what was there changes. A packet that another program has rewritten in
between is read as XML, and what is ours is cut out of its text.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "https://ritocco.org/ns/1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAME, _ABOUT = f"{NAMESPACE} recipe", f"{_RDF} about"
_LONGEST = 8 * 2**20
"""Bytes of a packet that is looked into."""
_MOST_ELEMENTS, _DEEPEST = 2**16, 200
_CARRIAGE_RETURN = {"\r": "&#13;"}

_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_END = re.compile(r"</([A-Za-z_][\w.-]*):RDF\s*>")
_SELF_CLOSED = re.compile(r"<([A-Za-z_][\w.-]*):RDF(\s[^<>]*?)?/>")
_OURS = re.compile(
    rf'<(\w+):Description xmlns:ritocco="{re.escape(NAMESPACE)}" \1:about=(?:"[^"]*"|\'[^\']*\')>'
    r"<ritocco:recipe>[^<]*</ritocco:recipe></\1:Description>"
)
_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=\"'<>/]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def put(packet: bytes | None, recipe: str) -> bytes | None:
    """The packet with `recipe` in it, in place of an earlier one; a new packet for None.

    A packet that cannot be understood, or a recipe that XML cannot hold, gives back `packet`
    unchanged: what the artist has is worth more than what we would add.
    """
    text = _EMPTY if packet is None else _text(packet)
    rest = None if text is None else _without(text)
    if rest is None:
        return packet
    rest = _SELF_CLOSED.sub(r"<\1:RDF\2></\1:RDF>", rest)
    end = deque(_END.finditer(rest), 1)  # the last of them
    said = _look(rest.encode())
    if not end or said is None:
        return packet
    prefix, place = end[0][1], end[0].start()
    written = escape(recipe, _CARRIAGE_RETURN)
    ours = (
        f'<{prefix}:Description xmlns:ritocco="{NAMESPACE}" {prefix}:about={quoteattr(said.about)}>'
        f"<ritocco:recipe>{written}</ritocco:recipe></{prefix}:Description>"
    )
    whole = (rest[:place] + ours + rest[place:]).encode(errors="replace")
    found = _look(whole)
    return whole if found is not None and found.recipe == recipe else packet


def take(packet: bytes | None) -> tuple[bytes | None, str | None]:
    """The packet without our recipe (None where nothing else was in it), and the recipe."""
    text = None if packet is None else _text(packet)
    said = None if text is None else _look(text.encode())
    if text is None or said is None or said.recipe is None:
        return packet, None
    rest = _without(text)
    if rest is None:
        return packet, said.recipe
    return (None if rest == _EMPTY else rest.encode()), said.recipe


def texts(packet: bytes) -> list[str]:
    """All that a packet says, in its order; nothing where it cannot be understood."""
    said = _look(packet)
    return [] if said is None else said.texts


@dataclass(slots=True)
class _Said:
    """What one way through a packet has found.

    spans  where in the packet's bytes our elements and attributes stand
    """

    recipe: str | None = None
    about: str = ""
    texts: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


class _Endless(Exception):
    """More, or deeper, or of another kind than a packet is."""


def _text(packet: bytes) -> str | None:
    """The packet as text; None where it is not UTF-8."""
    try:
        return packet.decode()
    except UnicodeDecodeError:
        return None


def _look(packet: bytes) -> _Said | None:
    """What a packet says; None where it is not plain, well-formed XML in UTF-8, or endless.

    One pass, in which nothing is expanded: a packet with a document type is none.
    """
    body = packet.lstrip(b"\xef\xbb\xbf\0 \t\r\n")
    before, body = len(packet) - len(body), body.rstrip(b"\xef\xbb\xbf\0 \t\r\n")
    if len(body) > _LONGEST:
        return None
    said, parser = _Said(), expat.ParserCreate("utf-8", " ")
    parser.buffer_text = parser.namespace_prefixes = True
    about: list[str] = []
    ours: list[int] = []
    told: list[str] = []
    elements = depth = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        if elements > _MOST_ELEMENTS or depth > _DEEPEST:
            raise _Endless
        at = parser.CurrentByteIndex
        for key, value in attributes.items():
            said.texts.append(value)
            if _is(key, _ABOUT):
                about.append(value)
            if _is(key, _NAME):
                said.recipe = value if said.recipe is None else said.recipe
                prefix = key.rpartition(" ")[2].encode()
                said.spans += _attribute(body, at, prefix + b":recipe", before)
        if _is(name, _NAME):
            ours.append(at)
            told.clear()

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        if ours and _is(name, _NAME):
            start, at = ours.pop(), parser.CurrentByteIndex
            said.recipe = "".join(told) if said.recipe is None else said.recipe
            if not ours:
                tag = _TAG.match(body, at)
                said.spans.append((before + start, before + (tag.end() if tag else at)))

    def spoken(text: str) -> None:
        if ours:
            told.append(text)
        if not text.isspace():
            said.texts.append(text)

    def refused(*_: Any) -> None:
        raise _Endless

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = spoken, refused
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, UnicodeError, _Endless):
        return None
    said.about = about[0] if about else ""
    return said


def _is(key: str, name: str) -> bool:
    """Whether a parser's key (address and name, perhaps a prefix) is this name."""
    return key == name or key.startswith(f"{name} ")


def _attribute(body: bytes, at: int, name: bytes, before: int) -> list[tuple[int, int]]:
    """Where the attribute of this name stands in the tag that begins at `at`."""
    tag = _TAG.match(body, at)
    found = _ATTRIBUTE.finditer(body, at, tag.end()) if tag else ()
    return [(before + one.start(), before + one.end()) for one in found if one[1] == name]


def _without(text: str) -> str | None:
    """The packet without our recipe: our own block is cut out, or what is ours in another form.

    None where it cannot be understood.
    """
    rest = _OURS.sub("", text).encode()
    said = _look(rest)
    if said is None:
        return None
    for start, end in sorted(said.spans, reverse=True):
        rest = rest[:start] + rest[end:]
    return rest.decode()
