"""settings and vocabulary -> a JSON Schema of the front matter, for editors.

Draft-07: of all drafts the one that VS Code and every YAML or remark plugin for editors reads. It
tells what a schema can tell; `pipeline check` tells the rest (dates that do not exist, twice the
same field, who else has the address).
"""

import re
from typing import Any

from pipeline.fields import DATE
from pipeline.languages import NORWEGIAN, WELL_FORMED
from pipeline.rules import unknown_status
from pipeline.rules.given import Range
from pipeline.settings import Settings
from pipeline.vocabulary import Vocabulary

DRAFT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]
#: A name in an address: neither nothing nor only dots.
NAME = r"[^/\u0000-\u001f]*[^/. \u0000-\u001f][^/\u0000-\u001f]*"
#: Editors read YAML 1.2, in which these are texts; the program reads 1.1, as most writers mean it.
FLAGS = ["yes", "no", "on", "off", "Yes", "No", "On", "Off"]
#: Characters with a meaning in a pattern (ECMA-262, SyntaxCharacter).
SIGNS = re.compile(r"[\^$\\.*+?()\[\]{}|/]")
#: Field -> what it is, and an example. Its form follows below.
FIELDS = {
    "title": ("The article's title.", "Sosiale medier"),
    "description": (
        "One or two sentences, for lists, search engines and partners.",
        "Hva sosiale medier er, og hva en liten bedrift kan bruke dem til.",
    ),
    "keywords": ("Keywords of the site's vocabulary: a list, or a text with commas.", None),
    "language": ("A BCP 47 tag; else the folder's language, else the site's.", "nb"),
    "lang": ("The same as `language`.", "nb"),
    "id": ("The feeds' id, in place of the address.", "sosiale-medier-1"),
    "slug": ("The last part of the address, in place of the file name.", "sosiale-medier"),
    "translates": ("The slug of the article that this one translates.", "social-media"),
    "authors": ("Who wrote it; else the site's authors.", ["Kari Nordmann"]),
    "date": ("When it was published. A date in the future hides nothing.", "2024-03-04"),
    "updated": ("When it was last changed.", "2024-03-04T12:30:00+01:00"),
    "publish_on": ("From when the article is out.", "2024-03-04T08:00:00+01:00"),
    "expires_on": ("Until when the article is out.", "2030-01-01"),
    "draft": ("True keeps the article back.", True),
    "status": ("`corrected` shows a note; `retracted` leaves a notice alone.", "corrected"),
    "reason": ("Why it was corrected, retracted or updated.", "A figure was wrong."),
    "aliases": ("Addresses that the article had; they lead to it.", ["/old/address"]),
    "image": ("The article's picture.", {"src": "images/kart.png", "alt": "Kart over byen"}),
    "licence": ("A URL, in place of the site's.", "https://creativecommons.org/licenses/by/4.0/"),
    "print": ("The profiles of `site.toml` that it is printed in; else all.", "screen"),
    "hyphenation": ("Words, with `-` where they may be divided on paper.", ["You-Tube"]),
}


def schema(settings: Settings, vocabulary: Vocabulary | None) -> Schema:
    """Of the whole front matter; a site's own `fields` take any value."""
    required = {"title", *settings.limits.required}
    made = forms(settings, vocabulary)
    properties: Schema = {}
    for name, (description, example) in FIELDS.items():
        examples: Schema = {} if example is None else {"examples": [example]}
        properties[name] = {"description": description, **examples, **made[name]}
        if name not in required and name not in ("title", "description", "keywords"):
            properties[name] = optional(properties[name])
    for name in settings.parse.fields:
        properties.setdefault(name, {"description": "A field of this site."})
    whole: Schema = {
        "$schema": DRAFT,
        "title": f"Front matter of {settings.site.title or 'an article'}",
        "type": "object",
        "properties": properties,
        "required": sorted(required - {"language"}),
        "additionalProperties": False,
    }
    if "language" in required:
        whole["anyOf"] = [{"required": ["language"]}, {"required": ["lang"]}]
    return whole


def forms(settings: Settings, vocabulary: Vocabulary | None) -> dict[str, Schema]:
    """Field -> what its value must look like. Without `anyOf`: editors would tell each branch."""
    limits, tag, date = settings.limits, language(settings), moment()
    text: Schema = {"type": "string", "pattern": r"\S"}
    author = either(text, table({"name": text, "url": {"type": ["string", "null"]}}, "name"))
    flag: Schema = {"enum": [True, False, *FLAGS]}
    alt: Schema = {"type": ["string", "null"]}
    picture = table({"src": text, "alt": alt, "credit": alt, "syndicate": flag}, "src")
    return {
        "title": {**text, **length(limits.title)},
        "description": {**text, **length(limits.description)},
        "keywords": keywords(settings.parse.keyword_style, vocabulary),
        "language": tag,
        "lang": tag,
        "id": text,
        "slug": {"type": "string", "pattern": f"^/*{NAME}(?:/{NAME})*/*$"},
        "translates": text,
        "authors": either(author, {"type": "array", "items": author}),
        "date": date,
        "updated": date,
        "publish_on": date,
        "expires_on": date,
        "draft": flag,
        "status": {"enum": list(unknown_status.KNOWN)},
        "reason": text,
        "aliases": either(text, {"type": "array", "items": text}),
        "image": either(text, picture),
        "licence": text,
        "print": profiles(settings),
        "hyphenation": either(text, {"type": "array", "items": text}),
    }


def profiles(settings: Settings) -> Schema:
    """Names of the site's profiles."""
    known = [each.name for each in settings.print.profiles]
    one: Schema = {"type": "string", "pattern": f"^(?:{'|'.join(known)})$"}
    return either(one, {"type": "array", "items": {"enum": known}})


def either(one: Schema, other: Schema) -> Schema:
    """A value of either type; what is asked of one type says nothing about the others."""
    types = [one["type"]] if isinstance(one["type"], str) else one["type"]
    return {**one, **other, "type": [*types, other["type"]]}


def optional(form: Schema) -> Schema:
    """A field without a value is one that is not there."""
    if "enum" in form:
        return {**form, "enum": [*form["enum"], None]}
    types = [form["type"]] if isinstance(form["type"], str) else form["type"]
    return {**form, "type": [*types, "null"]}


def table(properties: Schema, required: str) -> Schema:
    """A mapping with these fields and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [required],
        "additionalProperties": False,
    }


def length(limits: Range) -> Schema:
    """FM110; a text without a character is none."""
    return {"minLength": max(1, limits.minimum), "maxLength": limits.maximum}


def language(settings: Settings) -> Schema:
    """One of the site's languages, else any tag that is well-formed."""
    known = dict.fromkeys((*settings.site.languages, settings.site.language))
    if settings.site.languages:
        return {"enum": [tag for tag in known if tag]}
    tag = WELL_FORMED.pattern.replace("a-z", "A-Za-z")
    refused = "|".join(NORWEGIAN)
    return {"type": "string", "pattern": f"^(?!(?:{refused})$)(?:{tag})$"}


def moment() -> Schema:
    """A day, or a day and a time."""
    hour = r"[Tt ]+(?:[01]\d|2[0-3]):[0-5]\d"
    return {
        "type": "string",
        "pattern": f"^(?:{DATE.pattern})$",
        "if": {"maxLength": len("2024-03-04")},
        "then": {"format": "date"},
        "else": {"pattern": rf"^\d{{4}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]){hour}"},
    }


def keywords(style: str, vocabulary: Vocabulary | None) -> Schema:
    """A list, or a text with commas, or either; of preferred labels that are not deprecated."""
    terms = [term for term in vocabulary or () if not term.deprecated]
    labels = list(dict.fromkeys(label.text for term in terms for label in term.labels))
    word: Schema = {"type": "string", "pattern": r"\S"}
    one = r"[^,]*[^,\s][^,]*"
    if vocabulary is not None:
        word = {"enum": labels}
        escaped = (SIGNS.sub(r"\\\g<0>", label) for label in labels if "," not in label)
        one = rf"\s*(?:{'|'.join(escaped)})\s*"
    listed: Schema = {"type": "array", "items": word, "uniqueItems": True, "minItems": 1}
    text: Schema = {"type": "string", "pattern": rf"^(?:{one}(?:,(?!\s*$)|$))+$"}
    if style == "list":
        return listed
    return text if style == "comma" else either(text, listed)
