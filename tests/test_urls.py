"""Addresses as URLs: resolved as a browser does, they lead where they should."""

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline import urls
from pipeline.model import Address

HOST = "https://example.org"

RELATIVE = [
    ("/a/", "/a/", "./"),
    ("/a/", "/a/#før", "./#f%C3%B8r"),
    ("/a/", "/a/?q=1", "./?q=1"),
    ("/", "/", "./"),
    ("/", "/a/", "a/"),
    ("/a/", "/", "../"),
    ("/a/", "/b/", "../b/"),
    ("/a/", "/a/a.pdf", "a.pdf"),
    ("/a/", "/feed.json", "../feed.json"),
    ("/a/", "/assets/", "../assets/"),
    ("/a/b/c/", "/a/x/", "../../x/"),
    ("/a/", "/a/b/c/", "b/c/"),
    ("/nb/a/", "/en/a/", "../../en/a/"),
    ("/", "/12:30/", "./12:30/"),
    ("/", "/a/12:30/", "a/12:30/"),
    ("/a/", "/a/javascript:x.pdf", "./javascript:x.pdf"),
    ("/a b/", "/å c/", "../%C3%A5%20c/"),
    ("/a/", "/100%/", "../100%25/"),
    ("/a/", "/b/?q=a/b#c/d", "../b/?q=a/b#c/d"),
]


@pytest.mark.parametrize(("page", "address", "url"), RELATIVE)
def test_relative(page: str, address: str, url: str) -> None:
    assert urls.relative(page, address) == url
    assert urljoin(HOST + urls.encoded(page), url) == HOST + urls.encoded(address)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("/sosiale-medier/", "/sosiale-medier/"),
        ("/blåbær/", "/bl%C3%A5b%C3%A6r/"),
        ("/a b/", "/a%20b/"),
        ("/a%20b/", "/a%2520b/"),
        ('/"<>\\^`{|}/', "/%22%3C%3E%5C%5E%60%7B%7C%7D/"),
        ("/a/#før-du", "/a/#f%C3%B8r-du"),
        ("#f%C3%B8r", "#f%C3%B8r"),
        ("#100%", "#100%25"),
        ("/a/?q=æ&r=%C3%A6", "/a/?q=%C3%A6&r=%C3%A6"),
        ("/a/#b#c", "/a/#b%23c"),
        ("/a/?<b>#<b>", "/a/?%3Cb%3E#%3Cb%3E"),
        ("/日本語/", "/%E6%97%A5%E6%9C%AC%E8%AA%9E/"),
        ("/a\tb\nc/", "/a%09b%0Ac/"),
    ],
)
def test_encoded(address: str, url: str) -> None:
    assert urls.encoded(address) == url
    assert urls.public(HOST, address) == HOST + url
    assert urls.public("", address) == url


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://example.com", "https://example.com"),
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("https://blåbær.no/blå?bær=å#å", "https://blåbær.no/bl%C3%A5?b%C3%A6r=%C3%A5#%C3%A5"),
        ("https://example.com?q=å", "https://example.com?q=%C3%A5"),
        ("https://example.com/%C3%A5", "https://example.com/%C3%A5"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://[2001:db8::1]:8080/a", "https://[2001:db8::1]:8080/a"),
        ('https://example.com/"><script>', "https://example.com/%22%3E%3Cscript%3E"),
        ("mailto:kari@example.com?subject=Hei på deg",
         "mailto:kari@example.com?subject=Hei%20p%C3%A5%20deg"),
    ],
)  # fmt: skip
def test_outside(href: str, url: str) -> None:
    assert urls.outside(href) == url


def test_absolute_and_on_page() -> None:
    """The same link, for a page of the site and for one who reads it elsewhere."""
    for address, there, here in (
        (Address("site", "/b/#x"), HOST + "/b/#x", "../b/#x"),
        (Address("here", "#f%C3%B8r"), HOST + "/a/#f%C3%B8r", "#f%C3%B8r"),
        (Address("here", "#før"), HOST + "/a/#f%C3%B8r", "#f%C3%B8r"),
        (Address("outside", "https://å.no/å"), "https://å.no/%C3%A5", "https://å.no/%C3%A5"),
        (Address("text", ""), "", ""),
    ):
        assert urls.absolute(HOST, "/a/", address) == there
        assert urls.on_page("/a/", address) == here


@pytest.mark.parametrize(
    ("address", "pdf", "file"),
    [
        ("/", "/index.pdf", "index.html"),
        ("/a/", "/a/a.pdf", "a/index.html"),
        ("/nb/å b/", "/nb/å b/å b.pdf", "nb/å b/index.html"),
    ],
)
def test_files(address: str, pdf: str, file: str) -> None:
    assert urls.pdf(address) == pdf
    assert urls.file(address) == file


SEGMENT = some.text(
    some.characters(codec="utf-8", exclude_characters="/?#;"), min_size=1, max_size=6
).filter(lambda text: text not in (".", ".."))
ROUTE = some.lists(SEGMENT, max_size=4)
TAIL = some.sampled_from(["", "#x", "#æ å", "?q=1", "?a b#c", "?q=a/b#../c"])


@given(page=ROUTE, target=ROUTE, is_file=some.booleans(), tail=TAIL)
def test_any_two_addresses(page: list[str], target: list[str], is_file: bool, tail: str) -> None:
    """A browser that resolves the relative URL arrives at the address, whatever the names."""
    here = "".join(f"/{name}" for name in page) + "/"
    there = "".join(f"/{name}" for name in target) + ("" if is_file and target else "/") + tail
    url = urls.relative(here, there)
    assert urljoin(HOST + urls.encoded(here), url) == HOST + urls.encoded(there)
    assert not urlsplit(url).scheme
    assert url.isascii()
    assert unquote(urlsplit(urls.encoded(here)).path) == here
