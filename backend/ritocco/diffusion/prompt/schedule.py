"""Text that changes while sampling: `[from:to:when]`, `[to:when]`, `[from::when]`, `[a|b]`.

`when` is the number of steps for which the first text holds: whole numbers are steps, numbers
below 1 or with a decimal point are a share of all steps. `[a|b|c]` takes its turns step by
step. All of it nests. What is not well formed (another count of colons, a `when` that is no
number, brackets that do not pair) stays text, down to the innermost part that is well formed;
the A1111 web UI instead leaves the whole prompt as text where it meets a `|` it cannot place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

_TOKEN = re.compile(r"\\.|\\|[\[\]()|:]|[^\\\[\]()|:]+", re.DOTALL)
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
_CLOSES = {"[": "]", "(": ")"}


@dataclass(frozen=True, slots=True)
class _Timed:
    """`before` for the first `when` steps, then `after`."""

    before: list[_Node]
    after: list[_Node]
    when: int

    @property
    def options(self) -> list[list[_Node]]:
        return [self.before, self.after]

    def at(self, step: int) -> list[_Node]:
        return self.before if step < self.when else self.after


@dataclass(frozen=True, slots=True)
class _Turns:
    """One of the options at each step, in turn."""

    options: list[list[_Node]]

    def at(self, step: int) -> list[_Node]:
        return self.options[step % len(self.options)]


_Switch = _Timed | _Turns
_Node: TypeAlias = "str | list[_Node] | _Timed | _Turns"


@dataclass(slots=True)
class _Frame:
    """A bracket that is open: what it holds so far, parted by the separators of its own level.

    `whole` is lost once a bracket inside it does not pair.
    """

    bracket: str
    segments: list[list[_Node]] = field(default_factory=lambda: [[]])
    separators: list[str] = field(default_factory=list)
    whole: bool = True

    def add(self, node: _Node, *, whole: bool = True) -> None:
        self.segments[-1].append(node)
        self.whole = self.whole and whole

    def split(self, separator: str) -> None:
        self.separators.append(separator)
        self.segments.append([])

    def literal(self) -> list[_Node]:
        """What was read, as text, without the closing bracket."""
        nodes: list[_Node] = [self.bracket, self.segments[0]]
        for separator, segment in zip(self.separators, self.segments[1:], strict=True):
            nodes += (separator, segment)
        return nodes


def per_step(text: str, steps: int) -> tuple[str, ...]:
    """The text that holds at each of the steps (one at least), in order; never fails."""
    tree = _tree(text, steps)
    return tuple(_resolved(tree, step, _at_step) for step in range(steps))


def variants(text: str) -> tuple[str, ...]:
    """What may hold at one step or another, however many there are; each once.

    Switches beside each other take their turns together, so all that each of them says is there,
    and not every pair of it.
    """
    tree = _tree(text, 1)
    ways = _ways(tree)

    def taken(switch: _Switch, turn: int) -> tuple[list[_Node], int]:
        turn %= ways[id(switch)]
        for option in switch.options:
            if turn < ways[id(option)]:
                return option, turn
            turn -= ways[id(option)]
        raise AssertionError

    return tuple(dict.fromkeys(_resolved(tree, turn, taken) for turn in range(ways[id(tree)])))


def _ways(tree: list[_Node]) -> dict[int, int]:
    """In how many ways each list and switch of a tree can be read, by its identity."""
    ways: dict[int, int] = {}
    rest: list[tuple[_Node, bool]] = [(tree, False)]
    while rest:
        node, counted = rest.pop()
        inside = [] if isinstance(node, str) else node if isinstance(node, list) else node.options
        if counted:
            of_inside = [ways.get(id(inner), 1) for inner in inside]
            ways[id(node)] = max([1, *of_inside]) if isinstance(node, list) else sum(of_inside)
        elif not isinstance(node, str):
            rest += [(node, True), *((inner, False) for inner in inside)]
    return ways


def _at_step(switch: _Switch, step: int) -> tuple[list[_Node], int]:
    return switch.at(step), step


def _tree(text: str, steps: int) -> list[_Node]:
    stack = [_Frame("")]
    for match in _TOKEN.finditer(text):
        token, top = match[0], stack[-1]
        if token in _CLOSES:
            stack.append(_Frame(token))
        elif token in ("|", ":"):
            top.split(token)
        elif token not in ("]", ")"):
            top.add(token)
        elif token == _CLOSES.get(top.bracket):
            stack.pop()
            node, whole = _closed(top, steps)
            stack[-1].add(node, whole=whole)
        else:
            top.add(token, whole=False)
    while len(stack) > 1:
        unclosed = stack.pop()
        stack[-1].add(unclosed.literal(), whole=False)
    return stack[0].literal()


def _closed(frame: _Frame, steps: int) -> tuple[_Node, bool]:
    """What a pair of brackets means, and whether it was well formed."""
    separators = set(frame.separators)
    if frame.whole and frame.bracket == "[":
        if separators == {"|"}:
            return _Turns(frame.segments), True
        when = _when(frame.segments[-1], steps)
        if separators == {":"} and len(frame.segments) <= 3 and when is not None:
            before: list[_Node] = frame.segments[0] if len(frame.segments) == 3 else []
            return _Timed(before, frame.segments[-2], when), True
    plain = not separators if frame.bracket == "[" else frame.separators.count(":") <= 1
    return [*frame.literal(), _CLOSES[frame.bracket]], frame.whole and plain


def _when(nodes: list[_Node], steps: int) -> int | None:
    """The number of steps that a `when` means, 0 .. steps; None where it is not a number."""
    match nodes:
        case [str(text)] if _NUMBER.fullmatch(text):
            value = float(text)
            if "." in text or value < 1:
                value *= steps
            return int(max(0, min(steps, value)))
    return None


def _resolved(
    tree: list[_Node], turn: int, taken: Callable[[_Switch, int], tuple[list[_Node], int]]
) -> str:
    """The text at a turn: `taken` says which option of a switch, and the turn for what is in it.

    A loop and not a recursion: brackets nest without bound.
    """
    texts: list[str] = []
    rest: list[tuple[_Node, int]] = [(tree, turn)]
    while rest:
        node, now = rest.pop()
        if isinstance(node, str):
            texts.append(node)
        else:
            nodes, inner = (node, now) if isinstance(node, list) else taken(node, now)
            rest += [(one, inner) for one in nodes[::-1]]
    return "".join(texts)
