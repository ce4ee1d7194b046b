"""The kind of every value: frozen, compared and encoded field by field."""

import msgspec


class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A plain value. Encodes to the same bytes on every machine: fields in order, no names."""
