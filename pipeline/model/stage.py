"""A stage: the function that turns one item into an outcome, and how it is run."""

from collections.abc import Callable
from typing import Any, NamedTuple


def no_tools(*given: Any) -> tuple[Any, ...]:
    """The tools of a stage that needs nothing but what it is given."""
    return given


def no_file(item: Any) -> str:
    """The path of an item that is about no file of its own."""
    return ""


class Stage(NamedTuple):
    """`work(item, contents, tools) -> Outcome`; `tools = prepare(*given)` once a process.

    `item` and `value` are the types of the item and of the outcome's value; `path` names the file
    that an item is about. `heavy` stages are spread item by item and their processes renewed, since
    memory grows; `light` ones are not spread at all, since an item's way to another process takes
    longer than its work. All of it travels to other processes: no lambda, no closure.
    """

    name: str
    work: Callable[..., Any]
    item: Any
    value: Any
    path: Callable[[Any], str]
    prepare: Callable[..., Any] = no_tools
    heavy: bool = False
    light: bool = False
