"""Changing the weight of a word or a passage in a prompt: `(word:1.2)`, `<lora:name:0.8>`.

Text in, edit out: no widget. The grammar is that of the A1111 web UI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

IMPLICIT = 1.1
"""Weight of brackets that name none: `(word)`."""
STEP = 0.1
TAG_STEP = 0.05
LEAST, MOST = 0.1, 3.0
"""Bounds that a step does not cross; beyond them pictures fall apart."""
TAG_LEAST, TAG_MOST = -2.0, 2.0

_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_ESCAPE = r"\\[()\[\]\\:|]"
_MARK = re.compile(
    rf"(?P<escape>{_ESCAPE})|(?P<open>[(\[])|:\s*(?P<weight>{_NUMBER})\s*\)|(?P<close>[)\]])"
)
_TAG = re.compile(rf"<[^<>:]+:[^<>:]+:\s*(?P<weight>{_NUMBER})\s*(?::[^<>]*)?>")
_TAG_NO_WEIGHT = re.compile(r"<(?:lora|lyco|hypernet):[^<>:]+(?P<end>>)")
_WORD = re.compile(r"""(?:\\[()\[\]\\:|]|[^\s,;:()\[\]{}<>|"\\])+""")
_JOINS = re.compile(r"\b(?:AND|BREAK)\b")
_ENDS_LIKE_WEIGHT = re.compile(rf":\s*{_NUMBER}\s*\Z")
_CLOSES = re.compile(r"\s*\)")


@dataclass(frozen=True)
class TextChange:
    """Put `text` in place of `start`..`end`, then select `anchor`..`caret` of the new prompt."""

    start: int
    end: int
    text: str
    anchor: int
    caret: int

    def applied(self, whole: str) -> str:
        """The whole prompt after the edit."""
        return whole[: self.start] + self.text + whole[self.end :]


@dataclass(frozen=True)
class _Group:
    """A pair of brackets: `start`..`end` with them, `inner`..`tail` the text between."""

    start: int
    inner: int
    tail: int
    end: int
    weight: float


def changed(text: str, anchor: int, caret: int, up: bool) -> TextChange | None:
    """One step more or less weight for the selection, or for what the caret is in.

    Without a selection that is the `<lora:...>` tag, the innermost brackets, or the word at
    the caret. A selection that cuts through brackets is widened until it holds them whole.
    None where there is nothing to weigh, or the weight is at its bound.
    """
    start, end = sorted((anchor, caret))
    tag = _tag_at(text, start, end)
    if tag is not None:
        return _tag_edit(tag, anchor, caret, up)
    groups, squares, stray = _groups(text)
    start, end = _trimmed(text, start, end)
    if start < end:
        return _selection_edit(text, (start, end), groups, squares, stray, up)
    around = [group for group in groups if group.start < caret < group.end]
    if around:
        innermost = min(around, key=lambda group: group.end - group.start)
        return _group_edit(text, innermost, (anchor, caret), up)
    word = _word_at(text, caret)
    if word is not None:
        return _wrap_edit(text, *word, (anchor, caret), up)
    beside = [group for group in groups if caret in (group.start, group.end)]
    return _group_edit(text, beside[0], (anchor, caret), up) if beside else None


def _groups(text: str) -> tuple[list[_Group], list[_Group], list[int]]:
    """Pairs of round brackets, pairs of square ones, and places of those without a partner.

    Round and square brackets are matched apart from each other, as the backend does.
    """
    groups: dict[str, list[_Group]] = {"(": [], "[": []}
    opened: dict[str, list[int]] = {"(": [], "[": []}
    stray: list[int] = []
    for mark in _MARK.finditer(text):
        kind = {")": "(", "]": "["}.get(mark[0][-1], "")
        if mark["open"]:
            opened[mark["open"]].append(mark.start())
        elif mark["escape"] is None and opened[kind]:
            start = opened[kind].pop()
            weight = float(mark["weight"]) if mark["weight"] else IMPLICIT
            groups[kind].append(_Group(start, start + 1, mark.start(), mark.end(), weight))
        elif mark["escape"] is None:
            stray.append(mark.end() - 1)
    return groups["("], groups["["], [*stray, *opened["("], *opened["["]]


def _tag_at(text: str, start: int, end: int) -> re.Match[str] | None:
    tags = (*_TAG.finditer(text), *_TAG_NO_WEIGHT.finditer(text))
    return next((tag for tag in tags if tag.start() <= start and end <= tag.end()), None)


def _tag_edit(tag: re.Match[str], anchor: int, caret: int, up: bool) -> TextChange | None:
    says = "weight" in tag.re.groupindex
    place = tag.span("weight") if says else (tag.end() - 1, tag.end() - 1)
    before = float(tag["weight"]) if says else 1.0
    after = _stepped(before, TAG_STEP if up else -TAG_STEP, TAG_LEAST, TAG_MOST)
    if after is None:
        return None
    number = _written(after) if says else f":{_written(after)}"
    return TextChange(*place, number, min(anchor, place[0]), min(caret, place[0]))


def _selection_edit(
    text: str,
    selected: tuple[int, int],
    groups: list[_Group],
    squares: list[_Group],
    stray: list[int],
    up: bool,
) -> TextChange | None:
    start, end = selected
    for escape in re.finditer(_ESCAPE, text):
        start = escape.start() if start == escape.start() + 1 else start
        end = escape.end() if end == escape.start() + 1 else end
    start, end = _balanced(start, end, groups + squares)
    for group in groups:
        if (start, end) in ((group.start, group.end), _trimmed(text, group.inner, group.tail)):
            return _group_edit(text, group, (group.inner, group.tail), up)
    if any(start <= place < end for place in stray):
        return None
    return _wrap_edit(text, start, end, (start, end), up)


def _balanced(start: int, end: int, groups: list[_Group]) -> tuple[int, int]:
    """The selection widened until it holds each pair of brackets it touches as a whole."""
    grew = True
    while grew:
        grew = False
        for group in groups:
            outside = end <= group.start or group.end <= start
            within = group.inner <= start and end <= group.tail
            around = start <= group.start and group.end <= end
            if not (outside or within or around):
                start, end, grew = min(start, group.start), max(end, group.end), True
    return start, end


def _group_edit(text: str, group: _Group, selected: tuple[int, int], up: bool) -> TextChange | None:
    after = _stepped(group.weight, STEP if up else -STEP, LEAST, MOST)
    if after is None:
        return None
    inner = text[group.inner : group.tail]
    anchor, caret = (min(max(place, group.inner), group.tail) for place in selected)
    # Without its brackets "(16:9:1.1)" would lend its 9 to brackets around it.
    needed = _ENDS_LIKE_WEIGHT.search(inner) and _CLOSES.match(text, group.end)
    if after == 1 and not needed:
        if anchor == caret and _word_at(inner, 0) != (0, len(inner)):
            # Selected, so that the other key finds the passage again.
            return TextChange(group.start, group.end, inner, group.start, group.start + len(inner))
        return TextChange(group.start, group.end, inner, anchor - 1, caret - 1)
    return TextChange(group.tail, group.end, f":{_written(after)})", anchor, caret)


def _wrap_edit(
    text: str, start: int, end: int, selected: tuple[int, int], up: bool
) -> TextChange | None:
    inner = text[start:end]
    lone = len(inner) - len(inner.rstrip("\\"))
    if _JOINS.search(inner) or lone % 2:
        return None
    wrapped = f"({inner}:{_written(1 + (STEP if up else -STEP))})"
    return TextChange(start, end, wrapped, selected[0] + 1, selected[1] + 1)


def _word_at(text: str, caret: int) -> tuple[int, int] | None:
    for word in _WORD.finditer(text):
        start, end = word.span()
        while start < end and text[end - 1] in ".!?":
            end -= 1
        if start <= caret <= end and start < end:
            return start, end
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _stepped(weight: float, step: float, least: float, most: float) -> float | None:
    """The next weight on the grid; None where it would leave the bounds."""
    after = round(weight + step, 2)
    leaves = after > most if step > 0 else after < least
    return None if leaves else after


def _written(weight: float) -> str:
    return f"{weight:.2f}".rstrip("0").rstrip(".")
