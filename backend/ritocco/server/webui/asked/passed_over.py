"""Numbers of a request that our samplers have no seat for: told where they would count."""

from __future__ import annotations

from ritocco.sentence import Sentence
from ritocco.server.webui.asked.requests import Painting

_ANCESTRAL = 1.0
"""What every sampler that adds noise as it goes has for eta; the others take none."""
_COUNTS_FROM = {"s_churn": 0.0, "s_noise": 1.0, "s_min_uncond": 0.0}
"""Fields and the value with which they do nothing."""


def passed_over(asked: Painting, sampler: str) -> tuple[str, ...]:
    """Hints of what was asked for and is not done; `sampler` is ours by its name there.

    Noise added by `s_noise` is that of `s_churn`, so without that it counts for nothing.
    """
    given = {name: getattr(asked, name) for name in _COUNTS_FROM}
    named = [name for name, idle in _COUNTS_FROM.items() if given[name] not in (None, idle)]
    if "s_churn" not in named and "s_noise" in named:
        named.remove("s_noise")
    adds_noise = sampler.lower().endswith((" a", "_a", "sde"))
    if adds_noise and asked.eta is not None and asked.eta != _ANCESTRAL:
        named.append("eta")
    return tuple(Sentence("{name} has no effect here.", name=name) for name in named)
