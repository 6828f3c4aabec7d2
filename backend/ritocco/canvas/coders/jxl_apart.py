"""A JPEG XL file from standard input as pixels on standard output: a program of its own.

python jxl_apart.py BYTES     the memory it may take, where the system lets it be said

It answers with the length of a head (4 bytes, little endian), the head (JSON), the profile, and
the pixels; or, where a JPEG was packed anew in the file, the JPEG. It ends with 1 where it cannot,
with `NO_DECODER` where the library is not installed.
"""

from __future__ import annotations

import json
import sys

NO_DECODER = 3


def main() -> int:
    """Read, decode, answer."""
    if sys.platform == "linux":
        import resource

        most = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        from pillow_jxl import Decoder
    except ModuleNotFoundError:
        return NO_DECODER

    data = sys.stdin.buffer.read()
    try:
        is_jpeg, info, body, profile, _ = Decoder(num_threads=2)(data)
    except (ValueError, RuntimeError, MemoryError, OSError):
        return 1
    profile = bytes(profile or b"")
    head = {"jpeg": is_jpeg, "profile": len(profile), "body": len(body)}
    if not is_jpeg:
        head |= {"width": info.width, "height": info.height, "mode": info.mode}
        head |= {"colours": info.num_channels, "alpha": info.has_alpha_channel}
    told = json.dumps(head).encode()
    for piece in (len(told).to_bytes(4, "little"), told, profile, body):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
