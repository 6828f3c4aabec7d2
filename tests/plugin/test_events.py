"""The parser of server-sent events, whatever pieces the text comes in."""

import pytest

from ritocco_dock.net.events import Event, Parser

TEXT = (
    'retry: 250\r\n\r\nid: 5\nevent: done\ndata: {"a":\ndata:  "ż"}\n\n'
    ": a comment\n\ndata\rdata: x\r\rid: 6\n\n"
)
EVENTS = [Event("done", '{"a":\n "ż"}', "5"), Event("message", "\nx", "5")]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pieces_do_not_matter(size):
    parser, found, data = Parser(), [], TEXT.encode()
    for at in range(0, len(data), size):
        found += parser.feed(data[at : at + size])
    assert found == EVENTS
    assert parser.last_number == "6"
    assert parser.retry == 250


def test_what_was_cut_is_forgotten_and_the_number_kept():
    parser = Parser()
    parser.feed(b"id: 9\ndata: whole\n\ndata: ha")
    parser.restart()
    assert parser.feed(b"lf\n\ndata: next\n\n") == [Event("message", "next", "9")]
