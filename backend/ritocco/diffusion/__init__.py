"""Stable Diffusion on diffusers' parts, with a loop of our own.

transformers imports torchvision wherever it finds it, for picture processors that nothing here
uses; and a torchvision for another build of torch (PyPI's, beside a CPU build) does not load, and
would take the text encoders with it. So it is not found: an entry of None in `sys.modules` is
Python's own way to say that a module is not here. Whoever imports diffusers or transformers is in
this room, or comes through it.
"""

import sys

sys.modules.setdefault("torchvision", None)  # type: ignore[arg-type]
