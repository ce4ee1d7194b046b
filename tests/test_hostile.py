"""Hostile and broken files: each gives findings, none a traceback, a hang, or harm to others.

A family lies in one `source/` beside an article in which nothing is wrong, and goes through the
program as it is run. Bodies that could take long run alone, each within a limit of time.
"""

import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.site import AT, article, make, pipeline, spent

#: Seconds that the program may take for one file, whatever is in it.
LIMIT = 10
#: `CODE:line` of each finding that a file must at least give. `OK`: no error; `ANY`: whatever.
OK: tuple[str, ...] = ()
ANY = ("*",)
Family = dict[str, tuple[str | bytes, tuple[str, ...]]]
TITLE = "---\ntitle: Tittel\n---\n\n"


def front(fields: str) -> str:
    """An article with these fields, in YAML; the first is on line 2."""
    return f"---\n{fields}\n---\n\nTekst.\n"


def toml(fields: str) -> str:
    """The same in TOML."""
    return f"+++\n{fields}\n+++\n\nTekst.\n"


def body(text: str) -> str:
    """An article with this body, from line 5."""
    return f"{TITLE}{text}\n"


GOOD_BYTES = body("Blåbær og brød.").encode()
ENCODINGS: Family = {
    "empty": (b"", ("FM102:1",)),
    "blank": (b" \n\t\n", ("FM102:1",)),
    "only-bom": (b"\xef\xbb\xbf", ("FM102:1",)),
    "bom": (b"\xef\xbb\xbf" + GOOD_BYTES, ("FM101:1",)),
    "bom-twice": (b"\xef\xbb\xbf" * 2 + GOOD_BYTES, ("FM101:1", "FM102:1")),
    "bom-within": (body("a\ufeffb").encode(), ("TYP503:5",)),
    "bom-only-16": (b"\xff\xfe", ("FM101:1",)),
    "utf-16": (body("æ").encode("utf-16"), ("FM101:1",)),
    "utf-16-le": (body("a").encode("utf-16-le"), ("FM101:1",)),
    "utf-16-be": (body("a").encode("utf-16-be"), ("FM101:1",)),
    "utf-32": (body("æ").encode("utf-32"), ("FM101:1",)),
    "utf-32-be": (body("a").encode("utf-32-be"), ("FM101:1",)),
    "utf-7": (body("bl+AOU-b+AOY-r").encode(), OK),
    "latin-1": (GOOD_BYTES.decode().encode("latin-1"), ("FM101:5",)),
    "cp1252": (body("\u201csitat\u201d").encode("cp1252"), ("FM101:5",)),
    "cp865": (body("blåbær").encode("cp865"), ("FM101:5",)),
    "mac-roman": (body("blåbær").encode("mac-roman"), ("FM101:5",)),
    "shift-jis": (body("日本").encode("shift-jis"), ("FM101:5",)),
    "gb18030": (body("中文").encode("gb18030"), ("FM101:5",)),
    "koi8-r": (body("Привет").encode("koi8-r"), ("FM101:5",)),
    "ebcdic": (body("a").encode("cp500"), ("FM101:1",)),
    "overlong-2": (TITLE.encode() + b"\xc0\xaf", ("FM101:5",)),
    "overlong-3": (TITLE.encode() + b"\xe0\x80\xaf", ("FM101:5",)),
    "overlong-4": (TITLE.encode() + b"\xf0\x80\x80\xaf", ("FM101:5",)),
    "overlong-nul": (TITLE.encode() + b"\xc0\x80", ("FM101:5",)),
    "surrogate": (TITLE.encode() + b"\xed\xa0\x80", ("FM101:5",)),
    "surrogates": (TITLE.encode() + b"\xed\xa0\xbd\xed\xb8\x80", ("FM101:5",)),
    "too-large": (TITLE.encode() + b"\xf4\x90\x80\x80", ("FM101:5",)),
    "five-bytes": (TITLE.encode() + b"\xf8\x88\x80\x80\x80", ("FM101:5",)),
    "continuation": (TITLE.encode() + b"a\x80b", ("FM101:5",)),
    "cut-2": (TITLE.encode() + b"\xc3", ("FM101:5",)),
    "cut-3": (TITLE.encode() + b"\xe2\x82", ("FM101:5",)),
    "cut-4": (TITLE.encode() + b"\xf0\x9f\x98", ("FM101:5",)),
    "cut-within": (TITLE.encode() + b"\n\xf0\x9f\x98a\n", ("FM101:6",)),
    "in-title": (b"---\ntitle: bl\xe5\n---\n", ("FM101:2",)),
    "nul": (body("a\0b"), ("FM101:5",)),
    "nul-first": ("\0" + body("a"), ("FM101:1",)),
    "nuls": (b"\0" * 10_000, ("FM101:1",)),
    "noise": (bytes(range(256)) * 40, ("FM101:3",)),
    "ones": (b"\xff" * 10_000, ("FM101:1",)),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ("FM101:1",)),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ("FM101:2",)),
    "crlf": (GOOD_BYTES.replace(b"\n", b"\r\n"), OK),
    "cr": (GOOD_BYTES.replace(b"\n", b"\r"), OK),
    "mixed": (b"---\r\ntitle: a\r---\n\rA\r\r\nB [x](nowhere.md)\n\r", ("LNK201:7",)),
    "no-end": (TITLE.encode() + b"a", OK),
    "next-line": (body("a\x85b"), ("TYP503:5",)),
    "separators": (body("a\u2028b\u2029c"), OK),
    "separator-in-title": (front("title: 'a\u2028b'"), OK),
    "separator-in-yaml": (front("id: a\ntitle: a\u2028b\nslug: c"), ("FM102:3",)),
    "noncharacters": (body("a\ufffeb\uffff"), OK),
    "replaced": (body("bl\ufffdb\ufffdr"), ("TYP503:5",)),
    "private": (body("\ue000 \U0010fffd"), OK),
    "del": (body("a\x7fb"), ("TYP503:5",)),
}
CONTROLS = [n for n in range(1, 32) if n not in (9, 10, 13)] + [128, 159]
ENCODINGS |= {f"control-{n:02x}": (body(f"a{chr(n)}b"), ("TYP503:5",)) for n in CONTROLS}
ENCODINGS |= {
    f"control-in-title-{n:02x}": (front(f"id: a\ntitle: a{chr(n)}b"), ("FM102:3",))
    for n in (1, 7, 8, 11, 12, 27, 31, 127)
}

FENCES: Family = {
    "only-one": ("---", ("FM102:1",)),
    "two": ("---\n---", ("FM105:1",)),
    "three": ("---\n---\n---\n", ("FM105:1",)),
    "many": ("---\n" * 5_000, ("FM105:1",)),
    "never-closed": ("---\n" + "title: a\n" * 50_000, ("FM102:1",)),
    "never-closed-toml": ("+++\n" + "a = 1\n" * 50_000, ("FM102:1",)),
    "closed-otherwise": ("---\ntitle: a\n+++\n", ("FM102:1",)),
    "closed-late": ("---\n" + "#\n" * 40_000 + "---\n", ("FM105:1",)),
    "closed-too-late": ("---\n" + "#\n" * 60_000 + "---\n", ("FM102:1",)),
    "longer": ("----\ntitle: a\n----\n", ("FM102:1",)),
    "dots": ("---\ntitle: a\n...\n", ("FM102:3",)),
    "js": ("---js\n{}\n---\n", ("FM102:1",)),
    "json": ("---json\n{}\n---\n", ("FM102:1",)),
    "json-alone": ('{"title": "a"}\n', ("FM102:1",)),
    "plus": ("+++\n+++\n", ("FM105:1",)),
    "conflict": ("---\n<<<<<<< a\ntitle: a\n=======\ntitle: b\n>>>>>>> b\n---\n", ("FM102:2",)),
    "conflict-in-toml": ("+++\ntitle = 'a'\n=======\n+++\n", ("FM102:3",)),
    "conflict-first": ("<<<<<<< HEAD\n---\ntitle: a\n---\n", ("FM102:1",)),
    "template": (front("title: {{ title }}"), ("FM102:2",)),
    "template-tag": ("---\n{% if a %}\ntitle: a\n{% endif %}\n---\n", ("FM102:2",)),
    "code-never-closed": (body("```\n" + "a\n" * 20_000), OK),
    "code-many": (body("```\n" * 9_001), OK),
    "code-two-kinds": (body("~~~\n```\n" * 4_000), OK),
    "code-longer-and-longer": (body("\n".join("`" * n for n in range(3, 240))), OK),
    "code-info": (body("``` " + "x" * 100_000 + "\na\n```"), OK),
    "code-in-quotes": (body("> ```\n" * 5_000), OK),
    "code-in-items": (body("- ```\n" * 5_000), OK),
    "html-never-closed": (body("<!--\n" * 20_000), OK),
}


def bomb(levels: int, wide: int) -> str:
    """Aliases of aliases: `wide` to the power of `levels` words."""
    lines = ["a0: &a0 [x]"]
    for level in range(levels):
        lines.append(f"a{level + 1}: &a{level + 1} [{', '.join([f'*a{level}'] * wide)}]")
    return "\n".join([*lines, f"keywords: *a{levels}"])


YAML: Family = {
    "bomb": (front(f"title: a\n{bomb(20, 10)}"), ("FM107:22",)),
    "bomb-flat": (front("title: a\nx: &x " + "y" * 1_000 + "\nkeywords:" + "\n - *x" * 9_000), ANY),
    "bomb-mappings": (front("a: &a {b: 1}\nb: &b {x: *a, y: *a}\ntitle: *b"), ("FM107:3",)),
    "circle": (front("title: a\nauthors: &a [*a]"), ("FM102:3",)),
    "circle-mapping": (front("title: &a {b: *a}"), ("FM102:2",)),
    "circle-key": (front("title: a\n? &a [*a]\n: b"), ("FM107:3",)),
    "merge": (front("a: &a {title: b}\n<<: *a"), ("FM107:3", "FM105:1")),
    "merge-list": (front("title: a\na: &a {id: b}\n<<: [*a, *a]"), ("FM107:4",)),
    "merge-circle": (front("title: a\n<<: &a {<<: *a}"), ("FM107:3",)),
    "merge-nothing": (front("title: a\n<<: 1"), ("FM107:3",)),
    "alias-unknown": (front("title: *a"), ("FM102:2",)),
    "anchor-alone": (front("title: &a"), ("FM105:1",)),
    "anchor-twice": (front("title: &a b\nid: &a c\nslug: *a"), ("FM102:3",)),
    "tag-object": (front("title: !!python/object/apply:os.system [id]"), ("FM107:2",)),
    "tag-name": (front("title: !!python/name:os.system x"), ("FM107:2",)),
    "tag-module": (front("title: !!python/module:os x"), ("FM107:2",)),
    "tag-binary": (front("title: !!binary aGVp"), ("FM107:2",)),
    "tag-set": (front("title: a\nkeywords: !!set {a, b}"), ("FM107:3",)),
    "tag-omap": (front("title: a\nimage: !!omap [a: b]"), ("FM107:3",)),
    "tag-own": (front("title: !egen a"), ("FM107:2",)),
    "tag-uri": (front("title: !<tag:example.org,2000:x> a"), ("FM107:2",)),
    "tag-unknown-handle": (front("title: !e!x a"), ("FM102:2",)),
    "tag-bool": (front("title: a\ndraft: !!bool maybe"), ("FM107:3",)),
    "tag-int": (front("title: !!int abc"), ("FM107:2",)),
    "tag-key": (front("!!binary dGl0bGU=: a\ntitle: a"), ("FM107:2",)),
    "huge": (front("title: " + "9" * 50_000), ("FM104:2",)),
    "huge-hexadecimal": (front("title: 0x" + "f" * 50_000), ("FM104:2",)),
    "huge-exponent": (front("title: 1e999999999"), OK),
    "huge-float": (front("title: 1.0e+999999999"), ("FM104:2",)),
    "huge-sexagesimal": (front("title: " + "1:" * 5_000 + "1"), ("FM104:2",)),
    "octal": (front("title: 010"), ("FM104:2",)),
    "octal-12": (front("title: 0o10"), OK),
    "binary": (front("title: 0b1010"), ("FM104:2",)),
    "underscores": (front("title: 1_000_000"), ("FM104:2",)),
    "sexagesimal": (front("title: 12:30"), ("FM104:2",)),
    "sexagesimal-float": (front("title: 190:20:30.15"), ("FM104:2",)),
    "version": (front("title: 1.10"), ("FM104:2",)),
    "version-three": (front("title: 1.10.0"), OK),
    "plus": (front("title: +47"), ("FM104:2",)),
    "nan": (front("title: .nan"), ("FM104:2",)),
    "inf": (front("title: -.inf"), ("FM104:2",)),
    "nan-key": (front("title: a\n.nan: a\n.inf: b\n.nan: c"), ("FM103:5",)),
    "null": (front("title: ~"), ("FM105:1",)),
    "nothing": (front("title:"), ("FM105:1",)),
    "blank": (front("title: '   '"), ("FM105:1",)),
    "equals": (front("title: ="), ("FM104:2",)),
    "norway": (front("title: a\nlang: no"), ("FM104:3",)),
    "norway-upper": (front("title: a\nlanguage: NO"), ("FM104:3",)),
    "norway-quoted": (front("title: a\nlang: 'no'"), ("FM109:3",)),
    "on": (front("title: on"), ("FM104:2",)),
    "off": (front("title: Off"), ("FM104:2",)),
    "y": (front("title: y"), OK),
    "yes": (front("title: YES"), ("FM104:2",)),
    "ja": (front("title: a\ndraft: ja"), ("FM107:3",)),
    "sant": (front("title: a\ndraft: 1"), ("FM107:3",)),
    "draft-text": (front("title: a\ndraft: 'true'"), ("FM107:3",)),
    "on-key": (front("title: a\non: b\n1: c\n~: d"), ("FM106:3", "FM106:4", "FM106:5")),
    "complex-key": (front("title: a\n? [a, b]\n: c"), ("FM107:3",)),
    "complex-key-mapping": (front("title: a\n{a: b}: c"), ("FM107:3",)),
    "long-key": (front("title: a\n? " + "k" * 50_000 + "\n: c"), ("FM106:3",)),
    "long-key-twice": (front("title: a" + ("\n? " + "k" * 5_000 + "\n: c") * 2), ("FM103:5",)),
    "empty-key": (front("title: a\n'': b"), ("FM107:3",)),
    "twice": (front("title: a\ntitle: b"), ("FM103:3",)),
    "a-thousand-times": (front("title: a\n" * 1_000), ("FM103:3",)),
    "date": (front("title: a\ndate: 2026-02-30"), ("FM108:3",)),
    "date-month": (front("title: a\ndate: 2026-13-01"), ("FM108:3",)),
    "date-zero": (front("title: a\ndate: 0000-00-00"), ("FM108:3",)),
    "date-year-1": (front("title: a\ndate: 0001-01-01T00:00:00+14:00"), ("FM108:3",)),
    "date-year-9999": (front("title: a\ndate: 9999-12-31T23:59:59-12:00"), ("FM108:3",)),
    "date-year-10000": (front("title: a\ndate: 10000-01-01"), ("FM108:3",)),
    "date-leap-second": (front("title: a\ndate: 2016-12-31T23:59:60Z"), ("FM108:3",)),
    "date-24": (front("title: a\ndate: 2024-01-01T24:00:01Z"), ("FM108:3",)),
    "date-offset": (front("title: a\ndate: 2024-01-01T00:00:00+99:99"), ("FM108:3",)),
    "date-digits": (front("title: a\ndate: 2024-01-01T00:00:00." + "9" * 9_000 + "Z"), OK),
    "date-arabic": (front("title: a\ndate: ٢٠٢٤-٠١-٠١"), ("FM108:3",)),
    "date-words": (front("title: a\ndate: i morgen"), ("FM108:3",)),
    "date-number": (front("title: a\ndate: 1700000000"), ("FM108:3",)),
    "date-list": (front("title: a\ndate: [2024-01-01]"), ("FM107:3",)),
    "list": (front("- a\n- b"), ("FM102:2",)),
    "text": (front("en tekst"), ("FM102:2",)),
    "number": (front("42"), ("FM102:2",)),
    "toml-in-yaml": (front("title = 'a'"), ("FM102:2",)),
    "two-documents": (front("title: a\n--- # b\ntitle: c"), ("FM102:3",)),
    "directive": ("---\n%YAML 9.9\n---\ntitle: a\n---\n", ("FM102:2",)),
    "tab": (front("title: a\nimage:\n\tsrc: b"), ("FM102:4",)),
    "tab-first": (front("\ttitle: a"), ("FM102:2",)),
    "colon": (front("title: a: b"), ("FM102:2",)),
    "at": (front("title: @a"), ("FM102:2",)),
    "percent": (front("title: %a"), ("FM102:2",)),
    "grave": (front("title: `a`"), ("FM102:2",)),
    "quote": (front("title: 'a"), ("FM102:2",)),
    "quote-double": (front('title: "a\\q"'), ("FM102:2",)),
    "quotes-many": (front("title: " + "'" * 50_001), ("FM102:2",)),
    "escapes": (front('title: "' + "\\u0000" * 5_000 + '"'), ANY),
    "surrogate-escape": (front('title: "\\ud800"'), ("FM102:2",)),
    "bracket": (front("title: a\nkeywords: [a"), ("FM102:3",)),
    "brackets": (front("title: a\nx: " + "[" * 40_000), ("FM102:3",)),
    "braces": (front("title: a\nx: " + "{" * 40_000), ("FM102:3",)),
    "braces-closed": (front("title: a\nx: " + "{a: " * 9_000 + "1" + "}" * 9_000), ("FM102:3",)),
    "dashes": (front("title: a\nx:\n " + "- " * 40_000 + "a"), ("FM102:4",)),
    "question-marks": (front("title: a\n" + "? " * 40_000), ("FM102:3",)),
    "steps": (front("title: a\n" + "\n".join(" " * n + "a:" for n in range(400))), ("FM102:54",)),
    "anchors": (front("title: a\nx: [" + ", ".join(f"&a{n} b" for n in range(9_000)) + "]"), ANY),
    "fields": (front("title: a\n" + "\n".join(f"a{n}: b" for n in range(9_000))), ("FM106:3",)),
    "items": (front("title: a\nkeywords: [" + "a," * 40_000 + "]"), ("KW105:3",)),
    "commas": (front("title: a\nkeywords: " + "a," * 40_000), ("KW105:3",)),
    "commas-alone": (front("title: a\nkeywords: '" + "," * 90_000 + "'"), OK),
    "commas-on-lines": (front("title: a\nkeywords: >\n" + "  a,\n" * 15_000), ("KW105:5",)),
    "long-title": (front("title: " + "a" * 90_000), ("FM110:2",)),
    "too-long": (front("title: " + "a" * 100_001), ("FM102:1",)),
    "five-megabytes": (front("title: " + "a" * 5_000_000), ("FM102:1",)),
    "comments": (front("title: a\n" + "# x\n" * 20_000), OK),
    "block": (front("title: |9\n         a"), OK),
    "block-indent": (front("title: |0\n a"), ("FM102:2",)),
    "slug-up": (front("title: a\nslug: ../../../etc/passwd"), ("FM107:3",)),
    "slug-root": (front("title: a\nslug: /"), ("FM107:3",)),
    "slug-nul": (front('title: a\nslug: "a\\0b"'), ("FM107:3",)),
    "slug-long": (front("title: a\nslug: " + "a" * 5_000), ANY),
    "id-long": (front("title: a\nid: " + "a" * 90_000), OK),
    "image-up": (front("title: a\nimage: ../../../etc/passwd"), ("IMG301:3",)),
    "image-url": (front("title: a\nimage: javascript:alert(1)"), ANY),
    "image-empty": (front("title: a\nimage: {}"), ("FM107:3",)),
    "aliases": (front("title: a\naliases: [" + "/a," * 20_000 + "]"), ANY),
    "translates-itself": (front("title: a\ntranslates: yaml-translates-itself"), OK),
    "language-long": (front("title: a\nlang: " + "a-" * 40_000 + "a"), ("FM109:3",)),
    "language-nothing": (front("title: a\nlang: []"), ("FM107:3",)),
    "authors": (front("title: a\nauthors: [[[]]]"), ("FM107:3",)),
    "html-title": (front("title: <script>alert(1)</script>"), OK),
    "licence": (front("title: a\nlicence: javascript:alert(1)"), ANY),
}

TOML: Family = {
    "yaml": (toml("title: a"), ("FM102:2",)),
    "twice": (toml("title = 'a'\ntitle = 'b'"), ("FM103:3",)),
    "a-thousand-times": (toml("title = 'a'\n" * 1_000), ("FM102:2", "FM103:3")),
    "table-twice": (toml("title = 'a'\n[image]\n[image]"), ("FM103:4",)),
    "dotted": (toml("title = 'a'\n" + "a." * 40_000 + "b = 1"), ("FM102:3",)),
    "dotted-short": (toml("title = 'a'\n" + "a." * 40 + "b = 1"), ("FM106:3",)),
    "headers": (toml("title = 'a'\n" + "[[x]]\n" * 9_000), ("FM106:3",)),
    "tables": (toml("title = 'a'\n" + "\n".join(f"[a.b{n}]" for n in range(5_000))), ("FM106:3",)),
    "brackets": (toml("title = 'a'\nx = " + "[" * 40_000), ("FM102:2",)),
    "brackets-closed": (toml("title = 'a'\nx = " + "[" * 9_000 + "]" * 9_000), ("FM102:2",)),
    "braces": (toml("title = 'a'\nx = " + "{a=" * 9_000 + "1" + "}" * 9_000), ("FM102:2",)),
    "huge": (toml("title = " + "9" * 4_000), ("FM104:2",)),
    "huger": (toml("title = " + "9" * 50_000), ("FM102:2",)),
    "hexadecimal": (toml("title = 0x" + "f" * 50_000), ("FM104:2",)),
    "octal": (toml("title = 010"), ("FM102:2",)),
    "octal-1": (toml("title = 0o10"), ("FM104:2",)),
    "exponent": (toml("title = 1e999999999"), ("FM104:2",)),
    "nan": (toml("title = nan"), ("FM104:2",)),
    "inf": (toml("title = -inf"), ("FM104:2",)),
    "nan-key": (toml("title = 'a'\nnan = 1\ninf = 2\nnan = 3"), ("FM103:5",)),
    "boolean": (toml("title = true"), ("FM104:2",)),
    "no": (toml("title = 'a'\nlang = no"), ("FM102:3",)),
    "no-quoted": (toml("title = 'a'\nlang = 'no'"), ("FM109:3",)),
    "time": (toml("title = 12:30:00"), ("FM104:2",)),
    "date": (toml("title = 'a'\ndate = 2026-02-30"), ("FM108:3",)),
    "date-month": (toml("title = 'a'\ndate = 2026-13-01"), ("FM108:3",)),
    "date-year": (toml("title = 'a'\ndate = 0000-01-01"), ("FM108:3",)),
    "date-local": (toml("title = 'a'\ndate = 2024-01-01T12:00:00"), OK),
    "dates": (toml("title = 'a'\nx = [" + "2026-02-30," * 100 + "]"), ("FM102:2",)),
    "string": (toml("title = 'a"), ("FM102:2",)),
    "string-long": (toml('title = """a'), ("FM102:2",)),
    "quotes": (toml('title = "' + '\\"' * 40_000 + '"'), ("FM110:2",)),
    "quotes-long": (toml('title = """' + 'a"' * 40_000 + '"""'), ("FM110:2",)),
    "escape": (toml('title = "\\ud800"'), ("FM102:2",)),
    "escape-nul": (toml('title = "a\\u0000b"'), ANY),
    "control": (toml("title = 'a\x01'"), ("FM102:2",)),
    "five-megabytes": (toml("title = '" + "a" * 5_000_000 + "'"), ("FM102:1",)),
    "items": (toml("title = 'a'\nkeywords = [" + "'a'," * 20_000 + "]"), ("KW105:3",)),
    "commas": (toml("title = 'a'\nkeywords = '" + "a," * 40_000 + "'"), ("KW105:3",)),
    "key-empty": (toml("title = 'a'\n'' = 1"), ("FM106:3",)),
    "key-escape": (toml('"\\x41" = 1'), ("FM102:2",)),
    "key-escape-in-header": (toml("title = 'a'\n[\"\\ud800\"]"), ("FM102:3",)),
    "key-quoted": (toml("'title' = 'a'\n\"t\\u0069tle\" = 'b'"), ("FM103:3",)),
    "list": (toml("title = []"), ("FM107:2",)),
    "table": (toml("[title]\na = 1"), ("FM107:2",)),
    "image": (toml("title = 'a'\nimage.alt = 'b'"), ("FM107:3",)),
    "slug": (toml("title = 'a'\nslug = '../..'"), ("FM107:3",)),
}

RTL, LRI, PDI = "\u202e", "\u2066", "\u2069"
TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "skjult tekst")
UNICODE: Family = {
    "override": (body(f"En {RTL}tfirks tkefrev{PDI}."), ("TYP503:5",)),
    "override-title": (front(f"title: a{RTL}b"), ("TYP503:2",)),
    "isolates": (body(LRI * 10_000 + "a"), ("TYP503:5",)),
    "overrides": (body((RTL + "a") * 10_000), ("TYP503:5",)),
    "override-in-link": (body(f"[a](https://example.org/{RTL}gpj.exe)"), ("TYP503:5",)),
    "zero-width": (body("Nett\u200bverk"), ("TYP503:5",)),
    "zero-width-title": (front("title: '\u200b'"), ("TYP503:2",)),
    "zero-width-key": (front("ti\u200btle: a\ntitle: b"), ("FM106:2",)),
    "zero-width-fence": ("\u200b---\ntitle: a\n---\n", ("FM102:1",)),
    "zero-width-keyword": (front("title: a\nkeywords: Bus\u200biness"), ("TYP503:3",)),
    "joiners": (body("👩\u200d👩\u200d👧 نی\u200cشکر"), OK),
    "joiners-many": (body("\u200d" * 100_000), OK),
    "word-joiners": (body("a\u2060" * 10_000), ("TYP503:5",)),
    "tags": (body(f"a{TAGS}b"), ("TYP503:5",)),
    "tags-of-a-flag": (body("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"), OK),
    "combining": (body("e" + "\u0301" * 100_000), OK),
    "combining-title": (front("title: e" + "\u0301" * 9_000), ("FM110:2",)),
    "combining-first": (body("\u0301\u0302 a"), OK),
    "zalgo-heading": (body("# " + "a\u0334\u0335\u0336" * 9_000), OK),
    "homoglyphs": (front("title: Ѕоsiаlе mеdiеr"), OK),
    "homoglyph-key": (front("tіtle: a\ntitle: b"), ("FM106:2",)),
    "homoglyph-fence": ("\u2014\ntitle: a\n\u2014\n", ("FM102:1",)),
    "fullwidth": (front("ｔｉｔｌｅ: a\ntitle: b"), ("FM106:2",)),
    "fullwidth-colon": (front("title： a"), ("FM102:2",)),
    "no-break": (front("title:\u00a0a"), ("FM102:2",)),
    "no-breaks": (body("\u00a0" * 100_000 + "a"), OK),
    "ideographic-space": (front("\u3000title: a"), ("FM105:1",)),
    "soft-hyphens": (body("a\u00ad" * 20_000), OK),
    "variation": (body("❤\ufe0f" * 10_000), OK),
    "astral": (body("𝔸" * 50_000), OK),
    "annotations": (body("a\ufff9b\ufffac\ufffbd"), ("TYP503:5",)),
    "braille": (body("\u2800" * 1_000), OK),
    "hangul-filler": (front("title: \u3164"), OK),
    "arabic": (body("السلام عليكم [رابط](/a)"), OK),
    "turkish": (body("# İIıi\n\n[a](#i̇iıi)"), OK),
    "sharp-s": (body("# Straße\n\n[a](#strasse)"), ("LNK203:7",)),
    "decomposed-link": (body("# Blåbær\n\n[a](#blåbær)"), OK),
    "emoji-heading": (body("# 😀\n\n## 😀\n\n## !!!"), OK),
    "entities": (body("&#0; &#x110000; &#xD800; &nosuch; &#99999999;"), OK),
}

FAMILIES = {
    "encodings": ENCODINGS,
    "fences": FENCES,
    "yaml": YAML,
    "toml": TOML,
    "unicode": UNICODE,
}


def test_there_are_enough() -> None:
    contents = [content for family in FAMILIES.values() for content, _ in family.values()]
    assert len(set(contents)) + len(BODIES) + len(NAMES) >= 350


def check(root: Path, *arguments: str, limit: float = 60) -> dict[str, dict[str, str]]:
    """Path -> `CODE:line` -> severity, through the program as it is run.

    `limit` is in seconds of the processors, which others' work leaves alone.
    """
    begin = spent()
    done = pipeline(
        *("check", "--at", AT, "--format", "json", "--no-cache", *arguments),
        cwd=root,
        code=None,
        timeout=limit * 10 + 20,
    )
    assert spent() - begin < limit
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr == ""
    found: dict[str, dict[str, str]] = {}
    for each in json.loads(done.stdout)["diagnostics"]:
        path = each["path"].removeprefix("source/")
        found.setdefault(path, {})[f"{each['code']}:{each['line']}"] = each["severity"]
        assert each["code"] != "X001", each
        assert len(each["message"]) <= 400, each
    return found


def as_expected(told: dict[str, str], expected: tuple[str, ...]) -> bool:
    """Whether a file gives what it must."""
    if expected == ANY:
        return True
    if expected == OK:
        return "error" not in told.values()
    return told.keys() >= set(expected)


@pytest.mark.parametrize("family", FAMILIES)
def test_family(family: str, tmp_path: Path) -> None:
    files = {f"source/{family}-{name}.md": text for name, (text, _) in FAMILIES[family].items()}
    make(tmp_path, {**files, "source/good.md": article("God")})
    found = check(tmp_path, limit=LIMIT * 3)
    wrong = {
        name: found.get(f"{family}-{name}.md", {})
        for name, (_, expected) in FAMILIES[family].items()
        if not as_expected(found.get(f"{family}-{name}.md", {}), expected)
    }
    assert wrong == {}
    assert "good.md" not in found


@pytest.mark.parametrize(
    "family",
    ["encodings", *(pytest.param(name, marks=pytest.mark.slow) for name in ("toml", "unicode"))],
)
def test_the_neighbour_is_published(family: str, tmp_path: Path) -> None:
    """Beside them a build makes the good article's page, and no file outside its folder."""
    files = {f"source/{family}-{name}.md": text for name, (text, _) in FAMILIES[family].items()}
    make(tmp_path, {**files, "source/good.md": article("God")})
    done = pipeline(
        *("build", "--at", AT, "--only", "html,feed", "--keep-going", "--quiet"),
        cwd=tmp_path,
        code=1,
    )
    assert "Traceback" not in done.stderr
    assert "God" in (tmp_path / "build/good/index.html").read_text("utf-8")
    json.loads((tmp_path / "build/feed.json").read_text("utf-8"))
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"source", "build", ".pipeline"}


# Bodies that could take long. Sizes are those of the trials that a page must stand.

MEGABYTES = 5_000_000
BODIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "line-of-letters": ("x" * MEGABYTES, OK),
    "line-of-blanks": ("x" + " " * MEGABYTES + "x", OK),
    "line-of-graves": ("`" * MEGABYTES, ("SRC803:5",)),
    "line-of-pipes": ("|" * MEGABYTES, OK),
    "line-of-brackets": ("]" * 1_000_000, OK),
    "line-of-underscores": ("_" * 29_000, OK),
    "line-of-hashes": ("#" * 1_000_000, OK),
    "line-of-dashes": ("-" * 1_000_000, OK),
    "line-of-quotes": (">" * 1_000_000, ("STR407:5",)),
    "line-of-tabs": ("\t" * 1_000_000 + "x", OK),
    "title-of-letters": ("# " + "x" * 1_000_000, OK),
    "label-of-letters": ("[" + "x" * 1_000_000 + "]: /x", OK),
    "ampersands": ("&" * 29_000, OK),
    "angles": ("<" * 29_000, OK),
    "openings": ("[" * 10_000, OK),
    "openings-of-pictures": ("![" * 10_000, OK),
    "stars-apart": ("a*" * 10_000, OK),
    "strikes": ("~~a" * 10_000, OK),
    "emphasis-of-all-kinds": ("a**b_c*" * 3_000, OK),
    "emphasis-by-threes": ("a***b**c*" * 2_000, OK),
    "stars": ("*" * 10_000 + "a" + "*" * 10_000, OK),
    "stars-rising": (" ".join("*" * n + "a" for n in range(1, 240)), OK),
    "graves-rising": (" ".join("`" * n for n in range(1, 240)), OK),
    "graves-rising-apart": ("".join("a" + "`" * n for n in range(1, 240)), OK),
    "brackets": ("[" * 10_000 + "a" + "]" * 10_000, OK),
    "brackets-of-links": ("[" * 10_000 + "a" + "](/x)" * 10_000, ANY),
    "pictures-in-pictures": ("![" * 2_000 + "a" + "](/x)" * 2_000, ANY),
    "addresses-never-closed": ("[a](<b" * 14_000, OK),
    "titles-never-closed": ('[a](b "' * 20_000, OK),
    "parentheses": ("[a](" + "(" * 50_000, OK),
    "entities": ("&amp;" * 29_000, OK),
    "tags-never-closed": ("<a " * 29_000, OK),
    "comments-never-closed": ("x <!--" * 29_000, OK),
    "instructions-never-closed": ("x <?" * 29_000, OK),
    "declarations-never-closed": ("x <![CDATA[" * 3_000, OK),
    "attributes": ("x <a " + "a=b " * 20_000, OK),
    "addresses": ("<http://" * 10_000, OK),
    "mail": ("<a@b.c> " * 10_000, ANY),
    "escapes": ("\\*" * 14_000, OK),
    "quotes-10000": (">" * 10_000 + " x", ("STR407:5",)),
    "quotes-in-lines": ("\n".join("> " * 100 + "x" for _ in range(1_000)), ("STR407:5",)),
    "quotes-lazy": (">" * 100 + "x\n" + "y\n" * 1_000, ("STR407:5",)),
    "items-10000": ("- " * 10_000 + "x", ("STR407:5",)),
    "items-below": ("\n".join("  " * n + "- x" for n in range(1_000)), ("STR407:24",)),
    "items-and-quotes": ("> - " * 5_000 + "x", ("STR407:5",)),
    "items-empty": ("-\n" * 3_000, ("STR402:5",)),
    "items-many": ("- x\n" * 10_000, OK),
    "numbers": ("\n".join(f"{n}. x" for n in range(10_000)), OK),
    "numbers-huge": ("999999999. x\n\n1234567890. y", OK),
    "references": ("\n".join(f"[a{n}]: <{n}>" for n in range(10_000)), OK),
    "references-of-each-other": (
        "\n".join(f"[a{n}]: [a{n + 1}]" for n in range(5_000))
        + "\n\n"
        + " ".join(f"[a{n}]" for n in range(5_000)),
        ("LNK201:5",),
    ),
    "references-never-closed": ("[a\n" * 3_000, OK),
    "reference-titles": ("[a]: /x 'y\n" * 10_000, OK),
    "columns-5000": ("|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n" + "|b" * 5_000, OK),
    "columns-uneven": ("|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n" + "|b|\n" * 100, OK),
    "rows": ("|a|b|\n|-|-|\n" + "|c|d|\n" * 8_000, OK),
    "links": ("[a](/b) " * 10_000, ("LNK202:5",)),
    "headings": ("# x\n\n" * 5_000, ANY),
    "underlines": ("x\n=\n" * 5_000, ANY),
    "rules": ("---\n" * 29_000, OK),
    "html": ("a <b>" * 20_000, ("STR405:5",)),
    "lines": ("x\n" * 20_000, OK),
    "lines-empty": ("\n" * 1_000_000, OK),
    "lines-of-breaks": ("x\\\n" * 14_000, OK),
    "dashes": ("– x\n\n" * 10_000, ("STR404:5",)),
    "misspelt": ("[a](b c) " * 5_000, ("LNK204:5",)),
    "misspelt-openings": ("(a" * 50_000 + ")[", OK),
    "words-repeated": ("på " * 50_000, ("TYP502:5",)),
    "punctuation": ("a ,b. " * 10_000, ("TYP501:5",)),
    "footnote-numbers": ("[^a]" * 25_000, ("STR410:5",)),
    "footnote-numbers-never-closed": ("[^a" * 25_000, OK),
    "footnotes-in-footnotes": ("[^a]:" * 20_000 + " x", ("STR407:5",)),
    "footnotes": ("[^a]: x\n\n" * 12_000, ("STR411:5",)),
    "footnotes-of-each-other": (
        "[^0]\n\n" + "".join(f"[^{n}]: x[^{n + 1}]\n\n" for n in range(6_000)),
        ("STR410:12005",),
    ),
    "boxes-never-closed": ("::: note\n" * 11_000, ("STR407:44", "STR409:5")),
    "boxes": ("::: note\nx\n:::\n" * 7_000, OK),
    "box-ends": (":::\n" * 25_000, ("STR409:5",)),
    "line-of-colons": (":" * MEGABYTES, ("STR409:5",)),
    "boxes-and-a-line-of-colons": (
        "".join(f"{':' * (60 - n)} note\n" for n in range(39)) + ":" * 500_000,
        ANY,
    ),
    "admonitions": ("!!! note\n    x\n" * 7_000, OK),
    "alerts": ("> [!NOTE]\n> x\n\n" * 6_000, OK),
    "definitions-of-one-term": ("a\n" + ": b\n" * 20_000, OK),
    "definitions-in-definitions": ("a\n" + ": " * 30_000 + "b", ANY),
    "abbreviations": (
        "".join(f"*[A{n}]: b\n" for n in range(400)) + "\n" + "A1 A399 a " * 100_000,
        OK,
    ),
    "abbreviations-never-closed": ("*[" * 14_000, OK),
    "attributes-never-closed": ("[a](b){" * 14_000, ("LNK201:5",)),
    "attribute-lines": ("{.a}\n" * 20_000, ("STR413:5",)),
    "line-of-attributes": ("{." + "a" * MEGABYTES + "}", OK),
    "anchors": ("".join(f"{{#a{n}}}\nx\n\n" for n in range(7_000)), OK),
    "anchors-of-headings": ("## a {#a}\n\n" * 8_000, ("STR413:7",)),
    "spans": ("[a]{.a} " * 14_000, ("STR413:5",)),
    "spans-never-closed": ("[a]{" * 25_000, OK),
    "tasks": ("- [ ] x\n" * 14_000, OK),
    "tasks-in-tasks": ("- [ ] " * 15_000, ("STR407:5",)),
    "straight-quotes": ("\"a 'b " * 100_000, OK),
    "straight-quotes-in-lines": ("\"a\" 'b'\n\n" * 14_000, OK),
    "dashes-and-dots": ("a -- b... " * 50_000, OK),
    "undefined-references": ("[a][b] " * 14_000, ("LNK213:5",)),
    "tags-that-pass": ("<b>a</b> " * 14_000, OK),
    "tags-that-are-not-closed": ("<div>\n\n" * 14_000, ("STR405:5",)),
    "comments-as-blocks": ("<!-- a\n" * 14_000, ("STR405:5",)),
    "attributes-of-a-block": ("<div " + "a=b " * 50_000 + ">", ("STR405:5",)),
    "questions": ("# Spørsmål\n\n" + "## a?\n\nb\n\n" * 3_000, OK),
}


@pytest.mark.slow
def test_bodies(tmp_path: Path) -> None:
    """All of them beside each other; `test_body` holds the limit of each."""
    files = {f"source/{name}.md": body(text) for name, (text, _) in BODIES.items()}
    make(tmp_path, {**files, "source/good.md": article("God")})
    found = check(tmp_path, limit=LIMIT * 6)
    wrong = {
        name: found.get(f"{name}.md", {})
        for name, (_, expected) in BODIES.items()
        if not as_expected(found.get(f"{name}.md", {}), expected)
    }
    assert wrong == {}
    assert "good.md" not in found


@pytest.mark.slow
@pytest.mark.parametrize("name", BODIES)
def test_body(name: str, tmp_path: Path) -> None:
    make(tmp_path, {"source/heavy.md": body(BODIES[name][0])})
    check(tmp_path, "--jobs", "1", limit=LIMIT)


#: What takes the parser longest, as much of it as an article may have and far more.
HEAVY = {
    "openings": "[",
    "pictures": "![",
    "stars": "a*",
    "backslashes": "\\",
    "emphasis": "*a ",
    "strikes": "~~a",
    "links-cut": "[a](",
    "references": "[a\n",
    "declarations": "x <![CDATA[",
    "links": "[a](/b) ",
    "items": "- x\n",
    "quotes": f"{'>' * 40}x\n",
    "lazy": f"{'>' * 400}x\n" + "y\n" * 10_000,
    "addresses": "x [(a)[http://b ",
    "cells": "|" + "[x](/y)|" * 5_000 + "\n|" + "-|" * 5_000 + "\n\n",
    "graves": "a`b``",
    "angles": "a <b c",
    "entities": "&a",
    "underscores": "a _b",
    "definitions": "[a]: /x\n",
    "quotes-and-items": "> - x\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_heaviest_body(name: str, tmp_path: Path) -> None:
    """What is just light enough to be read, and 5 MB of the same, which is refused."""
    each = sum(map(HEAVY[name].count, "\n\\`*_~[<&"))
    make(tmp_path, {"source/heavy.md": body(HEAVY[name] * (29_000 // each))})
    assert "SRC803" not in str(check(tmp_path, "--jobs", "1", limit=LIMIT))
    make(tmp_path, {"source/heavy.md": body(HEAVY[name] * (MEGABYTES // len(HEAVY[name])))})
    assert "SRC803" in str(check(tmp_path, "--jobs", "1", limit=LIMIT))


# Names. Whether a disk keeps two that differ only in case is its own affair.

LONGEST = "a" * (255 - len(".md")) + ".md"
NAMES: dict[str, tuple[str, ...]] = {
    "index.md": OK,
    "INDEX.md": OK,
    "Index.MD": OK,
    "samme.md": ("FM112:1",),
    "Samme.md": ("FM112:1",),
    "SAMME.md": OK,
    unicodedata.normalize("NFC", "blåbær.md"): ("FM112:1",),
    unicodedata.normalize("NFD", "blåbær.md"): OK,
    "straße.md": ("FM112:1",),
    "strasse.md": OK,
    "linje\nskift.md": ("SRC804:1",),
    "tab\tulator.md": ("SRC804:1",),
    "esc\x1b[31m.md": ("SRC804:1",),
    "spørs?mål.md": ("SRC804:1",),
    "num#mer.md": ("SRC804:1",),
    "pro%sent.md": OK,
    "pro%2Fsent.md": OK,
    "a&b=c;d.md": OK,
    "kolon:.md": OK,
    "om\\vendt.md": OK,
    "stjerne*.md": OK,
    "blank .md": OK,
    " blank.md": OK,
    "punktum..md": OK,
    "con.md": OK,
    "NUL.md": OK,
    "com1.md": OK,
    "-rf.md": OK,
    "--help.md": OK,
    "~.md": OK,
    "$(id).md": OK,
    "`id`.md": OK,
    "<script>.md": OK,
    "\u202efdp.md": ANY,
    "\u200b.md": ANY,
    "😀.md": OK,
    ".md": OK,
    "..md": OK,
    LONGEST: OK,
    "404.md": ANY,
    "feed.json.md": ("FM112:1",),
    "assets/style.md": ("FM112:1",),
    "page/1.md": ("FM112:1",),
    "/".join(["mappe"] * 60) + "/dyp.md": OK,
}


def test_names(tmp_path: Path) -> None:
    files = {f"source/{name}": article(f"Nr. {n}") for n, name in enumerate(NAMES)}
    make(tmp_path, {**files, "source/good.md": article("God")})
    written = {path.name for path in (tmp_path / "source").iterdir()}
    found = check(tmp_path)
    wrong = {}
    for name, expected in NAMES.items():
        if name.partition("/")[0] in written and not as_expected(found.get(name, {}), expected):
            wrong[name] = found.get(name, {})
    assert wrong == {}
    assert "good.md" not in found


def test_names_that_no_folder_lists(tmp_path: Path) -> None:
    """Pipes, devices, links to nowhere and to themselves, files that may not be read."""
    make(tmp_path, {"source/good.md": article("God"), "source/shut.md": article("Lukket")})
    source = tmp_path / "source"
    os.mkfifo(source / "pipe.md")
    os.mkfifo(source / "site.toml")
    (source / "null.md").symlink_to("/dev/null")
    (source / "zero.md").symlink_to("/dev/zero")
    (source / "loop.md").symlink_to("loop.md")
    (source / "gone.md").symlink_to("gone-too.md")
    (source / "out.md").symlink_to("/etc/hostname")
    (source / "folder.md").mkdir()
    (source / "here").symlink_to(".")
    (source / "shut.md").chmod(0)
    found = check(tmp_path)
    expected = {
        "pipe.md": "SRC802:1",
        "site.toml": "SRC802:1",
        "null.md": "SRC801:1",
        "zero.md": "SRC801:1",
        "loop.md": "SRC802:1",
        "gone.md": "SRC802:1",
        "out.md": "SRC801:1",
        "here": "SRC802:1",
    }
    if os.geteuid() != 0:  # who may do all may also read what is shut
        expected["shut.md"] = "SRC802:1"
    assert {name: next(iter(told)) for name, told in found.items()} == expected


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    make(tmp_path, {"source/good.md": article("God")})
    for name in (b"\xff.md", b"bl\xe5.md", b"\xed\xa0\x80.md", b"\xc0\xaf.md"):
        (tmp_path / "source" / os.fsdecode(name)).write_text(article("Navn"))
    found = check(tmp_path)
    assert {code for told in found.values() for code in told} == {"SRC802:1"}
    assert len(found) == 4


def test_settings_that_are_hostile(tmp_path: Path) -> None:
    """Neither `site.toml` nor `keywords.toml` can stop the check."""
    make(tmp_path, {"source/good.md": article("God")})
    for text in (
        "a = " + "[" * 100_000,
        "a." * 100_000 + "b = 1",
        "title = '" + "a" * MEGABYTES + "'",
        "[[keyword]]\n" * 10_000,
        "x = " + "9" * 100_000,
        "\0",
        "\ufeff\ufeff",
        "title = '''",
    ):
        make(tmp_path, {"source/site.toml": text, "source/keywords.toml": text})
        found = check(tmp_path, limit=LIMIT)
        assert {"site.toml", "keywords.toml"} & set(found)
        assert set(found) <= {"site.toml", "keywords.toml", "good.md"}
