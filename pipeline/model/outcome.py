"""What a stage returns: a value, what it found, and the large contents apart."""

from typing import Generic, TypeVar

import msgspec

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.value import Value

V = TypeVar("V")


class Outcome(msgspec.Struct, Generic[V], frozen=True, array_like=True):
    """A stage's answer: `None` when there is no value, and then a diagnostic says why.

    `contents` are bytes that the value names by digest. The runner puts them into the store, and
    leaves their digests in their place.
    """

    value: V | None
    diagnostics: tuple[Diagnostic, ...] = ()
    contents: tuple[bytes, ...] = ()


class Unmade(Exception):
    """Raised where a site's own template fails in the midst of its engine: a finding, no crash."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Artifact(Value, frozen=True, array_like=True):
    """A file to publish: its path below the output folder, its content by digest."""

    path: str
    media_type: str
    digest: str
    size: int


class SearchFiles(Value, frozen=True, array_like=True):
    """All files of one search index."""

    files: tuple[Artifact, ...]
