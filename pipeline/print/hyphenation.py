"""words with `-` where they may be divided -> WeasyPrint's dictionaries (pyphen), by language."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.messages import primary

#: (language, words); an empty language is any.
Exceptions = tuple[tuple[str, tuple[str, ...]], ...]
#: The beginning of a word -> where it may be divided.
Points = dict[str, tuple[int, ...]]
#: Tags of languages whose dictionary has another name.
NAMES = {"no": "nb"}
#: Letters that an exception has.
SHORTEST = 3


class Divided:
    """A dictionary of pyphen's with exceptions before it; it is read when it is asked.

    An exception is the beginning of a word: what bends or follows is divided as the dictionary has
    it, so that one line does for `YouTube`, `YouTubes` and `YouTube-kanalen`.
    """

    def __init__(self, path: Path, read: Any, point: Any, own: Points, more: Points) -> None:
        self.path = path
        self.read = read
        self.point = point
        self.own = own
        self.more = more
        self.dictionary: Any = None

    def positions(self, word: str) -> list[Any]:
        """Where a word may be divided, as pyphen tells it."""
        if self.dictionary is None:
            self.dictionary = self.read(self.path)
        found: list[Any] = self.dictionary.positions(word)
        lower = word.lower()
        for end in range(len(lower), SHORTEST - 1, -1):
            start = lower[:end]
            given = self.more[start] if start in self.more else self.own.get(start)
            if given is not None:
                return [*map(self.point, given), *(each for each in found if each > end + 1)]
        return found


def install(exceptions: Exceptions) -> Points:
    """Puts them before the dictionaries, for this process; the answer takes those of a document."""
    import pyphen

    for tag, name in NAMES.items():
        pyphen.LANGUAGES[tag] = pyphen.LANGUAGES[name]
        pyphen.LANGUAGES_LOWERCASE[tag] = tag
    more: Points = {}
    for path in dict.fromkeys(pyphen.LANGUAGES.values()):
        language = primary(path.stem.removeprefix("hyph_").replace("_", "-"))
        words = [word for tag, words in exceptions if tag in ("", language) for word in words]
        read, point = pyphen.HyphDict, pyphen.DataInt
        pyphen.hdcache[path] = Divided(path, read, point, points(words), more)
    return more


def points(words: Iterable[str]) -> Points:
    """`You-Tube` -> `youtube` and 3. A `-` that belongs to a word is no part of it here."""
    found: Points = {}
    for word in words:
        parts = word.lower().split("-")
        ends = [sum(map(len, parts[:count])) for count in range(1, len(parts))]
        found["".join(parts)] = tuple(ends)
    return found
