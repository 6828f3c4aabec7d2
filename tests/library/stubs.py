"""Files of adapters, as far as names and sums go."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path


def safetensors(path: Path, weights: bytes = b"\0\0\0\0", **metadata: str) -> str:
    """Write a file of one vector of float32 with these notes; the sum of it all."""
    entry = {"dtype": "F32", "shape": [len(weights) // 4], "data_offsets": [0, len(weights)]}
    header = json.dumps({"__metadata__": metadata, "x": entry}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(header).to_bytes(8, "little") + header + weights)
    return sha256(path.read_bytes()).hexdigest()


def embedding(path: Path, width: int = 768) -> str:
    """Write two vectors for a text encoder of this width; the sum of the file."""
    entry = {"dtype": "F32", "shape": [2, width], "data_offsets": [0, 8 * width]}
    header = json.dumps({"emb_params": entry}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(8 * width))
    return sha256(path.read_bytes()).hexdigest()
