"""Texts that change while sampling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.diffusion.prompt.schedule import per_step

ANY = st.text(max_size=60) | st.text(alphabet="ab []()|:\\0.5", max_size=60)


def runs(text: str, steps: int = 10) -> list[tuple[int, str]]:
    """(last step, counted from 1, and text) of each run of equal texts."""
    texts = per_step(text, steps)
    ends = [at for at in range(1, steps) if texts[at] != texts[at - 1]] + [steps]
    return [(end, texts[end - 1]) for end in ends]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("test", [(10, "test")]),
        ("a [b:3]", [(3, "a "), (10, "a b")]),
        ("a [b: 3 ]", [(3, "a "), (10, "a b")]),
        ("a [b::3]", [(3, "a b"), (10, "a ")]),
        ("[a:b:0.5]", [(5, "a"), (10, "b")]),
        ("[a:b:.25]", [(2, "a"), (10, "b")]),
        ("[a:b:1.0]", [(10, "a")]),
        ("[a:b:1]", [(1, "a"), (10, "b")]),
        ("[a:b:0]", [(10, "b")]),
        ("[a:b:-2]", [(10, "b")]),
        ("[a:b:99]", [(10, "a")]),
        ("[a:b:1e999]", [(10, "a")]),
        ("[a:b:-1e999]", [(10, "b")]),
        ("[:b:4]", [(4, ""), (10, "b")]),
        ("[::4]", [(10, "")]),
        ("a [[[b]]:2]", [(2, "a "), (10, "a [[b]]")]),
        ("[(a:2):3]", [(3, ""), (10, "(a:2)")]),
        ("[[a:b:2]:c:6]", [(2, "a"), (6, "b"), (10, "c")]),
        ("[a:[b:c:6]:2]", [(2, "a"), (6, "b"), (10, "c")]),
        ("([a:b:5]:1.2)", [(5, "(a:1.2)"), (10, "(b:1.2)")]),
        ("[a:1.2]", [(10, "")]),
        ("[fe|]male", [(at, "female" if at % 2 else "male") for at in range(1, 11)]),
        ("[a|b|c]", [(at, "cab"[at % 3]) for at in range(1, 11)]),
        ("[a:[b|c]:8]", [(8, "a"), (9, "b"), (10, "c")]),
        ("[[a|b]|c]", [(at, "ac"[(at - 1) % 2]) for at in range(1, 11)]),
        # broken, so text
        ("[a:b]", [(10, "[a:b]")]),
        ("[a:b:c]", [(10, "[a:b:c]")]),
        ("[a:b:c:5]", [(10, "[a:b:c:5]")]),
        ("[a|b:5]", [(10, "[a|b:5]")]),
        ("[a (b:c:5]", [(10, "[a (b:c:5]")]),
        ("[a):b:5]", [(10, "[a):b:5]")]),
        ("[a:b:5", [(10, "[a:b:5")]),
        ("a | b", [(10, "a | b")]),
        ("(a|b)", [(10, "(a|b)")]),
        ("[x] (y) [", [(10, "[x] (y) [")]),
        ("a: [b:c:5] ) \\", [(5, "a: b ) \\"), (10, "a: c ) \\")]),
        ("[a:b:c [d:e:5]", [(5, "[a:b:c d"), (10, "[a:b:c e")]),
        # escapes hide what they escape, and stay for the emphasis
        (r"\[a:b:5\]", [(10, r"\[a:b:5\]")]),
        (r"[a\|b|c\]]", [(at, r"a\|b" if at % 2 else r"c\]") for at in range(1, 11)]),
        (r"[a\:b::5]", [(5, r"a\:b"), (10, "")]),
        (r"\\[a::5]", [(5, r"\\a"), (10, r"\\")]),
    ],
)
def test_examples(text: str, expected: list[tuple[int, str]]) -> None:
    assert runs(text) == expected


def test_shares_round_down() -> None:
    assert runs("[a:b:0.5]", 25) == [(12, "a"), (25, "b")]
    assert per_step("[a:b:0.5]", 1) == ("b",)


@given(ANY, st.integers(1, 30))
def test_any_text_has_one_text_per_step(text: str, steps: int) -> None:
    assert len(per_step(text, steps)) == steps


@given(st.text(max_size=60), st.integers(1, 5))
def test_text_without_square_brackets_never_changes(text: str, steps: int) -> None:
    text = text.replace("[", "").replace("]", "")
    assert set(per_step(text, steps)) == {text}


@given(ANY, st.text(alphabet="xyz ", max_size=5), st.integers(0, 12))
def test_wrapping_chooses_between_the_texts(text: str, other: str, when: int) -> None:
    """[x:y:n] is x for n steps and y after, whatever well formed x is."""
    inner = per_step("(" + text + ")", 10)
    outer = per_step(f"[({text}):{other}:{when}]", 10)
    if outer[-1] == other and when < 10:  # it was well formed
        assert outer == (*inner[:when], *[other] * (10 - when))


def test_deep_and_long_prompts_are_read() -> None:
    """bench/promptness.py has the time."""
    size = 10_000
    for text in ("[" * size, "(" * size + ")" * size):
        assert per_step(text, 4) == (text,) * 4
    assert per_step("[a|b]" * size, 2) == ("a" * size, "b" * size)
    assert per_step("[" * 5000 + "a" + ":b:0]" * 5000, 1) == ("b",)
