"""Ctrl+Up and Ctrl+Down: which passage is weighed, and that nothing else in the prompt changes."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ritocco.diffusion.prompt.grammar import parse
from ritocco_dock.ui.weights import changed


def pressed(marked: str, up: bool = True, times: int = 1) -> str:
    """The prompt after the keys; `|` marks the caret, two of them a selection."""
    places = [place - nth for nth, place in enumerate(i for i, c in enumerate(marked) if c == "|")]
    text = marked.replace("|", "")
    anchor, caret = places[0], places[-1]
    for _ in range(times):
        edit = changed(text, anchor, caret, up)
        if edit is None:
            break
        text, anchor, caret = edit.applied(text), edit.anchor, edit.caret
    first, last = sorted((anchor, caret))
    if first == last:
        return text[:first] + "|" + text[first:]
    return text[:first] + "|" + text[first:last] + "|" + text[last:]


@pytest.mark.parametrize(
    ("before", "up", "after"),
    [
        ("a red| hat", True, "a (red|:1.1) hat"),
        ("a |red hat", False, "a (|red:0.9) hat"),
        ("a (re|d:1.1) hat", True, "a (re|d:1.2) hat"),
        ("a (re|d:1.1) hat", False, "a re|d hat"),
        ("a (re|d:0.9) hat", True, "a re|d hat"),
        ("a (red| hat:1.1), dog", False, "a |red hat|, dog"),
        ("a (re|d) hat", True, "a (re|d:1.2) hat"),
        ("a (re|d) hat", False, "a re|d hat"),
        ("a ((re|d)) hat", True, "a ((re|d:1.2)) hat"),
        ("(a (b|ig:1.2) hat:1.3)", True, "(a (b|ig:1.3) hat:1.3)"),
        ("(a| (big:1.2) hat:1.3)", True, "(a| (big:1.2) hat:1.4)"),
        ("(a |(big:1.2) hat|:1.3)", True, "(a (|(big:1.2) hat|:1.1):1.3)"),
        ("|red hat|, dog", True, "(|red hat|:1.1), dog"),
        ("| red hat |, dog", True, " (|red hat|:1.1) , dog"),
        ("(|red hat|:1.1), dog", True, "(|red hat|:1.2), dog"),
        ("|(red hat:1.1)|, dog", False, "|red hat|, dog"),
        ("a |(red h|at:1.1), dog", True, "a (|red hat|:1.2), dog"),
        ("a| (red h|at:1.1), dog", True, "a (|red hat|:1.2), dog"),
        ("|a (red h|at:1.1), dog", True, "(|a (red hat:1.1)|:1.1), dog"),
        (r"smile |:\)|, dog", True, r"smile (|:\)|:1.1), dog"),
        (r"\(styl|ised\)", True, r"(\(styl|ised\):1.1)"),
        ("[dul|l] sky", False, "[(dul|l:0.9)] sky"),
        ("[cat:d|og:0.5]", True, "[cat:(d|og:1.1):0.5]"),
        ("<lora:pap|er:0.8>, x", True, "<lora:pap|er:0.85>, x"),
        ("<lora:paper:0.8|>, x", False, "<lora:paper:|0.75>, x"),
        ("<lora:pap|er>", True, "<lora:pap|er:1.05>"),
        ("well-lit. |", True, "well-lit. |"),
        ("well-lit|.", True, "(well-lit|:1.1)."),
        ("|a cat AND a dog|", True, "|a cat AND a dog|"),
        ("(a |cat), (do|g)", True, "(|(a cat), (dog)|:1.1)"),
        ("a |b ( c|", True, "a |b ( c|"),
        ("((ratio 16:9|:1.1))", False, "((ratio 16:9|:1))"),
        ("", True, "|"),
    ],
)
def test_the_passage_an_artist_means_is_weighed(before: str, up: bool, after: str):
    assert pressed(before if "|" in before else "|" + before, up) == after


def test_weights_stop_at_their_bounds_and_keep_what_an_artist_typed_beyond():
    assert pressed("ca|t", up=True, times=99) == "(ca|t:3)"
    assert pressed("ca|t", up=False, times=99) == "(ca|t:0.1)"
    assert pressed("(ca|t:7)", up=True) == "(ca|t:7)"
    assert pressed("(ca|t:3.05)", up=False) == "(ca|t:2.95)"


WORDS = st.lists(st.from_regex(r"[a-zé]{1,6}", fullmatch=True), min_size=1, max_size=4).map(
    " ".join
)


def _bracketed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    weighted = st.tuples(inner, st.sampled_from(["", ":1.1", ":0.9", ":1.25", ":2"]))
    return st.one_of(
        weighted.map(lambda one: f"({one[0]}{one[1]})"),
        inner.map(lambda one: f"[{one}]"),
        inner.map(lambda one: f"\\({one}\\)"),
        st.tuples(inner, inner).map(", ".join),
    )


PROMPTS = st.recursive(WORDS, _bracketed, max_leaves=6)


def meaning(text: str) -> list[tuple[str, float]]:
    """Each character with its weight, as the backend reads the prompt."""
    return [(char, one.weight) for section in parse(text) for one in section for char in one.text]


@given(prompt=PROMPTS, data=st.data(), up=st.booleans())
def test_only_weights_change_and_all_in_one_direction(prompt: str, data: st.DataObject, up: bool):
    anchor = data.draw(st.integers(0, len(prompt)))
    caret = data.draw(st.one_of(st.just(anchor), st.integers(0, len(prompt))))
    edit = changed(prompt, anchor, caret, up)
    assume(edit is not None)
    after = edit.applied(prompt)
    before, now = meaning(prompt), meaning(after)
    assert [char for char, _ in now] == [char for char, _ in before]
    ratios = [new / old for (_, new), (_, old) in zip(now, before, strict=True)]
    moved = [ratio for ratio in ratios if abs(ratio - 1) > 1e-9]
    assert moved
    assert all(ratio > 1 for ratio in moved) if up else all(ratio < 1 for ratio in moved)
    assert max(moved) - min(moved) < 1e-9
    assert 0 <= edit.anchor <= len(after)
    assert 0 <= edit.caret <= len(after)


@given(prompt=PROMPTS, data=st.data(), up=st.booleans())
def test_the_other_key_takes_a_step_back(prompt: str, data: st.DataObject, up: bool):
    caret = data.draw(st.integers(0, len(prompt)))
    edit = changed(prompt, caret, caret, up)
    assume(edit is not None)
    after = edit.applied(prompt)
    assume(len(after) >= len(prompt))  # brackets of weight 1 are gone, whatever was around them
    back = changed(after, edit.anchor, edit.caret, not up)
    assert back is not None
    for (char, weight), (other, old) in zip(
        meaning(back.applied(after)), meaning(prompt), strict=True
    ):
        assert char == other
        assert weight == pytest.approx(old)


@given(text=st.text(alphabet="ab ()[]<>:.,1\\|\nlora", max_size=30), data=st.data())
def test_no_text_breaks_it(text: str, data: st.DataObject):
    anchor = data.draw(st.integers(0, len(text)))
    caret = data.draw(st.integers(0, len(text)))
    edit = changed(text, anchor, caret, data.draw(st.booleans()))
    if edit is not None:
        after = edit.applied(text)
        assert 0 <= min(edit.anchor, edit.caret) <= max(edit.anchor, edit.caret) <= len(after)
