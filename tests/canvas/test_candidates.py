from threading import Event

import numpy as np
import pytest

from ritocco.canvas import candidates as module
from ritocco.canvas.candidates import STARTS, repeated
from ritocco.canvas.montage import Montage
from ritocco.canvas.padding import Padding, pad
from ritocco.errors import Cancelled
from ritocco.watch import Watch


def meadow():
    """Noise in three sizes, with a hole."""
    random = np.random.default_rng(5)
    light = sum(
        np.kron(random.random((72 // size, 96 // size)), np.ones((size, size))) / 4
        for size in (1, 3, 12)
    )
    pixels = np.stack([light * 0.6, light, light * 0.4], axis=2).astype(np.float32)
    known = np.ones((72, 96), np.bool_)
    known[20:50, 30:66] = False
    return pixels * known[..., None], known


def test_each_candidate_is_another_and_the_first_comes_after_the_last():
    pixels, known = meadow()
    padding = Padding.of(pixels, known, 0, Watch())
    found = [padding.chosen(number, Watch()) for number in range(len(STARTS))]
    assert len({fill.tobytes() for fill in found}) > 2
    for fill in found:
        assert np.array_equal(fill[known], pixels[known])
    assert np.array_equal(padding.chosen(len(STARTS), Watch()), found[0])
    # Asked for in another order, of another maker: the same.
    other = Padding.of(pixels, known, 0, Watch())
    assert np.array_equal(other.chosen(3, Watch()), found[3])
    assert np.array_equal(other.chosen(0, Watch()), found[0])


def test_no_candidate_comes_twice_where_two_begin_at_the_same_size():
    pixels, known = meadow()
    pixels, known = pixels[:60, :78], known[:60, :78]  # is not halved for 80 px, nor for 160
    padding = Padding.of(pixels, known, 0, Watch())
    found = {padding.chosen(number, Watch()).tobytes() for number in range(len(STARTS))}
    assert len(found) == len(STARTS)


def test_the_better_of_the_first_two_comes_first(monkeypatch):
    pixels, known = meadow()
    usual = Padding.of(pixels, known, 0, Watch()).usual(Watch())
    assert np.array_equal(usual, pad(pixels, known, 0, Watch()))
    for told, place in (((1.0, 2.0), 0), ((2.0, 1.0), 1)):
        numbers = iter(told)
        monkeypatch.setattr(module, "joins", lambda *words, of=numbers: next(of))
        padding = Padding.of(pixels, known, 0, Watch())
        assert np.array_equal(padding.chosen(place, Watch()), usual)


def test_another_is_not_drafted_again(monkeypatch):
    pixels, known = meadow()
    padding = Padding.of(pixels, known, 0, Watch())
    padding.chosen(0, Watch())
    monkeypatch.setattr(module, "joins", None)  # which every draft is judged by
    padding.chosen(1, Watch())
    with pytest.raises(TypeError):
        padding.chosen(2, Watch())


def test_what_is_shown_twice_is_counted():
    labels = np.full((4, 6), -1, np.int32)
    labels[0, 2:6] = [0, 1, 1, 0]
    # Sources in row 2, columns 0, 0, 1 and 3.
    assert repeated(Montage(np.array([[2, -2], [2, -3]]), labels)) == 0.5
    assert repeated(Montage(np.array([[1, 0]]), np.full((2, 2), -1, np.int32))) == 0


def test_too_little_to_copy_from_is_a_smooth_transition_whatever_is_asked():
    pixels = np.linspace(0, 1, 5 * 40 * 3, dtype=np.float32).reshape(5, 40, 3)
    known = np.ones((5, 40), np.bool_)
    known[:, 10:20] = False
    padding = Padding.of(pixels, known, 0, Watch())
    assert np.array_equal(padding.chosen(0, Watch()), padding.usual(Watch()))
    assert np.array_equal(padding.chosen(4, Watch()), padding.usual(Watch()))


def test_progress_only_grows_and_cancel_is_heard():
    pixels, known = meadow()
    shares: list[float] = []
    watch = Watch(lambda share, text: shares.append(share))
    Padding.of(pixels, known, 0, watch.part(0.0, 0.1)).chosen(3, watch.part(0.1, 1.0))
    assert shares == sorted(shares)
    cancelled = Event()
    padding = Padding.of(pixels, known, 0, Watch())
    cancelled.set()
    with pytest.raises(Cancelled):
        padding.chosen(0, Watch(cancelled=cancelled))
    assert padding.chosen(0, Watch()).shape == pixels.shape
