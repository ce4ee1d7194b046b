"""The linter of feeds: broken variants that schemas pass, good feeds, hostile files.

Each variant is a good feed with one text replaced. Its finding must stand where the text `there`
begins, and be the only one.
"""

import json
import os
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.feed_check.check import check
from pipeline.feed_check.json_text import locate
from pipeline.feed_files import feeds_in
from pipeline.model import Diagnostic
from pipeline.rules import ALL
from tests.site import AT, REPOSITORY, article, build, make, pipeline

FEEDS = REPOSITORY / "tests" / "feeds"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
#: What stands behind the fault in a row of the table.
ERROR, WARNING = "error", "warning"
CODES = [f"SYN{number}" for number in range(751, 763)]


class Broken(NamedTuple):
    """A good feed, what is replaced by what, the finding, and where it must stand."""

    feed: str
    old: str
    new: str
    code: str
    there: str
    says: str
    severity: str = ERROR


ID = '"id": "https://example.org/episode-1"'
URL = '"url": "https://example.org/episode-1"'
TITLE = '"title": "Fiskeren som ble baker"'
HTML = '"content_html": "<p>Hello, quay!</p>"'
SIZE = ',\n          "size_in_bytes": 89970236'
TAGS = '["brød", "fisk & sjømat"]'
QUAY = "<p>Hello, quay!</p>"
GUID = '<guid isPermaLink="false">https://example.org/?p=17</guid>'
DATE = "Mon, 04 Mar 2024 10:30:00 +0000"
ENCLOSURE = '<enclosure url="https://example.org/1.mp3" length="498537" type="audio/mpeg"/>'
SELF = '<link rel="self" type="application/atom+xml" href="https://example.org/feed.atom"/>'
SECOND_ID = '"id": "2",'

# fmt: off
BROKEN = (
    # JSON Feed: the feed
    Broken("simple.json", "version/1.1", "version/2", "SYN752", '"https://json', "no version"),
    Broken("simple.json", "https://jsonf", "http://jsonf", "SYN752", '"http://json', "no version"),
    Broken("simple.json", '"https://jsonfeed.org/version/1.1"', "1.1", "SYN752", "1.1", "`1.1`"),
    Broken("simple.json", '"version": "https://jsonfeed.org/version/1.1",', "", "SYN752", "{",
           "no `version`"),
    Broken("simple.json", '"title": "Notes from the harbour",', "", "SYN752", "{", "no `title`"),
    Broken("simple.json", '"items"', '"_items"', "SYN752", "{", "no `items`"),
    Broken("simple.json", '"home_page_url": "https://example.org/",', "", "SYN752", "{",
           "no `home_page_url`", WARNING),
    Broken("simple.json", '"feed_url": "https://example.org/feed.json",', "", "SYN752", "{",
           "no `feed_url`", WARNING),
    Broken("simple.json", '"https://example.org/feed.json"', '"/feed.json"', "SYN754",
           '"/feed.json"', "no absolute"),
    Broken("simple.json", '"items"', '"next_url": "https://example.org/feed.json", "items"',
           "SYN754", '"https://example.org/feed.json", "items"', "for ever"),
    Broken("simple.json", '"items"', '"language": "nb_NO", "items"', "SYN757", '"nb_NO"', "nb_NO"),
    Broken("simple.json", '"items"', '"language": "norsk", "items"', "SYN757", '"norsk"', "norsk"),
    Broken("simple.json", '"items"', '"language": "no", "items"', "SYN757", '"no"', "which",
           WARNING),
    Broken("simple.json", "Notes from", "Notes <b>from</b>", "SYN755", "<b>", "<b>"),
    Broken("simple.json", "Notes from", "Notes &amp; from", "SYN755", "&amp;", "&amp;"),
    Broken("simple.json", '"Notes from the harbour"', '"  "', "SYN759", '"  "', "blank", WARNING),
    Broken("simple.json", '"items"', '"icon": "/icon.png", "items"', "SYN754", '"/icon', "icon"),
    Broken("simple.json", '"items"', '"expired": "no", "items"', "SYN759", '"no"', "expired"),
    Broken("simple.json", '"items"', '"hubs": [{"url": "https://h.example/"}], "items"', "SYN759",
           '{"url": "https://h', "a hub has"),
    Broken("simple.json", '"items"', '"descriptoin": "x", "items"', "SYN759", '"descriptoin"',
           "no field", WARNING),
    Broken("simple.json", 'harbour",', 'harbour"', "SYN751", '"home_page_url"', "no JSON"),
    Broken("simple.json", '"title": "N', '"title": "A", "title": "N', "SYN759", "{", "twice"),
    # JSON Feed: an item
    Broken("simple.json", SECOND_ID, "", "SYN753", '{\n      \n      "content_text"', "no `id`"),
    Broken("simple.json", '"id": "2"', '"id": ""', "SYN753", '"",', "blank"),
    Broken("simple.json", '"id": "2"', '"id": " "', "SYN753", '" ",', "blank"),
    Broken("simple.json", '"id": "2"', '"id": 2', "SYN753", "2,\n", "no text"),
    Broken("simple.json", '"id": "1"', '"id": "2"', "SYN753", '"2",\n      "content_html"',
           "item 1 too"),
    Broken("podcast.json", ID, ID[:-1] + '?utm_source=feed"', "SYN753",
           '"https://example.org/episode-1?utm', "utm_source"),
    Broken("podcast.json", ID, ID[:-1] + '?a=1&fbclid=x"', "SYN753",
           '"https://example.org/episode-1?a', "fbclid"),
    Broken("podcast.json", URL, '"url": "/episode-1"', "SYN754", '"/episode-1"', "no absolute"),
    Broken("podcast.json", URL, '"url": "episode 1"', "SYN754", '"episode 1"', "blanks"),
    Broken("podcast.json", URL, '"url": "example.org/1"', "SYN754", '"example.org/1"', "absolute"),
    Broken("podcast.json", "Fiskeren", "<i>Fiskeren</i>", "SYN755", "<i>", "title"),
    Broken("podcast.json", "Ola forteller", "<p>Ola</p> forteller", "SYN755", "<p>Ola", "summary"),
    Broken("podcast.json", "baker", "b&aring;ker", "SYN755", "&aring;", "title"),
    Broken("podcast.json", "baker", "bÃ¥ker", "SYN762", "Ã¥", "encoding", WARNING),
    Broken("podcast.json", "baker", "ba\\u0008ker", "SYN762", "\\u0008", "U+0008", WARNING),
    Broken("podcast.json", "2014-05-09T14:04:00-07:00", "2014-05-09T14:04:00", "SYN756",
           '"2014-05-09T14:04:00"', "no offset"),
    Broken("podcast.json", "2014-05-09T14:04:00-07:00", "2014-05-09", "SYN756", '"2014-05-09"',
           "a day"),
    Broken("podcast.json", "2014-05-09T14:04:00-07:00", "2014-02-30T14:04:00Z", "SYN756",
           '"2014-02-30', "calendar"),
    Broken("podcast.json", "2014-05-09T14:04:00-07:00", "Fri, 09 May 2014 14:04:00 -0700", "SYN756",
           '"Fri', "no time"),
    Broken("podcast.json", "2014-05-09T14:04:00-07:00", "2014-05-09 14:04:00+0700", "SYN756",
           '"2014-05-09 ', "RFC 3339"),
    Broken("podcast.json", "2014-05-09T14:04:00-07:00", "0001-01-01T00:00:00Z", "SYN756", '"0001',
           "never set"),
    Broken("podcast.json", "2014-05-10T14:04:00.5-07:00", "2014-05-08T14:04:00Z", "SYN756",
           '"2014-05-08', "before", WARNING),
    Broken("podcast.json", "2014-05-10T14:04:00.5-07:00", "2031-05-10T14:04:00Z", "SYN756", '"2031',
           "future", WARNING),
    Broken("podcast.json", TAGS, '"brød, fisk"', "SYN759", '"brød, fisk"', "must be a list"),
    Broken("podcast.json", '"brød"', '""', "SYN759", '"", "fisk', "blank", WARNING),
    Broken("podcast.json", '"brød"', '"fisk & sjømat"', "SYN759", '"fisk & sjømat"],', "twice",
           WARNING),
    Broken("podcast.json", '"authors": [{"name": "Per"}]', '"author": {"name": "Per"}', "SYN759",
           '"author"', "version 1 ", WARNING),
    Broken("podcast.json", '[{"name": "Per"}]', '{"name": "Per"}', "SYN759", '"authors"', "list"),
    Broken("podcast.json", '[{"name": "Per"}]', '["Per"]', "SYN759", '"Per"', "no object"),
    Broken("podcast.json", '[{"name": "Per"}]', "[{}]", "SYN759", "{}", "neither name"),
    Broken("podcast.json", '"mime_type": "audio/x-m4a",', "", "SYN760", '{\n          "url"',
           "no `mime_type`"),
    Broken("podcast.json", "audio/x-m4a", "pdf", "SYN760", '"pdf"', "no MIME type"),
    Broken("podcast.json", SIZE, "", "SYN760", '{\n          "url"', "size_in_bytes", WARNING),
    Broken("podcast.json", "89970236", '"90 MB"', "SYN760", '"90 MB"', "no number"),
    Broken("podcast.json", '"https://example.org/1.m4a"', '"1.m4a"', "SYN754", '"1.m4a"', "url"),
    Broken("simple.json", HTML, '"content_html": ""', "SYN761", '""', "empty"),
    Broken("simple.json", HTML + ",", "", "SYN761", '{\n      "id": "1"', "neither"),
    Broken("simple.json", "The second note.", "<p>The second</p>", "SYN755", '"<p>', "HTML"),
    Broken("podcast.json", "https://example.org/bakeriet", "/bakeriet", "SYN754", "/bakeriet",
           "relative"),
    Broken("podcast.json", "https://example.org/bakeriet", "#mel", "SYN754", "#mel", "reader"),
    Broken("podcast.json", "https://example.org/bakeriet", "//e.org/", "SYN754", "//e.org/", "`//"),
    Broken("podcast.json", 'https://example.org/b.jpg\\" srcset', 'b.jpg\\" srcset', "SYN754",
           "b.jpg", "`src`"),
    Broken("podcast.json", "https://example.org/b2.jpg", "b2.jpg", "SYN754",
           "https://example.org/b.jpg 1x", "`srcset`"),
    Broken("simple.json", QUAY, "<video poster='p.jpg'></video>", "SYN754", "p.jpg", "poster"),
    Broken("simple.json", QUAY, "<p>a</p><script>x < '<a href=b>'</script>", "SYN758", "<script",
           "<script>"),
    Broken("simple.json", QUAY, "<style>p {}</style><p>a</p>", "SYN758", "<style", "<style>"),
    Broken("simple.json", QUAY, "<p style='color: red'>a</p>", "SYN758", "color", "style", WARNING),
    Broken("simple.json", QUAY, "<p onclick='more()'>a</p>", "SYN758", "more()", "onclick"),
    Broken("simple.json", QUAY, "<a href=' Java\\nscript:x()'>a</a>", "SYN758", " Java", "runs"),
    Broken("simple.json", QUAY, "<a href='&#106;avascript:x()'>a</a>", "SYN758", "&#106;", "runs"),
    Broken("simple.json", QUAY, "<form><p>a</p></form>", "SYN758", "<form", "<form>"),
    # RSS
    Broken("blog.xml", 'version="2.0"', 'version="0.92"', "SYN752", "0.92", "no RSS 2.0"),
    Broken("blog.xml", "<link>https://example.org</link>\n\t<desc", "<desc", "SYN752", "<channel",
           "no `<link>`"),
    Broken("blog.xml", "<description>Nytt fra brygga</description>", "", "SYN752", "<channel",
           "description"),
    Broken("blog.xml", 'rel="self"', 'rel="related"', "SYN752", "<channel", "self", WARNING),
    Broken("blog.xml", "<link>https://example.org</link>\n\t<desc", "<link>/</link><desc", "SYN754",
           "<link>/", "no absolute"),
    Broken("blog.xml", "nb-NO", "nb_NO", "SYN757", "<language", "nb_NO"),
    Broken("blog.xml", GUID, "", "SYN753", "<item>", "no `<guid>`", WARNING),
    Broken("blog.xml", GUID, "<guid/>", "SYN753", "<guid/>", "blank"),
    Broken("blog.xml", GUID, "<guid>post-17</guid>", "SYN753", "<guid>post", "no address"),
    Broken("blog.xml", GUID, '<guid isPermaLink="true">urn:x:1</guid>', "SYN753", "<guid isP",
           "no address"),
    Broken("blog.xml", GUID, "<guid>https://example.org/a/?utm_medium=x</guid>", "SYN753",
           "<guid>http", "utm_medium"),
    Broken("blog.xml", DATE, "2024-03-04T10:30:00Z", "SYN756", "<pubDate", "no date of RFC 822"),
    Broken("blog.xml", DATE, "Mon, 04 March 2024 10:30:00 +0000", "SYN756", "<pubDate", "822"),
    Broken("blog.xml", DATE, "Mon, 04 Mar 2024 10:30:00", "SYN756", "<pubDate", "no timezone"),
    Broken("blog.xml", DATE, "Tue, 04 Mar 2024 10:30:00 +0000", "SYN756", "<pubDate", "is a Mon"),
    Broken("blog.xml", DATE, "30 Feb 2024 10:30:00 +0000", "SYN756", "<pubDate", "calendar"),
    Broken("blog.xml", DATE, "Wed, 05 Mar 2031 10:30:00 +0000", "SYN756", "<pubDate", "future",
           WARNING),
    Broken("blog.xml", "pubDate", "pubdate", "SYN759", "<pubdate", "nothing of RSS", WARNING),
    Broken("blog.xml", "Vårpuss &#8211;", "&lt;b>Vårpuss&lt;/b>", "SYN755", "&lt;b>", "title"),
    Broken("blog.xml", "Vårpuss &#8211;", "Vårpuss &amp;#8211;", "SYN755", "&amp;#8211;", "#8211"),
    Broken("blog.xml", "Vårpuss &#8211;", "<b>Vårpuss</b>", "SYN759", "<b>", "element `<b>`"),
    Broken("blog.xml", 'src="https://example.org/b.jpg"', 'src="/b.jpg"', "SYN754", "/b.jpg",
           "relative"),
    Broken("blog.xml", "<p>Skrap", "<script>x()</script><p>Skrap", "SYN758", "<script", "script"),
    Broken("blog.xml", "<![CDATA[Båt & motor]]>", "", "SYN759", "<category", "blank", WARNING),
    Broken("blog.xml", "<dc:creator><![CDATA[Kari Nordmann]]></dc:creator>",
           "<author>Kari</author>", "SYN759", "<author", "mail address", WARNING),
    Broken("podcast.xml", ENCLOSURE, ENCLOSURE.replace(' length="498537"', ""), "SYN760",
           "<enclosure", "no `length`"),
    Broken("podcast.xml", ENCLOSURE, ENCLOSURE.replace(' type="audio/mpeg"', ""), "SYN760",
           "<enclosure", "no `type`"),
    Broken("podcast.xml", "audio/mpeg", "mp3", "SYN760", 'mp3"/>', "no MIME type"),
    Broken("podcast.xml", '"498537"', '"8 MB"', "SYN760", "8 MB", "bytes"),
    Broken("podcast.xml", ENCLOSURE, "", "SYN761", "<description><", "whole text", WARNING),
    Broken("podcast.xml", "<rss version", "<!DOCTYPE rss><rss version", "SYN751", "<!DOCTYPE",
           "document type"),
    Broken("podcast.xml", "Talks on", "Talks &nbsp; on", "SYN751", "&nbsp;", "undefined entity"),
    Broken("podcast.xml", "Talks on", "Talks & on", "SYN751", " on", "not well-formed"),
    Broken("podcast.xml", "Talks on", "Talks \x0b on", "SYN751", "\x0b", "U+000B"),
    Broken("podcast.xml", "</channel>", "", "SYN751", "rss>", "mismatched"),
    Broken("podcast.xml", "<?xml", "\n<?xml", "SYN751", "<?xml", "not at start"),
    Broken("podcast.xml", "UTF-8", "UTF-7", "SYN751", "", "no encoding"),
    Broken("podcast.xml", "<rss ", '<rss xmlns="http://a.example/" ', "SYN751", "<rss",
           "in a namespace"),
    Broken("podcast.xml", " xmlns:itunes=", " xmlns:other=", "SYN751", "<itunes:author",
           "unbound prefix"),
    # Atom
    Broken("essay.atom", "2005/Atom", "2005/atom", "SYN751", "<feed", "namespace"),
    Broken("essay.atom", "<id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>", "", "SYN752",
           "<feed", "no `<id>`"),
    Broken("essay.atom", "<updated>2005-07-31T12:29:29Z</updated>\n  <id>", "<id>", "SYN752",
           "<feed", "no `<updated>`"),
    Broken("essay.atom", SELF, "", "SYN752", "<feed", "self", WARNING),
    Broken("essay.atom", 'prev-archive" href="https://example.org/feed-archive/1.atom',
           'next" href="https://example.org/feed.atom', "SYN754",
           'https://example.org/feed.atom"/>\n  <rights', "for ever"),
    Broken("essay.atom", "<id>tag:example.org,2003:3.2397</id>", "", "SYN753", "<entry",
           "no `<id>`"),
    Broken("essay.atom", "tag:example.org,2003:3.2397", "/bolger", "SYN753", "<id>/b", "absolute"),
    Broken("essay.atom", "<published>2003-12-13T08:29:29-04:00", "<published>2003-12-13T08:29:29",
           "SYN756", "<published", "no offset"),
    Broken("essay.atom", "<published>2003", "<published>2006", "SYN756",
           "<updated>2005-07-31T12:29:29Z</updated>\n    <pub", "before", WARNING),
    Broken("essay.atom", 'hreflang="en"', 'hreflang="nb"', "SYN759",
           '<link rel="alternate" type="text/html" hreflang="nb" href="https://example.org/en/"',
           "second alternate"),
    Broken("essay.atom", "1999/xhtml", "1999/html", "SYN759", "<div", "XHTML's namespace"),
    Broken("essay.atom", "<p><i>", '<p onload="x()"><i>', "SYN758", "x()", "onload"),
    Broken("essay.atom", "<title>Bølger", "<title>&lt;b>Bølger&lt;/b>", "SYN755", "&lt;b>", "<b>"),
    Broken("essay.atom", '<category term="sjø"/>', "<category>sjø</category>", "SYN759",
           "<category", "term"),
    Broken("essay.atom", "<author><name>Kari Nordmann</name></author>", "", "SYN759", "<entry",
           "author"),
    Broken("essay.atom", ' type="audio/mpeg"', "", "SYN760", '<link rel="enclosure"', "no `type`"),
    Broken("essay.atom", ' length="1337"', "", "SYN760", '<link rel="enclosure"', "length",
           WARNING),
    Broken("essay.atom", ' when="2005-07-30T12:29:29Z"', "", "SYN759", "<at:", "no `when`"),
    Broken("essay.atom", "<contributor>", "<contributer>", "SYN751", "contributor>", "mismatched"),
    Broken("commits.atom", "&lt;pre&gt;Mend the rudder&lt;/pre&gt;", " ", "SYN761", "<content",
           "empty"),
    Broken("commits.atom", "&lt;pre&gt;Mend", "&lt;a href=&quot;/boat&quot;&gt;Mend", "SYN754",
           "/boat&quot;", "relative"),
    Broken("commits.atom", '<content type="html">\n      ', "<content>", "SYN755", "<content",
           "plain text by its type"),
    Broken("commits.atom", 'xml:lang="en-US"', 'xml:lang="en_US"', "SYN757", "en_US", "language"),
)
# fmt: on


def found_in(content: bytes, path: str = "feed") -> list[Diagnostic]:
    return list(check(path, content, NOW))


def named(row: Broken) -> str:
    return f"{row.code}-{row.feed}-{row.new[:30]!r}"


@pytest.mark.parametrize("row", BROKEN, ids=named)
def test_broken(row: Broken) -> None:
    good = (FEEDS / row.feed).read_text("utf-8")
    assert row.old in good
    text = good.replace(row.old, row.new, 2 if row.old == "pubDate" else 1)
    found = found_in(text.encode())
    assert [(each.code, each.severity) for each in found] == [(row.code, row.severity)], found
    told = found[0]
    assert row.says in told.message
    assert told.hint
    index = text.index(row.there)
    line = text.count("\n", 0, index) + 1
    column = index - text.rfind("\n", 0, index)
    assert (told.span.line, told.span.column) == (line, column)


def test_the_table_is_long() -> None:
    """And has every rule of the linter."""
    assert len(BROKEN) >= 45
    assert (
        {row.code for row in BROKEN}
        == set(CODES)
        == {rule.code for rule in ALL if rule.output == "syndicate"}
    )


@pytest.mark.parametrize("feed", sorted(path.name for path in FEEDS.iterdir()))
def test_good(feed: str) -> None:
    assert found_in((FEEDS / feed).read_bytes()) == []


#: Files that are good, but for how they are saved.
SAVED = {
    "latin-1": ("essay.atom", "latin-1", ["SYN751"]),
    "said latin-1": ("essay.atom", "iso-8859-1", []),
    "utf-16": ("essay.atom", "utf-16", []),
    "mark": ("essay.atom", "utf-8-sig", []),
    "json mark": ("podcast.json", "utf-8-sig", ["SYN751"]),
    "json utf-16": ("podcast.json", "utf-16", ["SYN751"]),
    "json latin-1": ("podcast.json", "latin-1", ["SYN751"]),
}


@pytest.mark.parametrize("how", SAVED)
def test_encodings(how: str) -> None:
    feed, encoding, codes = SAVED[how]
    text = (FEEDS / feed).read_text("utf-8")
    if encoding == "iso-8859-1":
        text = text.replace('encoding="utf-8"', 'encoding="iso-8859-1"')
    found = found_in(text.encode(encoding))
    assert [each.code for each in found] == codes, found


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"/>', "Atom 0.3", "Atom 1.0"),
        ('<rss version="0.91"/>', "RSS `0.91`, and no", 'version="2.0"'),
        (
            '<rss version="2.0"><channel><description/></channel></rss>',
            "`description` is blank",
            "write it: RSS 2.0 requires it",
        ),
    ],
)
def test_what_can_be_done(text: str, said: str, hint: str) -> None:
    """Feeds of long ago, and what may not be left out."""
    (told,) = [each for each in found_in(text.encode()) if said in each.message]
    assert hint in told.hint


def test_line_ends_of_windows() -> None:
    text = (FEEDS / "blog.xml").read_text("utf-8").replace("nb-NO", "nb_NO")
    one, other = found_in(text.encode()), found_in(text.replace("\n", "\r\n").encode())
    assert one == other != []


def test_no_feeds() -> None:
    for content in (
        b"",
        b"  \n",
        b"hello",
        b"[]",
        b"1",
        b"{}",
        b"null",
        b"<a/>",
        b"<html></html>",
        b"<!DOCTYPE html>\n<html>",
        b"\x00",
        b"\xff\xfe",
        b'{"a": NaN}',
        b"<rss version='2.0'/>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
    ):
        found = found_in(content)
        assert any(each.severity == "error" for each in found), content
        assert all(each.span.line >= 1 and each.span.column >= 1 for each in found)


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
START = '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": ['
BOMBS = {
    "entities": f"<!DOCTYPE rss [{ENTITIES}]><rss>&e11;</rss>",
    "file": '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
    "deep xml": "<a>" * 300_000,
    "wide xml": "<rss version='2.0'><channel>" + "<a/>" * 600_000,
    "runs": "<rss version='2.0'><channel><title>" + "&amp;" * 600_000,
    "attributes": "<rss " + " ".join(f'a{n}=""' for n in range(60_000)) + "/>",
    "deep json": "[" * 1_000_000,
    "deep objects": '{"a":' * 1_000_000,
    "wide json": "[" + "0," * 5_000_000 + "0]",
    "long number": START + "9" * 1_000_000 + "]}",
    "escapes": START + '"' + "\\u0000" * 200_000 + '"]}',
    "many faults": START + ",".join(["{}"] * 40_000) + "]}",
    "quotes": START + json.dumps({"id": "1", "content_html": "<a b='<a b=\"" * 40_000}) + "]}",
    "open tags": START + json.dumps({"id": "1", "content_html": "<a " * 100_000}) + "]}",
    "comments": START + json.dumps({"id": "1", "content_html": "<!--" * 300_000}) + "]}",
    "scripts": START + json.dumps({"id": "1", "content_html": "<script>" * 300_000}) + "]}",
    "sources": START
    + json.dumps({"id": "1", "content_html": "<img srcset='" + "a, " * 50_000})
    + "]}",
    "large": START + " " * 60_000_000,
    "surrogates": START + '{"id": "1", "title": "\\ud800", "content_text": "\\udfff"}]}',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_hostile(bomb: str) -> None:
    """Every one is told of, in seconds, and takes memory in proportion to its bytes."""
    content = BOMBS[bomb].encode()
    began = time.process_time()
    found = found_in(content)
    assert time.process_time() - began < 5
    assert found
    assert len(found) <= 13 * 200


def test_memory() -> None:
    content = BOMBS["entities"].encode()
    tracemalloc.start()
    try:
        found_in(content)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_places_within_escapes() -> None:
    """A character of the value is where it is written, whatever it takes to write it."""
    text = '{"a": ["\\u00e5\\n\\ud83d\\ude00æ<b>", 1]}'
    value = json.loads(text)["a"][0]
    at = value.index("<b>")
    (span,) = locate(text, [(("a", 0), at, at + 3)])
    assert text[span.column - 1 : span.end_column - 1] == "<b>"


def test_the_command(tmp_path: Path) -> None:
    """Our own feeds by default; files, the input, JSON, and what makes it fail."""
    make(tmp_path, {"source/a.md": article("A", more="date: 2024-03-04\n"),
                    "source/site.toml": 'base_url = "https://example.org"\nlanguage = "nb"\n'
                    'title = "T"\nauthors = ["Red"]\n'})  # fmt: skip
    command = ("syndicate", "check", "--at", AT)
    assert "run `pipeline build`" in pipeline(*command, cwd=tmp_path, code=2).stderr
    build(tmp_path, "--only", "feed")
    feed = (tmp_path / "build/feed.json").read_text("utf-8")
    make(tmp_path, {"build/partners/kari/feed.json": feed.replace('"T"', '"<b>T</b>"')})
    done = pipeline(*command, cwd=tmp_path, code=1)
    assert "build/partners/kari/feed.json:3:12: error SYN755 markup-in-plain-text" in done.stdout
    assert done.stdout.endswith(" feeds: 1 error\n")
    good = str(tmp_path / "build/feed.json")
    assert pipeline(*command, good, cwd=tmp_path).stdout == "1 feed: no findings\n"
    warned = feed.replace('"feed_url"', '"_x"')
    make(tmp_path, {"a.json": warned})
    pipeline(*command, "a.json", cwd=tmp_path)
    told = pipeline(*command, "--json", "--fail-on", "warning", "a.json", cwd=tmp_path, code=1)
    (found,) = json.loads(told.stdout)["diagnostics"]
    assert (found["code"], found["path"], found["line"]) == ("SYN752", "a.json", 1)
    assert "a.txt" in pipeline(*command, "a.txt", cwd=tmp_path, code=2).stderr
    pipeline(*command, "a.json", "a.json", cwd=tmp_path, code=2)


def test_the_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "syndicate", "check", "-"],
        input="<rss/>",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("<stdin>:1:1: error SYN752 ")


def test_which_files_are_feeds(tmp_path: Path) -> None:
    names = ["feed.json", "feed.xml", "nb/feed.atom", "feeds/1.json", "partners/x/feed.xml"]
    make(tmp_path, dict.fromkeys([*names, "sitemap.xml", "feeds/index.html", "a/b.json"], ""))
    assert feeds_in(tmp_path) == sorted(names)


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(each, (*at, key))


@pytest.mark.parametrize("feed", ["podcast.json", "microblog.json"])
def test_any_value_anywhere(feed: str) -> None:
    """Whatever stands in a field is told of, and breaks nothing."""
    text = (FEEDS / feed).read_text("utf-8")
    for at in list(paths(json.loads(text)))[1:]:
        values: tuple[Any, ...] = (None, True, -1, 1.5, "", "x", [], {}, [[]], [{}], {"a": {}})
        for value in values:
            changed = json.loads(text)
            there = changed
            for key in at[:-1]:
                there = there[key]
            there[at[-1]] = value
            for found in found_in(json.dumps(changed, indent=1).encode()):
                assert found.span.line > 1 or found.span.column == 1


@pytest.mark.parametrize("feed", ["blog.xml", "podcast.xml", "essay.atom", "commits.atom"])
def test_any_part_missing(feed: str) -> None:
    """A tag, an attribute or a text less, or one twice."""
    text = (FEEDS / feed).read_text("utf-8")
    rows = text.split("\n")
    for part in re.finditer(r"<[^>]*>| [\w:]+=\"[^\"]*\"|(?<=>)[^<]+|(?<=\")[^\"]+", text):
        for instead in ("", part[0] * 2, "<b/>", "x"):
            changed = text[: part.start()] + instead + text[part.end() :]
            for found in found_in(changed.encode()):
                assert 1 <= found.span.line <= len(rows) * 2
                assert found.message
