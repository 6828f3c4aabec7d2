"""75 tokens at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.diffusion.prompt.chunks import BACKTRACK, CHUNK, Chunk, Weighted, chunked

COMMA, WORD = 267, 1
IDS = {",": (COMMA,), "x": (WORD,), "E": tuple(range(-30, 0)), "W": tuple(range(-75, 0))}
WEIGHT = st.sampled_from([1.0, 1.5])
WORDS = st.tuples(st.sampled_from([(one,) for one in (COMMA, 1, 2, 3, 4, 5, 6)]), WEIGHT)
TOGETHER = st.tuples(st.integers(1, CHUNK).map(lambda n: tuple(range(-n, 0))), WEIGHT)
TOKEN = WORDS | WORDS | WORDS | TOGETHER


def lengths(*sections: str) -> list[int]:
    """Chunk lengths of sections spelled in `x` (a word), `,`, `E` and `W` (30 and 75 vectors)."""
    spelled = [[(IDS[one], 1.0) for one in section] for section in sections]
    return [len(chunk.ids) for chunk in chunked(spelled, COMMA)]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ([""], [0]),
        (["x" * 75], [75]),
        (["x" * 76], [75, 1]),
        (["x" * 150], [75, 75]),
        (["x" * 60 + "," + "x" * 20], [61, 20]),
        (["x" * 60 + "," + "x" * 14], [75]),
        (["x" * 54 + "," + "x" * 30], [75, 10]),  # the comma is 21 tokens back
        (["x" * 55 + "," + "x" * 30], [56, 30]),
        (["x" * 74 + "," + "x" * 3], [75, 3]),
        (["x" * 75 + "," + "x" * 3], [75, 4]),
        (["x" * 60 + ",xx," + "x" * 20], [64, 20]),
        (["xx", "xxx"], [2, 3]),
        (["", "x"], [0, 1]),
        (["x", ""], [1]),
        (["x", "", "x"], [1, 0, 1]),
        (["x", "", ""], [1, 0]),
        (["x" * 75, "x"], [75, 1]),
        (["x" * 70 + ",", "x" * 76], [71, 75, 1]),  # a comma counts in its own section only
        (["x" * 45 + "E"], [75]),
        (["x" * 46 + "E"], [46, 30]),
        (["W"], [75]),
        (["WxW"], [75, 1, 75]),
        (["x" * 43 + ",xx" + "E"], [46, 30]),  # a phrase is parted, as by the web UI
        (["x" * 60 + "," + "x" * 14 + "E"], [61, 44]),
        (["x" * 60 + "," + "x" * 14 + "W"], [61, 14, 75]),
        (["EE" + "xxx,E" + "x" * 50], [64, 75, 5]),
    ],
)
def test_examples(sections: list[str], expected: list[int]) -> None:
    assert lengths(*sections) == expected


def test_no_section_is_one_empty_chunk() -> None:
    assert chunked([], COMMA) == (Chunk(),)


@given(st.lists(st.lists(TOKEN, max_size=200), min_size=1, max_size=3))
def test_nothing_is_lost_and_no_chunk_is_too_long(sections: list[list[Weighted]]) -> None:
    chunks = chunked(sections, COMMA)
    found = [pair for chunk in chunks for pair in zip(chunk.ids, chunk.weights, strict=True)]
    given = [[(one, weight) for ids, weight in section for one in ids] for section in sections]
    assert found == [pair for section in given for pair in section]
    assert all(len(chunk.ids) <= CHUNK for chunk in chunks)
    assert len(chunks) >= max(1, sum(-(-len(section) // CHUNK) for section in given))
    if all(len(ids) == 1 for section in sections for ids, _ in section):
        most = sum(len(section) // (CHUNK - BACKTRACK) + 1 for section in given)
        assert len(chunks) <= most


@given(st.lists(TOKEN, max_size=100))
def test_no_vectors_are_parted(section: list[Weighted]) -> None:
    chunks = chunked([section], COMMA)
    ends = {0}
    for chunk in chunks:
        ends.add(max(ends) + len(chunk.ids))
    at = 0
    for ids, _ in section:
        assert not ends & set(range(at + 1, at + len(ids)))
        at += len(ids)


@given(st.lists(WORDS, max_size=75))
def test_frames(weighted: list[Weighted]) -> None:
    (chunk,) = chunked([weighted], COMMA)
    tokens = [(ids[0], weight) for ids, weight in weighted]
    framed = chunk.framed(100, 101, 0)
    assert len(framed) == len(chunk.emphasis) == 77
    assert framed[0] == 100
    assert framed[len(tokens) + 1] == 101
    assert list(framed[1 : len(tokens) + 1]) == [token for token, _ in tokens]
    assert set(framed[len(tokens) + 2 :]) <= {0}
    assert chunk.emphasis[1 : len(tokens) + 1] == chunk.weights
