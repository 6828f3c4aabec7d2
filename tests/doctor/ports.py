"""A port for a test that needs one to stay free."""

import random
import socket
from contextlib import closing

LASTING = range(20_000, 32_000)
"""Below those that systems give to whoever asks for any: tests beside this one do."""


def lasting_port() -> int:
    """One of these that can be listened at, and the next one too."""
    while True:
        port = random.choice(LASTING)
        try:
            with closing(socket.socket()) as one, closing(socket.socket()) as next_one:
                one.bind(("127.0.0.1", port))
                next_one.bind(("127.0.0.1", port + 1))
        except OSError:
            continue
        return port
