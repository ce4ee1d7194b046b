"""a file before and after -> a unified diff that `patch -p0` and `git apply -p0` take."""

from collections.abc import Iterator
from difflib import SequenceMatcher

#: Lines of a change's surroundings that are shown.
CONTEXT = 3


def report(path: str, before: str, after: str) -> str:
    """Lines end with LF, as those programs count them; a lone CR is a character among others."""
    old, new = lines(before), lines(after)
    name = quoted(path)
    told = [f"--- {name}\n", f"+++ {name}\n"]
    for group in SequenceMatcher(None, old, new).get_grouped_opcodes(CONTEXT):
        first, last = group[0], group[-1]
        told.append(f"@@ -{extent(first[1], last[2])} +{extent(first[3], last[4])} @@\n")
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                told += marked(" ", old[start:end])
            else:
                told += marked("-", old[start:end])
                told += marked("+", new[new_start:new_end])
    return "".join(told)


def lines(text: str) -> list[str]:
    """Each with its LF; the last may have none."""
    found = [line + "\n" for line in text.split("\n")]
    found[-1] = found[-1][:-1]
    return found if found[-1] else found[:-1]


def marked(sign: str, group: list[str]) -> Iterator[str]:
    """The lines of a group, each behind its sign."""
    for line in group:
        yield (
            sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"
        )


def extent(start: int, end: int) -> str:
    """First line and count; of no lines, the line before them (POSIX diff -u)."""
    count = end - start
    return f"{start + 1 if count else start},{count}"


def quoted(path: str) -> str:
    """A name as git writes it: in quotes when a character would end the line or steer a terminal.

    A tab ends a name that has blanks.
    """
    if path.isprintable() and '"' not in path and "\\" not in path:
        return path + "\t" if " " in path else path
    return '"' + "".join(map(escaped, path)) + '"'


def escaped(character: str) -> str:
    """As in a string of C."""
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode())
