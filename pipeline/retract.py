"""the plan of `pipeline syndicate retract`: an article by any of its names -> its new bytes."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pipeline.files import WrongUse
from pipeline.front_edits import Front, new_field, quoted, values
from pipeline.join.addresses import folder_address, nfc
from pipeline.model import Fix, Page
from pipeline.move_edits import CannotEdit, edited, front
from pipeline.nodes import Scalar

#: What is written here; all other fields must mean the same afterwards.
FIELDS = frozenset(("status", "reason", "updated"))


class Standing(NamedTuple):
    """What an article is to say of itself."""

    status: str
    reason: str
    updated: datetime

    def fields(self, toml: bool) -> dict[str, str]:
        """Each as it is written."""
        stamp = self.updated.isoformat(timespec="seconds")
        return {
            "status": quoted(self.status, toml),
            "reason": quoted(self.reason, toml),
            "updated": stamp,
        }


def found(pages: tuple[Page, ...], name: str, base_url: str, source: str) -> Page:
    """The one article that is called so: by id, slug, path or address. Raises WrongUse."""
    wanted = nfc(name)
    path = nfc(re.sub(r"^(\./)+", "", name))
    inside = path.removeprefix(f"{source}/")
    address = wanted.removeprefix(base_url) if base_url else wanted
    # An address has a slash; what has none may be a slug.
    root = folder_address(address.strip("/")) if address.startswith("/") else ""
    by_path = {}
    for page in pages:
        article = page.article
        slug = page.address.strip("/").rpartition("/")[2]
        names = {slug, nfc(article.path)} | ({nfc(article.id.value)} if article.id else set())
        aliases = {folder_address(nfc(each.value).strip("/")) for each in article.aliases}
        if names & {wanted, path, inside} or root in {page.address, *aliases}:
            by_path[article.path] = page
    if not by_path:
        hint = "name it by its id, slug, path or address"
        raise WrongUse(f"no article is called `{name}`: {hint}")
    if len(by_path) > 1:
        paths = ", ".join(f"`{each}`" for each in sorted(by_path))
        raise WrongUse(f"several articles are called `{name}`: {paths}. Name one by its path")
    return next(iter(by_path.values()))


def written(path: str, content: bytes, standing: Standing) -> bytes:
    """The article's new bytes; the same where it says all this already. Raises WrongUse."""
    try:
        before = front(path, content)
        known = {key.value: node for key, node in before.fields.pairs}
        if same(known, standing):
            return content
        fields = standing.fields(before.toml)
        fixes = [field(before, name, text) for name, text in fields.items()]
        # Several new lines at one place are one edit.
        lines = [fix for fix in fixes if fix.replacement.endswith("\n")]
        others = [fix for fix in fixes if fix not in lines]
        if lines:
            others.append(Fix(lines[0].span, "".join(fix.replacement for fix in lines), True))
        after = edited(content.decode(), others)
        if after is None or not as_meant(before, front(path, after.encode()), standing):
            raise CannotEdit
    except CannotEdit:
        fields = standing.fields(False)
        told = ", ".join(f"`{name}: {text}`" for name, text in fields.items())
        message = f"`{path}` is written in a way that is not edited here: write {told} yourself"
        raise WrongUse(message) from None
    return after.encode()


def same(known: Mapping[str, object], standing: Standing) -> bool:
    """Whether status and reason stand there already."""
    wanted = {"status": standing.status, "reason": standing.reason}
    return all(
        isinstance(node := known.get(name), Scalar) and node.text == text
        for name, text in wanted.items()
    )


def field(text: Front, name: str, written: str) -> Fix:
    """A line more, or the value in its place. Raises CannotEdit."""
    pair = next((pair for pair in text.fields.pairs if pair[0].value == name), None)
    if pair is None:
        return new_field(text, f"{name}{' =' if text.toml else ':'} {written}")
    key, node = pair
    if not isinstance(node, Scalar):
        raise CannotEdit
    if not node.raw and not text.toml:
        end = text.offset(key.span.end_line, key.span.end_column)
        return text.insertion(text.text.index(":", end) + 1, f" {written}")
    if node.span.line != node.span.end_line or text.at(node.span)[:1] in ("|", ">", "&", "!"):
        raise CannotEdit
    return Fix(node.span, written, True)


def as_meant(before: Front, after: Front, standing: Standing) -> bool:
    """Whether the three say what they should, and all other fields what they said."""
    old = {key.value: values(node) for key, node in before.fields.pairs}
    new = {key.value: node for key, node in after.fields.pairs}
    kept = {name: value for name, value in old.items() if name not in FIELDS}
    updated = new.get("updated")
    return (
        kept == {name: values(node) for name, node in new.items() if name not in FIELDS}
        and same(new, standing)
        and isinstance(updated, Scalar)
        and datetime.fromisoformat(updated.text) == standing.updated.replace(microsecond=0)
    )
