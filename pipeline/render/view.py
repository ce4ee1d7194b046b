"""What the templates are given: plain values, worded and dated in the page's language."""

import re
from collections.abc import Callable
from traceback import walk_tb
from typing import Any, NamedTuple

from babel.core import Locale, UnknownLocaleError, get_global, parse_locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit
from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pipeline import messages, urls
from pipeline.feed_formats import offered
from pipeline.messages import Catalogues
from pipeline.model import Around, Diagnostic, Moment, Span, Unmade
from pipeline.model.value import Value
from pipeline.pictures.sizes import PictureSettings
from pipeline.print_settings import Profile
from pipeline.render.structured_data import front
from pipeline.rules import broken_template
from pipeline.settings import SiteSettings
from pipeline.web_settings import DEFAULT, WebSettings

#: Words read in a minute: of non-fiction, silently (Brysbaert 2019 has 238 for English, and
#: languages with longer words have fewer).
PACE = 200

#: Where a site's templates lie, below `source/`.
OWN = "theme/templates/"
#: A template that another names; one that is worked out may be any.
REFERENCE = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\s+([\"']?)([^\"']*)")


class Theme(Value, frozen=True, array_like=True):
    """Templates by name, the words of each language, stylesheet's and script's published names.

    `own` are the names of the templates that are the site's.
    """

    templates: tuple[tuple[str, str], ...]
    catalogues: Catalogues
    style: str
    script: str = ""
    own: tuple[str, ...] = ()

    def of(self, template: str) -> "Theme":
        """With the templates alone that one may come to: others are no part of its page's key."""
        texts = dict(self.templates)
        reached, waiting = set[str](), [template]
        while waiting:
            name = waiting.pop()
            if name in reached or name not in texts:
                continue
            reached.add(name)
            named = REFERENCE.findall(texts[name])
            waiting += [quoted for _, quoted in named] if all(q for q, _ in named) else list(texts)
        kept = tuple((name, text) for name, text in self.templates if name in reached)
        own = tuple(name for name in self.own if name in reached)
        return Theme(kept, self.catalogues, self.style, self.script, own)


class Chosen(Value, frozen=True, array_like=True):
    """The outputs of this build; what is not chosen is not linked either."""

    pdf: bool
    feed: bool
    profiles: tuple[Profile, ...] = ()


class Dated(NamedTuple):
    """A date for machines and for readers."""

    iso: str
    text: str


class Way(NamedTuple):
    """A link that every page has."""

    href: str
    title: str


class FeedLink(NamedTuple):
    """A feed in one format, as a page tells programs of it."""

    href: str
    media_type: str
    title: str


class SiteView(NamedTuple):
    """The site as a page shows it."""

    title: str
    description: str
    home: str
    licence: str


class Tools:
    """The templates made ready, and what they are asked with."""

    def __init__(
        self,
        site: SiteSettings,
        theme: Theme,
        chosen: Chosen,
        web: WebSettings = DEFAULT,
        around: tuple[Around, ...] = (),
        pictures: PictureSettings = PictureSettings(),  # noqa: B008 (frozen)
    ) -> None:
        self.site = site
        self.web = web
        self.theme = theme
        self.chosen = chosen
        self.around = {each.root: each for each in around}
        self.pictures = pictures
        texts = dict(theme.templates)

        def load(name: str) -> tuple[str, str, None] | None:
            return (texts[name], f"{OWN}{name}", None) if name in texts else None

        # A site's templates are trusted with its pages, not with the machine that builds them.
        kind = ImmutableSandboxedEnvironment if theme.own else Environment
        self.environment = kind(
            loader=FunctionLoader(load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.languages: dict[str, tuple[dict[str, str], Locale | None]] = {}
        self.days: dict[tuple[str, str], str] = {}

    def render(self, template: str, values: dict[str, Any]) -> bytes:
        """UTF-8."""
        try:
            return self.environment.get_template(template).render(values).encode()
        except Exception as error:
            if fault := self.fault(error):
                raise Unmade(fault) from error
            raise

    def fault(self, error: Exception) -> Diagnostic | None:
        """A finding, when it was a template of the site's own that failed; else the fault is ours.

        The innermost of its lines counts: Jinja gives its frames the templates' names.
        """
        place = None
        for frame, line in walk_tb(error.__traceback__):
            name = frame.f_code.co_filename
            if name.startswith(OWN) and name.removeprefix(OWN) in self.theme.own:
                place = name, line
        if place is None:
            return None
        span = Span(place[1], 1, place[1], 2)
        message = f"the template fails: {error}"
        hint = "see what it gets: .manual/themes.md"
        return broken_template.RULE.found(place[0], span, message, hint)

    def language(self, tag: str) -> tuple[dict[str, str], Locale | None]:
        """The words and the locale of a language; no locale for `und`."""
        if tag not in self.languages:
            words = messages.words(self.theme.catalogues, tag)
            self.languages[tag] = words, locale(tag)
        return self.languages[tag]

    def date(self, moment: Moment | None, tag: str) -> Dated | None:
        """`4. mars 2024`; as ISO 8601 has it where the language is not known."""
        if moment is None:
            return None
        day = moment.stamp[:10], tag
        if day not in self.days:  # a list has the same days over and over
            _, known = self.language(tag)
            shown = moment.date
            self.days[day] = format_date(shown, "long", locale=known) if known else day[0]
        return Dated(moment.iso, self.days[day])

    def reading_time(self, count: int, tag: str) -> str:
        """`4 minutter`, for a text of so many words."""
        minutes = max(1, round(count / PACE))
        _, known = self.language(tag)
        if known is None:
            return f"{minutes} min"
        return format_unit(minutes, "duration-minute", "long", locale=known)

    def size(self, count: int, tag: str) -> str:
        """`2,1 MB` or `416 kB`, for so many bytes."""
        _, known = self.language(tag)
        small = count < 1_000_000
        number = max(1, round(count / 1000)) if small else round(count / 1_000_000, 1)
        text = format_decimal(number, locale=known) if known else str(number)
        return f"{text} {'kB' if small else 'MB'}"

    def held_back(self, why: str, tag: str) -> str:
        """What stands on a page that is not out; empty on all others."""
        return self.language(tag)[0][f"held_back_{why}"] if why else ""

    def common(self, page: str, language: str, home: str, title: str, text: str) -> dict[str, Any]:
        """The values that every web page's template gets."""
        words, _ = self.language(language)
        base = self.site.base_url
        return {
            "site": SiteView(
                self.site.title or words["all_articles"],
                self.site.description,
                urls.relative(page, home),
                self.site.licence,
            ),
            "language": language,
            "direction": messages.direction(language),
            "words": words,
            "assets": urls.relative(page, "/assets/"),
            "style": self.theme.style,
            "feed": urls.relative(page, "/feed.json") if self.chosen.feed else "",
            "feed_links": self.feed_links(page, home, self.site.title or words["all_articles"]),
            "canonical": urls.public(base, page) if base else "",
            "title": title,
            "description": text,
            "site_name": self.site.title,
            "locale": territory(language),
            "latin": in_latin(language),
            "robots": "",
            "script": "",
            "structured_data": [
                Markup(data)  # noqa: S704
                for data in (front(self.site, self.web) if page == home else ())
            ],
        } | self.ways(home, words, lambda address: urls.relative(page, address))

    def feed_links(self, page: str, root: str, title: str, topic: str = "") -> list[FeedLink]:
        """The feeds that a page tells of: its topic's, its language's, the whole site's."""
        if not self.chosen.feed:
            return []
        around = self.around.get(root)
        several = len(self.around) > 1
        names = []
        if topic:
            names.append((topic, title))
            title = self.site.title or title
        if around and several:
            names.append((f"/{around.language}/", f"{title} ({around.language})"))
        names.append(("/", title))
        return [
            FeedLink(urls.relative(page, f"{folder}feed.{form.ending}"), form.media_type, name)
            for folder, name in names
            for form in offered(self.site.base_url)
        ]

    def ways(self, root: str, words: dict[str, str], href: Callable[[str], str]) -> dict[str, Any]:
        """What every page leads to: topics, years, search; the page about the feeds."""
        around = self.around.get(root)
        if around is None:
            return {"ways": [], "feeds": "", "search": ""}
        named = (
            ("topics", around.topics),
            ("years", around.years),
            ("collections", around.collections if self.chosen.pdf else ""),
            ("search", around.search),
        )
        return {
            "ways": [Way(href(address), words[name]) for name, address in named if address],
            "feeds": href(around.feeds) if self.chosen.feed else "",
            "search": href(around.search) if around.search else "",
        }


def locale(tag: str) -> Locale | None:
    """Babel's locale for a BCP 47 tag, or for the language it belongs to."""
    for each in (tag, messages.primary(tag)):
        try:
            return Locale.parse(each, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def likely(tag: str) -> tuple[str, str, str]:
    """Language, territory and script that a tag most likely means; empty where it is not known."""
    known = locale(tag)
    if known is None:
        return "", "", ""
    # Babel leaves out of a Locale what its language says already.
    whole = get_global("likely_subtags").get(known.language) or known.language
    _, territory, script, *_ = parse_locale(whole)
    return known.language, known.territory or territory or "", known.script or script or ""


def territory(tag: str) -> str:
    """`nb` -> `nb_NO`, as Open Graph wants it; empty where the language is not known."""
    language, country, _ = likely(tag)
    return f"{language}_{country}" if country else ""


def in_latin(tag: str) -> bool:
    """Whether the language has the theme's letters; one that is not known may well have."""
    return likely(tag)[2] in ("Latn", "")


def language_name(tag: str) -> str:
    """A language in its own words: `norsk bokmål`."""
    known = locale(tag)
    return (known.get_display_name(known) if known else None) or tag
