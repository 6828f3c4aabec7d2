"""Files at the Hugging Face Hub: addresses and the user's own token are huggingface_hub's."""

from __future__ import annotations

import os
from typing import Any

from ritocco.library.asking import Address
from ritocco.library.catalogue_model import Hub


def hub_address(source: Hub, path: str) -> Address:
    """Where a file of a repository can be had, at the endpoint that HF_ENDPOINT names.

    A token that the user gave to huggingface_hub (HF_TOKEN, or its login) goes along, for
    repositories that want their terms accepted.
    """
    import huggingface_hub  # late: it takes a second
    from huggingface_hub import constants

    hub: Any = huggingface_hub
    name = source.files.get(path, path)
    endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/") or constants.ENDPOINT
    url = hub.hf_hub_url(source.repository, name, revision=source.revision, endpoint=endpoint)
    token = hub.get_token()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Address(url, headers, page=f"{endpoint}/{source.repository}")
