"""`{#anchor .class lang=en}` -> the attributes, and what is wrong with them."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from mdit_py_plugins.attrs.parse import ParseError, parse

from pipeline.html_text import attribute

#: One line and of a bounded length, or a text of nothing but `{` would take the square of it.
WRITTEN = re.compile(r"\{[^{}\n]{1,200}\}")
#: As anchors of headings are, in lower case: those of the page's frame begin with a capital.
ANCHOR = re.compile(r"[\w-]{1,100}")
#: BCP 47 in its outline.
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
#: The class of a picture that adorns, and has no text alternative on purpose.
DECORATIVE = "decorative"
#: The attribute of a picture that partners do not get.
SYNDICATE = "syndicate"


class Attributes(NamedTuple):
    """What passes; empty where nothing was said."""

    anchor: str = ""
    classes: tuple[str, ...] = ()
    language: str = ""

    def html(self) -> str:
        """For an opening tag, with a blank before each."""
        told = (("id", self.anchor), ("class", " ".join(self.classes)), ("lang", self.language))
        return "".join(f' {name}="{attribute(value)}"' for name, value in told if value)


def read(text: str, start: int, stop: int) -> tuple[int, dict[str, str]] | None:
    """The end of the attributes at `start` and what they say; None when there are none."""
    found = WRITTEN.match(text, start, stop)
    if found is None:
        return None
    try:
        length, told = parse(found[0])
    except ParseError:
        return None
    return (start + length + 1, told) if told else None


def passing(told: dict[str, str], known: Iterable[str]) -> tuple[Attributes, list[tuple[str, str]]]:
    """The attributes that pass, and a message and a hint for each that does not."""
    faults = []
    anchor, language, classes = "", "", list[str]()
    for name, value in told.items():
        if name == "id" and ANCHOR.fullmatch(value) and value == value.lower():
            anchor = value
        elif name == "id":
            lower = re.sub(r"[^\w-]+", "-", value.lower())
            faults.append((f"`#{value}` is no anchor", f"write `#{lower}`"))
        elif name == "lang" and LANGUAGE.fullmatch(value):
            language = value
        elif name == "lang":
            faults.append((f"`{value}` is no language", "write a tag such as `lang=en`"))
        elif name == "class":
            for each in value.split():
                if each in known:
                    classes.append(each)
                else:
                    faults.append((f"the site has no class `{each}`", closest(each, known)))
        else:
            hint = "an anchor `#name`, a class `.name` or `lang=en` can stand here"
            faults.append((f"`{name}` is no attribute that passes", hint))
    return Attributes(anchor, tuple(classes), language), faults


def closest(name: str, known: Iterable[str]) -> str:
    """What to do about an unknown class."""
    near = get_close_matches(name, list(known), n=1)
    if near:
        return f"did you mean `.{near[0]}`?"
    return f'drop it, or name it in `site.toml`: `classes = ["{name}"]`'
