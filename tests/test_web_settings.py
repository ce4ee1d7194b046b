"""The settings of the web pages alone: what is read, and every fault at its place."""

import pytest

from pipeline.model import Diagnostic, Span
from pipeline.settings import site_settings
from pipeline.web_settings import DEFAULT, Publisher, WebSettings, missing_logo

WEB = """\
title = "Bladet"
article_type = "NewsArticle"
cards = true

[publisher]
url = "https://example.org/om"
logo = "images/logo.png"
"""


def faults(text: str) -> list[tuple[Span, str, str]]:
    _, found = site_settings(text.encode())
    return [(each.span, each.message, each.hint) for each in found]


def test_all_of_them() -> None:
    """The publisher has the site's name when it has none of its own."""
    settings, found = site_settings(WEB.encode())
    assert found == []
    publisher = Publisher("Bladet", "https://example.org/om", "/images/logo.png")
    assert settings.web == WebSettings("NewsArticle", publisher, cards=True)
    assert settings.logo == Span(7, 8, 7, 25)


def test_none_of_them() -> None:
    assert site_settings(b"")[0].web == DEFAULT
    assert WebSettings("Article", Publisher(), cards=False) == DEFAULT


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            'article_type = "Poem"',
            "`article_type`: invalid enum value 'poem'",
            "one of: Article, NewsArticle, BlogPosting",
        ),
        (
            'publisher = { url = "javascript:alert(1)" }',
            "`javascript:alert(1)` is no public address",
            'write `"https://example.org"`',
        ),
        ('publisher = { nmae = "X" }', "`nmae` is no setting", "did you mean `name`?"),
    ],
)
def test_faults(text: str, message: str, hint: str) -> None:
    ((_, said, advice),) = faults(text)
    assert (said, advice) == (message, hint)


def test_a_logo_that_is_not_there() -> None:
    settings, _ = site_settings(WEB.encode())
    assert missing_logo(settings.web, settings.logo, "site.toml", {"images/logo.png"}) == []
    (found,) = missing_logo(settings.web, settings.logo, "site.toml", set())
    assert isinstance(found, Diagnostic)
    assert (found.code, found.span.line, found.span.column) == ("CFG901", 7, 8)
    assert found.message == "there is no file `images/logo.png`"
