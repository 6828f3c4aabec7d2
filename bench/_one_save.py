"""A picture saved in a process of its own, to see its memory: `_one_save.py BODY SUFFIX`.

BODY is what easel sends. Prints JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from _resident import forget_peak, memory

from ritocco.server.bundle import saved
from ritocco.server.bundle_head import head_in


def main(sent: Path, suffix: str) -> None:
    forget_peak()
    before = memory("VmRSS")
    with sent.open("rb") as body:
        saved(head_in(body), body, suffix)
    print(json.dumps({"before": before, "peak": memory("VmHWM")}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
