"""The JSON that the model library is asked with; it is checked by these classes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ritocco.server.requests import Asked


class GetIn(Asked):
    """Says that a person has seen a model's licence and wants it under that."""

    licence: Annotated[str, Field(max_length=200)] = Field(
        description="The `id` of the licence that was shown and accepted.",
        examples=["openrail-m"],
    )


class FolderIn(Asked):
    """A folder that is to be used where it lies, on the computer that the server runs on."""

    path: Annotated[str, Field(min_length=1, max_length=4000)] = Field(
        description="From the root, or from the home folder with `~`.",
        examples=["/no/such/folder"],
    )


class AddIn(Asked):
    """A file or folder of the user's, on the computer that the server runs on."""

    path: Annotated[str, Field(min_length=1, max_length=4000)] = Field(
        description="From the root, or from the home folder with `~`.",
        examples=["/no/such/folder/model.safetensors"],
    )
    copy_it: bool = Field(False, alias="copy", description="Copy it, where it would be linked.")
