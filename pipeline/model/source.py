"""Where things stand: a file in `source/`, a range of characters in it."""

from pipeline.model.value import Value


class Span(Value, frozen=True, array_like=True):
    """A range in a file: lines and columns from 1, in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Source(Value, frozen=True, array_like=True):
    """A file below `source/`: its path with `/` between names, its bytes' digest and count."""

    path: str
    digest: str
    size: int


START = Span(1, 1, 1, 1)
