"""The recipe inside an XMP packet, which may hold other people's data as well.

It is one block of text placed before the packet's end, and taken out again as the same block,
so that not a byte of what was there changes. A packet that another program has rewritten in
between is read as XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "https://ritocco.org/ns/1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAME = f"{{{NAMESPACE}}}recipe"
_ABOUT = f"{{{_RDF}}}about"
_LONGEST = 8 * 2**20
"""Bytes of a packet that is looked into; parsed, it takes ten times as many."""
_CARRIAGE_RETURN = {"\r": "&#13;"}

_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_END = re.compile(r"</([A-Za-z_][\w.-]*):RDF\s*>(?!.*</\1:RDF\s*>)", re.DOTALL)
_SELF_CLOSED = re.compile(r"<([A-Za-z_][\w.-]*):RDF(\s[^<>]*?)?/>")
_OURS = re.compile(
    rf'<(\w+):Description xmlns:ritocco="{re.escape(NAMESPACE)}" \1:about=(?:"[^"]*"|\'[^\']*\')>'
    r"<ritocco:recipe>[^<]*</ritocco:recipe></\1:Description>"
)


def put(packet: bytes | None, recipe: str) -> bytes | None:
    """The packet with `recipe` in it, in place of an earlier one; a new packet for None.

    A packet that cannot be understood, or a recipe that XML cannot hold, gives back `packet`
    unchanged: what the artist has is worth more than what we would add.
    """
    text = _EMPTY if packet is None else _text(packet)
    if text is None:
        return packet
    text = _SELF_CLOSED.sub(r"<\1:RDF\2></\1:RDF>", _without(text))
    end = _END.search(text)
    if end is None:
        return packet
    prefix = end[1]
    about = quoteattr(_about(text))
    written = escape(recipe, _CARRIAGE_RETURN)
    ours = (
        f'<{prefix}:Description xmlns:ritocco="{NAMESPACE}" {prefix}:about={about}>'
        f"<ritocco:recipe>{written}</ritocco:recipe></{prefix}:Description>"
    )
    whole = text[: end.start()] + ours + text[end.start() :]
    return whole.encode() if _found(whole) == recipe else packet


def take(packet: bytes | None) -> tuple[bytes | None, str | None]:
    """The packet without our recipe (None where nothing else was in it), and the recipe."""
    text = None if packet is None else _text(packet)
    recipe = None if text is None else _found(text)
    if text is None or recipe is None:
        return packet, None
    rest = _without(text)
    return (None if rest == _EMPTY else rest.encode()), recipe


def elements(packet: bytes) -> Iterator[ElementTree.Element]:
    """All elements of a packet; none where it cannot be understood."""
    text = _text(packet)
    if text is not None:
        yield from ElementTree.fromstring(_bare(text)).iter()


def _text(packet: bytes) -> str | None:
    """The packet as text; None where it is not plain, well-formed XML in UTF-8, or endless."""
    if len(packet) > _LONGEST:
        return None
    try:
        text = packet.decode()
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            return None
        ElementTree.fromstring(_bare(text))
    except (UnicodeDecodeError, ElementTree.ParseError):
        return None
    return text


def _bare(text: str) -> bytes:
    """What an XML parser accepts: no byte order mark before it, no padding after it."""
    return text.strip("\ufeff\0 \t\r\n").encode()


def _found(text: str) -> str | None:
    try:
        root = ElementTree.fromstring(_bare(text))
    except ElementTree.ParseError:
        return None
    for element in root.iter():
        if _NAME in element.attrib:
            return element.attrib[_NAME]
        if element.tag == _NAME:
            return element.text or ""
    return None


def _about(text: str) -> str:
    """What the packet says it is about: all its parts must say the same."""
    for element in ElementTree.fromstring(_bare(text)).iter():
        if _ABOUT in element.attrib:
            return element.attrib[_ABOUT]
    return ""


def _without(text: str) -> str:
    """The packet without our recipe: our own block is cut out, any other form edited as XML."""
    text = _OURS.sub("", text)
    if _found(text) is None:
        return text
    for _, (prefix, address) in ElementTree.iterparse(BytesIO(_bare(text)), events=["start-ns"]):
        if not re.fullmatch(r"ns\d+", prefix):
            ElementTree.register_namespace(prefix, address)
    root = ElementTree.fromstring(_bare(text))
    for element in list(root.iter()):
        element.attrib.pop(_NAME, None)
        for child in element.findall(_NAME):
            element.remove(child)
    head, _, tail = _EMPTY.partition("<x:xmpmeta")
    closing = tail[tail.rindex("<?xpacket") :]
    return head + ElementTree.tostring(root, encoding="unicode") + closing
