"""Content-aware fill, held against a peer over many pictures."""
