"""language -> the theme's own words."""

from pipeline.model.value import Value

#: What a page says whose language has no catalogue.
FALLBACK = "en"
RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi"]
)


class Catalogue(Value, frozen=True, array_like=True):
    """One language's words by key, sorted."""

    language: str
    words: tuple[tuple[str, str], ...]


Catalogues = tuple[Catalogue, ...]


def words(catalogues: Catalogues, language: str) -> dict[str, str]:
    """The words of the language, else of the language it belongs to, else English."""
    by_language = {catalogue.language: catalogue.words for catalogue in catalogues}
    for tag in (language, primary(language), FALLBACK):
        if tag in by_language:
            return dict(by_language[tag])
    return {}


def primary(language: str) -> str:
    """`nb-NO` -> `nb`."""
    return language.partition("-")[0].lower()


def direction(language: str) -> str:
    """HTML's `dir`: by the script that the language is written in."""
    script = language.split("-")[1:2]
    if script and len(script[0]) == 4:
        return "rtl" if script[0].lower() in ("arab", "hebr", "thaa", "syrc", "nkoo") else "ltr"
    return "rtl" if primary(language) in RIGHT_TO_LEFT else "ltr"
