"""Emphasis, escapes, BREAK and AND."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.diffusion.prompt.grammar import HEAVIEST, Segment, escape, members, parse

ANY = st.text(max_size=60) | st.text(alphabet="ab ()[]\\:|.,0123456789-BREAKND", max_size=60)
PLAIN = st.text(
    alphabet=st.characters(blacklist_characters="()[]\\:|", blacklist_categories=["Cs"]),
    min_size=1,
    max_size=40,
).filter(lambda text: "BREAK" not in text and "AND" not in text)


def flat(text: str) -> list[tuple[str, float]]:
    (section,) = parse(text)
    return [(part, round(weight, 6)) for part, weight in section]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a cat", [("a cat", 1)]),
        ("(a)", [("a", 1.1)]),
        ("((a))", [("a", 1.21)]),
        ("[a]", [("a", 0.909091)]),
        ("[[a]]", [("a", 0.826446)]),
        ("(a:1.2)", [("a", 1.2)]),
        ("(a:.5)", [("a", 0.5)]),
        ("(a: 2. )", [("a", 2)]),
        ("(a:-1)", [("a", -1)]),
        ("(a:0)", [("a", 0)]),
        ("(((house:1.3)))", [("house", 1.573)]),
        ("((a:1.5) b:1.2)", [("a", 1.8), (" b", 1.2)]),
        ("(a [b] c)", [("a ", 1.1), ("b", 1), (" c", 1.1)]),
        ("a (b", [("a ", 1), ("b", 1.1)]),
        ("a [b", [("a ", 1), ("b", 0.909091)]),
        ("((a", [("a", 1.21)]),
        ("a) b", [("a) b", 1)]),
        ("a] b", [("a] b", 1)]),
        ("a:1.2) b", [("a:1.2) b", 1)]),
        ("(a:b)", [("a:b", 1.1)]),
        ("(a:)", [("a:", 1.1)]),
        ("(a:1.2.3)", [("a:1.2.3", 1.1)]),
        ("[a:1.2]", [("a:1.2", 0.909091)]),
        ("(a:1.2", [("a:1.2", 1.1)]),
        ("([a)]", [("a", 1)]),
        (r"\(a\)", [("(a)", 1)]),
        (r"\[a\]", [("[a]", 1)]),
        (r"a\\b", [("a\\b", 1)]),
        (r"(a \(b\):1.3)", [("a (b)", 1.3)]),
        (r"(a\:1.3)", [("a:1.3", 1.1)]),
        (r"a\b", [("ab", 1)]),
        ("a\\", [("a", 1)]),
        ("()a()b", [("ab", 1)]),
        (
            "a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
            [
                ("a ", 1),
                ("house", 1.573),
                (" ", 1.1),
                ("on", 1),
                (" a ", 1.1),
                ("hill", 0.55),
                (", sun, ", 1.1),
                ("sky", 1.4641),
                (".", 1.1),
            ],
        ),
    ],
)
def test_examples(text: str, expected: list[tuple[str, float]]) -> None:
    assert [part for part in flat(text) if part[0]] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a BREAK b", ["a", "b"]),
        ("a\nBREAK\n\nb", ["a", "b"]),
        ("BREAK b", ["", "b"]),
        ("a BREAK", ["a", ""]),
        ("a BREAK BREAK b", ["a", "", "b"]),
        ("BREAKFAST break", ["BREAKFAST break"]),
        ("(a)BREAK[b]", ["a", "b"]),
    ],
)
def test_break(text: str, expected: list[str]) -> None:
    assert ["".join(part for part, _ in section) for section in parse(text)] == expected


def test_break_inside_brackets_keeps_their_weight() -> None:
    assert parse("(a BREAK b:1.5)") == ((Segment("a", 1.5),), (Segment("b", 1.5),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat", [("a cat", 1)]),
        ("a cat:0.7", [("a cat:0.7", 1)]),
        ("a cat AND a dog:0.7", [("a cat ", 1), (" a dog", 0.7)]),
        ("a : -1.5 AND b:2 AND c", [("a", -1.5), (" b", 2), (" c", 1)]),
        ("a:b AND c:d:0.5", [("a:b ", 1), (" c:d", 0.5)]),
        ("(a:1.2) AND b", [("(a:1.2) ", 1), (" b", 1)]),
        ("SAND and HAND", [("SAND and HAND", 1)]),
        ("a AND", [("a ", 1), ("", 1)]),
    ],
)
def test_members(text: str, expected: list[tuple[str, float]]) -> None:
    assert list(members(text)) == expected


@given(ANY)
def test_any_text_parses(text: str) -> None:
    sections = parse(text)
    assert sections
    for section in sections:
        for (_, one), (_, other) in pairwise(section):
            assert one != other
        assert all(-HEAVIEST <= weight <= HEAVIEST for _, weight in section)
    assert members(text)


@given(PLAIN)
def test_plain_text_is_itself(text: str) -> None:
    assert parse(text) == ((Segment(text, 1.0),),)
    assert members(text) == ((text, 1.0),)


@given(st.text(min_size=1, max_size=40).filter(lambda text: "BREAK" not in text))
def test_escapes_round_trip(text: str) -> None:
    assert parse(escape(text)) == ((Segment(text, 1.0),),)


@given(st.lists(st.sampled_from([None, 0.5, 0.8, 1.25, 2.0, -1.5]), max_size=6), st.integers(0, 4))
def test_nested_weights_multiply(weights: list[float | None], squares: int) -> None:
    text, expected = "x", 1.0
    for weight in weights:
        text = f"({text})" if weight is None else f"({text}:{weight})"
        expected *= 1.1 if weight is None else weight
    text, expected = "[" * squares + text + "]" * squares, expected / 1.1**squares
    ((segment,),) = parse(text)
    assert segment.text == "x"
    assert segment.weight == pytest.approx(expected)


@given(PLAIN, st.integers(1, 5))
def test_unclosed_holds_to_the_end(text: str, depth: int) -> None:
    ((segment,),) = parse("(" * depth + text)
    assert segment == (text, pytest.approx(1.1**depth))


def test_deep_and_long_prompts_are_read() -> None:
    """bench/promptness.py has the time."""
    size = 50_000
    for text in ("(" * size, "(" * size + ")" * size, " " * size, ": " * size):
        assert len(parse(text)) == 1
        assert len(members(text)) == 1
    assert len(parse("a BREAK " * 5000)) == 5001


def test_the_grammar_needs_no_torch() -> None:
    code = (
        "import sys; from ritocco.diffusion.prompt import chunks, grammar, schedule, tokens; "
        "from ritocco.webui import infotext; "
        "assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
