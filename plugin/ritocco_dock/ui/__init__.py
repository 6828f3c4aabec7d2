"""The dock and its parts, one file each. Widgets only: what they mean is in `session`."""
