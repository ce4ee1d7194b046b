"""the theme's words, and those of the site -> one catalogue a language, and what is missing."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence

from pipeline.closest import closest, names
from pipeline.messages import FALLBACK, Catalogue, Catalogues, primary
from pipeline.model import Diagnostic
from pipeline.model.source import START
from pipeline.rules import missing_word
from pipeline.toml_document import Document

#: Where a site has its own, below `source/`.
FOLDER = "theme/messages/"
GAP = re.compile(r"\{[a-z]+\}")
#: Words that a finding names.
NAMED = 5


def own(configuration: Mapping[str, bytes]) -> dict[str, bytes]:
    """The site's files of words, by language."""
    return {
        path.removeprefix(FOLDER).removesuffix(".toml"): content
        for path, content in sorted(configuration.items())
        if path.startswith(FOLDER)
    }


def catalogues(
    bundled: Iterable[tuple[str, str]], site: Mapping[str, bytes]
) -> tuple[Catalogues, list[Diagnostic]]:
    """Of each language, the site's words before the theme's, and English where both have none."""
    found: list[Diagnostic] = []
    ours = {name.removesuffix(".toml"): tomllib.loads(text) for name, text in bundled}
    words = {language: dict(table) for language, table in ours.items()}
    for language, content in site.items():
        table = read(language, content, ours[FALLBACK], found)
        before = ours.get(language, {})
        lacking = sorted(ours[FALLBACK].keys() - before.keys() - table.keys())
        if lacking:
            found.append(incomplete(language, lacking))
        words[language] = {**ours[FALLBACK], **before, **table}
    made = (Catalogue(tag, tuple(sorted(table.items()))) for tag, table in sorted(words.items()))
    return tuple(made), found


def read(
    language: str, content: bytes, known: Mapping[str, str], found: list[Diagnostic]
) -> dict[str, str]:
    """The words of one file that can be used."""
    path = f"{FOLDER}{language}.toml"
    document = Document(path, content)
    found += document.found
    kept = {}
    for name, text in document.table.items():
        span = document.place((name,)).key
        if name not in known:
            near = closest(name, names(known))
            hint = f"did you mean `{near[0]}`?" if near else "drop it"
            message = f"the theme has no word `{name}`"
            found.append(missing_word.RULE.found(path, span, message, hint, target=name))
        elif not isinstance(text, str) or not text.strip():
            message = f"`{name}` says nothing"
            hint = f'write it in quotes: `{name} = "{known[name]}"`'
            found.append(missing_word.RULE.found(path, span, message, hint, target=name))
        else:
            lost = [gap for gap in GAP.findall(known[name]) if gap not in text]
            if lost:
                message = f"`{name}` has no `{lost[0]}`"
                hint = f"as in `{known[name]}`"
                found.append(missing_word.RULE.found(path, span, message, hint, target=name))
            kept[name] = text
    return kept


def incomplete(language: str, lacking: Sequence[str]) -> Diagnostic:
    """A site's language in which not all is said."""
    shown = ", ".join(f"`{name}`" for name in lacking[:NAMED])
    more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
    message = f"these words are missing, and shown in English: {shown}{more}"
    hint = "write them as in the theme's own catalogues"
    return missing_word.RULE.found(f"{FOLDER}{language}.toml", START, message, hint)


def wordless(
    spoken: Iterable[tuple[str, str]], bundled: Iterable[str], site: Iterable[str]
) -> list[Diagnostic]:
    """(language, article) -> one finding for each language that nobody gave words to."""
    known = {*bundled, *site}
    found: dict[str, Diagnostic] = {}
    for language, path in spoken:
        if language in found or language == "und" or {language, primary(language)} & known:
            continue
        message = f"the theme has no words in `{language}`: they are shown in English"
        hint = f"write them into `{FOLDER}{language}.toml` in the source folder"
        found[language] = missing_word.RULE.found(path, START, message, hint, target=language)
    return list(found.values())
