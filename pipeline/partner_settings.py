"""`partners.toml` -> the partners, each with its profile; each fault with its line."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Literal, NamedTuple

import msgspec

from pipeline.model import Diagnostic
from pipeline.model.article import Text
from pipeline.model.partner import FLAT, Partner, Profile
from pipeline.rules.malformed_url import fault
from pipeline.slug import slugify
from pipeline.toml_document import Bounds, Document, language
from pipeline.toml_places import Path
from pipeline.vocabulary import Vocabulary, fold, index

PARTNERS = "partners.toml"
Format = Literal["json", "rss", "atom"]
Parameter = Literal["source", "medium", "campaign", "term", "content", "id"]
#: What an article can be made of, and a partner may not take.
Element = Literal["blockquote", "dl", "figure", "hr", "img", "ol", "pre", "table", "ul"]
#: What may stand in the place of another element; empty is its content alone.
Instead = Literal[
    "", "b", "blockquote", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "i", "li", "ol", "p",
    "span", "strong", "ul",
]  # fmt: skip
FORMATS: tuple[Format, ...] = ("json", "rss", "atom")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TAG = re.compile(r"[a-z][a-z0-9]*")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
#: What an attribution is filled in with.
FILLED = ("site", "title", "authors")
#: Where a partner says nothing of its own.
GENERIC = "generic"
#: Items of a feed that says nothing else.
LIMIT = 30
#: A hundred years.
DAYS = 36_500


class ProfileTable(msgspec.Struct):
    """`[profile.NAME]`."""

    formats: list[Format] = msgspec.field(default_factory=lambda: list(FORMATS))
    title: Bounds = 0
    description: Bounds = 0
    image: Literal["", "advised", "required"] = ""
    image_width: int = 0
    max_age: int = 0
    one_language: bool = False
    items: int = 0
    feed_bytes: int = 0
    channel_description: int = 0
    elements: dict[str, Instead] = {}
    refused: list[Element] = []
    nesting: int = 0
    attribution: bool = True
    archives: bool = False


class PartnerTable(msgspec.Struct):
    """One `[[partner]]`."""

    slug: str
    title: str = ""
    profile: str = GENERIC
    formats: list[Format] = []
    keywords: list[str] = []
    exclude: list[str] = []
    languages: list[str] = []
    limit: int = 0
    content: Literal["full", "excerpt"] = "full"
    utm: dict[Parameter, str] = {}
    attribution: Literal["none", "before", "after"] = "none"
    attribution_text: str = ""
    images: bool = True
    image_rights: str = ""
    licence: str = ""
    description: str = ""
    early: bool = False
    hub: str = ""


class PartnersTable(msgspec.Struct):
    """`partners.toml`."""

    partner: list[PartnerTable] = []
    profile: dict[str, ProfileTable] = {}


class Site(NamedTuple):
    """What the partners' settings are checked against; `vocabulary` as the site has it."""

    languages: Sequence[str]
    vocabulary: Vocabulary | None


def partner_settings(
    content: bytes | None, ours: bytes, site: Site
) -> tuple[tuple[Partner, ...], list[Diagnostic]]:
    """`partners.toml`; None is a site without partners. `ours` are the profiles we have."""
    if content is None:
        return (), []
    known = Document("profiles.toml", ours)
    built_in: PartnersTable = known.read(known.table, PartnersTable)
    document = Document(PARTNERS, content)
    table: PartnersTable = document.read(document.table, PartnersTable)
    profiles = {name: profile(known, name, each) for name, each in built_in.profile.items()}
    for name, each in table.profile.items():
        if name in built_in.profile:
            message = f"`{name}` is a profile that the program has"
            document.fault(("profile", name), message, "give yours another name", key=True)
            continue
        profiles[name] = profile(document, name, each)
    found: list[Partner] = []
    for number, row in document.rows("partner", table.partner):
        at: Path = ("partner", number)
        if usable(document, at, row.slug, [each.slug for each in found]):
            found.append(partner(document, at, row, profiles, site))
    return tuple(found), document.found


def usable(document: Document, at: Path, slug: str, taken: Sequence[str]) -> bool:
    """Whether a slug is a name for a folder, and no other partner's."""
    if not NAME.fullmatch(slug):
        ascii_letters = re.sub(r"[^a-z0-9-]", "", slugify(slug)).strip("-")
        hint = f'write `"{ascii_letters or "msn"}"`: letters from a to z, digits, hyphens'
        document.fault((*at, "slug"), f"`{slug}` is no name for a partner's folder", hint)
        return False
    if slug in taken:
        document.fault((*at, "slug"), f"two partners are called `{slug}`", "rename one")
        return False
    return True


def partner(
    document: Document,
    at: Path,
    row: PartnerTable,
    profiles: Mapping[str, Profile],
    site: Site,
) -> Partner:
    """One `[[partner]]`; what cannot be is a finding, and takes its default."""
    takes = profiles.get(row.profile)
    if takes is None:
        close = get_close_matches(row.profile, profiles, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"known: {', '.join(profiles)}"
        document.fault((*at, "profile"), f"`{row.profile}` is no profile", hint)
        takes = profiles[GENERIC]
    attribution = row.attribution
    if attribution != "none" and not takes.attribution:
        message = f"`{takes.name}` takes no article that leads back to where it is from"
        document.fault((*at, "attribution"), message, 'write `"none"`')
        attribution = "none"
    sentence(document, (*at, "attribution_text"), row.attribution_text)
    return Partner(
        row.slug,
        row.title.strip() or row.slug,
        takes,
        formats(document, at, row.formats, takes),
        keywords(document, (*at, "keywords"), row.keywords, site.vocabulary),
        keywords(document, (*at, "exclude"), row.exclude, site.vocabulary),
        languages(document, (*at, "languages"), row.languages, takes, site.languages),
        limit(document, at, row.limit, takes),
        row.content,
        parameters(document, (*at, "utm"), row.utm),
        attribution,
        row.attribution_text.strip(),
        row.images,
        row.image_rights.strip(),
        row.licence.strip(),
        row.description.strip(),
        row.early,
        hub(document, (*at, "hub"), row.hub),
        document.place(at).key,
    )


def sentence(document: Document, at: Path, text: str) -> None:
    """Each name in braces is one that is filled in; another would be sent as it stands."""
    for name in PLACEHOLDER.findall(text):
        if name not in FILLED:
            close = get_close_matches(name, FILLED, n=1)
            known = ", ".join(f"`{{{each}}}`" for each in FILLED)
            hint = f"did you mean `{{{close[0]}}}`?" if close else f"known: {known}"
            document.fault(at, f"`{{{name}}}` is filled in with nothing", hint)


def formats(
    document: Document, at: Path, wanted: Sequence[Format], takes: Profile
) -> tuple[str, ...]:
    """Each once, in our order; all that the profile takes where nothing is said."""
    for number, name in enumerate(wanted):
        if name not in takes.formats:
            message = f"`{takes.name}` takes no feed of the kind `{name}`"
            hint = f"it takes {', '.join(takes.formats)}"
            document.fault((*at, "formats", number), message, hint)
    return tuple(name for name in takes.formats if name in wanted) or takes.formats


def keywords(
    document: Document, at: Path, words: Sequence[str], vocabulary: Vocabulary | None
) -> tuple[Text, ...]:
    """Each with its place; with a vocabulary one must be in it, by id or by any of its names."""
    known = {} if vocabulary is None else index(vocabulary)
    ids = {term.id for term in vocabulary or ()}
    found = []
    for number, word in enumerate(words):
        place = document.place((*at, number)).value
        if vocabulary is not None and fold(word) not in known and word not in ids:
            close = get_close_matches(fold(word), known, n=1)
            meant = known[close[0]].term.id if close else ""
            hint = f"did you mean `{meant}`?" if meant else "write it as keywords.toml has it"
            document.fault((*at, number), f"`{word}` is not a known keyword", hint)
            continue
        found.append(Text(word, place))
    return tuple(found)


def languages(
    document: Document,
    at: Path,
    tags: Sequence[str],
    takes: Profile,
    spoken: Sequence[str],
) -> tuple[str, ...]:
    """Good tags; a partner that takes one language a feed has one."""
    good = [tag for n, tag in enumerate(tags) if language(document, (*at, n), tag)]
    for number, tag in enumerate(tags):
        if spoken and tag in good and not any(same(tag, each) for each in spoken):
            message = f"`{tag}` is none of the site's languages"
            document.fault((*at, number), message, f"they are {', '.join(spoken)}")
    if takes.one_language and len(good) > 1:
        message = f"`{takes.name}` takes one language a feed"
        document.fault((*at, 1), message, "make a partner for each language")
        return tuple(good[:1])
    return tuple(good)


def same(wanted: str, tag: str) -> bool:
    """Whether a language is the one that is wanted, or a kind of it: `nb` takes `nb-NO`."""
    return f"{tag.casefold()}-".startswith(f"{wanted.casefold()}-")


def limit(document: Document, at: Path, count: int, takes: Profile) -> int:
    """How many items a feed has."""
    most = takes.items or count
    if count < 0 or count > most:
        message = f"a feed has at least one item, not {count}"
        if count > most:
            message = f"`{takes.name}` takes {most} items, not {count}"
        document.fault((*at, "limit"), message, f"write `limit = {takes.items or LIMIT}`")
        count = 0
    return count or takes.items or LIMIT


def parameters(
    document: Document, at: Path, told: Mapping[Parameter, str]
) -> tuple[tuple[str, str], ...]:
    """`utm_source` and so on; an empty one is a finding."""
    for name, value in told.items():
        if not value.strip():
            document.fault((*at, name), f"`{name}` is empty", "write what it shall say, or drop it")
    return tuple((f"utm_{name}", value.strip()) for name, value in told.items() if value.strip())


def hub(document: Document, at: Path, url: str) -> str:
    """The address of a WebSub hub, or empty."""
    if url and (not url.startswith(("https://", "http://")) or fault(url)):
        document.fault(at, f"`{url}` is no address of a hub", 'write `"https://hub.example.org/"`')
        return ""
    return url


def profile(document: Document, name: str, table: ProfileTable) -> Profile:
    """One `[profile.NAME]`; what cannot be is a finding, and is no limit."""
    at: Path = ("profile", name)
    if not table.formats:
        document.fault((*at, "formats"), "a partner takes one format at least", 'write `["rss"]`')
    for tag in table.elements:
        if not TAG.fullmatch(tag):
            message = f"`{tag}` is no element of HTML"
            document.fault((*at, "elements", tag), message, "write a tag such as `h6`", key=True)
        elif tag in table.refused:
            message = f"`{tag}` is refused, and replaced too"
            document.fault((*at, "elements", tag), message, "drop one of them", key=True)
    return Profile(
        name,
        tuple(each for each in FORMATS if each in (table.formats or FORMATS)),
        bounds(document, (*at, "title"), table.title),
        bounds(document, (*at, "description"), table.description),
        table.image,
        amount(document, (*at, "image_width"), table.image_width),
        amount(document, (*at, "max_age"), table.max_age, DAYS),
        table.one_language,
        amount(document, (*at, "items"), table.items),
        amount(document, (*at, "feed_bytes"), table.feed_bytes),
        amount(document, (*at, "channel_description"), table.channel_description),
        tuple((tag, instead) for tag, instead in table.elements.items() if TAG.fullmatch(tag)),
        tuple(dict.fromkeys(table.refused)),
        nesting(document, (*at, "nesting"), table.nesting),
        table.attribution,
        table.archives,
    )


def bounds(document: Document, at: Path, told: Bounds) -> tuple[int, int]:
    """The least and the most; 0 is no limit."""
    least, most = (0, told) if isinstance(told, int) else told
    if least < 0 or most < 0 or (most and least > most):
        document.fault(at, "these limits leave nothing", "write `[least, most]`")
        return 0, 0
    return least, most


def amount(document: Document, at: Path, count: int, most: int = 1 << 40) -> int:
    """A number of something; 0 is no limit."""
    if 0 <= count <= most:
        return count
    message = "there is no less than none" if count < 0 else "this is no limit"
    document.fault(at, message, "write a number that limits something, or drop the line")
    return 0


def nesting(document: Document, at: Path, count: int) -> int:
    """A number of elements; 0 is no limit."""
    if count and count < FLAT:
        message = f"a text with less than {FLAT} elements in one another is no text with lists"
        document.fault(at, message, f"write `nesting = {FLAT}` or more")
        return 0
    return count
