"""How much memory this process has held at most."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""Where a program has to start to import this."""


def peak() -> int:
    """Bytes, as Linux counts them since the program began.

    What `resource.getrusage` tells begins with the peak of the process that started this one.
    """
    status = Path("/proc/self/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024
