"""Partners: their settings, what each gets, and that nothing leaks to another."""

import re
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.build import Request, check
from pipeline.model import Span
from pipeline.partner_settings import PARTNERS, Site, partner_settings
from pipeline.profiles import profiles
from pipeline.vocabulary_file import keyword_settings
from tests.site import AT, SEED, make, missing

VOCABULARY = b'[[keyword]]\nid = "business"\nlabel = { nb = "N\xc3\xa6ringsliv" }\n'


class Fault(NamedTuple):
    """A setting, and what is said of it, `line:column message`."""

    text: str
    said: str


FAULTS = (
    Fault("[partner]\nslug = 'a'", "1:1 `partner`"),
    Fault("[[partner]]\nprofile = 'msn'", "1:1 `slug` is missing here"),
    Fault("[[partner]]\nslug = 'MSN Nyheter'", "2:8 `MSN Nyheter` is no name for a partner's"),
    Fault("[[partner]]\nslug = '../a'", "2:8 `../a` is no name"),
    Fault("[[partner]]\nslug = ''", "2:8 `` is no name"),
    Fault("[[partner]]\nslug = 'a'\n[[partner]]\nslug = 'a'", "4:8 two partners are called `a`"),
    Fault("[[partner]]\nslug = 'a'\nprofile = 'mns'", "3:11 `mns` is no profile"),
    Fault("[[partner]]\nslug = 'a'\nprofil = 'msn'", "3:1 `profil` is no setting"),
    Fault("[[partner]]\nslug = 'a'\nformats = ['rdf']", "3:11 `formats`: invalid enum"),
    Fault(
        "[[partner]]\nslug = 'a'\nprofile = 'msn'\nformats = ['rss', 'json']",
        "4:19 `msn` takes no feed of the kind `json`",
    ),
    Fault("[[partner]]\nslug = 'a'\nkeywords = ['Reise']", "3:13 `Reise` is not a known keyword"),
    Fault("[[partner]]\nslug = 'a'\nexclude = ['Reise']", "3:12 `Reise` is not a known keyword"),
    Fault("[[partner]]\nslug = 'a'\nlanguages = ['nb_NO']", "3:14 `nb_NO` is no language tag"),
    Fault("[[partner]]\nslug = 'a'\nlanguages = ['fr']", "3:14 `fr` is none of the site's"),
    Fault(
        "[[partner]]\nslug = 'a'\nprofile = 'msn'\nlanguages = ['nb', 'en']",
        "4:20 `msn` takes one language a feed",
    ),
    Fault("[[partner]]\nslug = 'a'\nlimit = -1", "3:9 a feed has at least one item, not -1"),
    Fault(
        "[[partner]]\nslug = 'a'\nprofile = 'x'\nlimit = 40\n[profile.x]\nitems = 30",
        "4:9 `x` takes 30 items, not 40",
    ),
    Fault("[[partner]]\nslug = 'a'\ncontent = 'half'", "3:11 `content`: invalid enum"),
    Fault("[[partner]]\nslug = 'a'\nutm = { sorce = 'x' }", "3:9 `sorce` is none of these"),
    Fault("[[partner]]\nslug = 'a'\nutm = { source = ' ' }", "3:18 `source` is empty"),
    Fault("[[partner]]\nslug = 'a'\nattribution = 'up'", "3:15 `attribution`: invalid enum"),
    Fault(
        "[[partner]]\nslug = 'a'\nprofile = 'x'\nattribution = 'after'\n"
        "[profile.x]\nattribution = false",
        "4:15 `x` takes no article that leads back",
    ),
    Fault(
        "[[partner]]\nslug = 'a'\nattribution_text = 'Fra {sitee}: {title}'",
        "3:20 `{sitee}` is filled in with nothing",
    ),
    Fault("[[partner]]\nslug = 'a'\nutm = 'x'", "3:7 `utm`: expected `object`, got `str`"),
    Fault("[[partner]]\nslug = 'a'\nhub = 'hub.example'", "3:7 `hub.example` is no address"),
    Fault("[[partner]]\nslug = 'a'\nearly = 'yes'", "3:9 `early`: expected `bool`"),
    Fault("[profile.msn]\ntitle = 3", "1:1 `msn` is a profile that the program has"),
    Fault("[profile.x]\nformats = []", "2:11 a partner takes one format at least"),
    Fault("[profile.x]\ntitle = [9, 3]", "2:9 these limits leave nothing"),
    Fault("[profile.x]\nmax_age = -3", "2:11 there is no less than none"),
    Fault("[profile.x]\nmax_age = 99999999", "2:11 this is no limit"),
    Fault("[profile.x]\nnesting = 3", "2:11 a text with less than 6 elements"),
    Fault("[profile.x]\nrefused = ['marquee']", "2:11 `refused`: invalid enum"),
    Fault("[profile.x]\nelements = { h6 = 'script' }", "2:19 `h6`: invalid enum"),
    Fault("[profile.x]\nelements = { 'a b' = 'p' }", "2:14 `a b` is no element of HTML"),
    Fault(
        "[profile.x]\nrefused = ['pre']\nelements = { pre = 'p' }",
        "3:14 `pre` is refused, and replaced too",
    ),
)


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: re.sub(r"\W+", "-", case.said)[:50])
def test_faults(case: Fault) -> None:
    """Each at its place, and nothing else is found."""
    site = Site(("nb", "en"), keyword_settings(VOCABULARY)[0])
    _, found = partner_settings(case.text.encode(), profiles(), site)
    told = [f"{each.span.line}:{each.span.column} {each.message}" for each in found]
    assert [each.path for each in found] == [PARTNERS]
    assert [each.code for each in found] == ["CFG901"]
    assert told[0].startswith(case.said), told
    assert found[0].hint


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("utm = 'x'", 'write `utm = { ... = "..." }`'),
        ("formats = ['rdf']", "a list of these: json, rss, atom"),
    ],
)
def test_hints_that_can_be_followed(line: str, hint: str) -> None:
    text = f"[[partner]]\nslug = 'a'\n{line}\n"
    _, (found,) = partner_settings(text.encode(), profiles(), Site((), None))
    assert (found.hint, "$" in found.message) == (hint, False)


def test_our_own_profiles() -> None:
    """They are read without a finding, and are those that the manual names."""
    text = "".join(
        f"[[partner]]\nslug = '{name}'\nprofile = '{name}'\n"
        for name in ("generic", "msn", "smartnews")
    )
    partners, found = partner_settings(text.encode(), profiles(), Site((), None))
    assert found == []
    generic, msn, smartnews = partners
    assert generic.formats == ("json", "rss", "atom")
    assert (msn.formats, msn.profile.title, msn.profile.max_age) == (("rss",), (21, 150), 365)
    assert (smartnews.profile.feed_bytes, smartnews.limit) == (1_000_000, 30)


def test_a_site_without_partners() -> None:
    assert partner_settings(None, b"this is not even read", Site((), None)) == ((), [])


def test_the_article_that_the_project_was_given(tmp_path: Path) -> None:
    """It passes `generic`, and fails `msn` on its title's length, at the title."""
    if not SEED.is_file():
        missing(f"{SEED} is not here")
    text = "".join(
        f"[[partner]]\nslug = '{name}'\nprofile = '{name}'\n" for name in ("generic", "msn")
    )
    site = 'base_url = "https://example.org"\nlanguage = "nb"\n'
    files: dict[str, str | bytes] = {
        "social-media.md": SEED.read_bytes(),
        "partners.toml": text,
        "site.toml": site,
    }
    make(tmp_path, {f"source/{name}": content for name, content in files.items()})
    request = Request(tmp_path / "source", tmp_path / "build", None, datetime.fromisoformat(AT))
    found = [each for each in check(request, quiet).diagnostics if each.code.startswith("SYN")]
    assert not [each for each in found if each.target == "generic"]
    (title,) = [each for each in found if each.code == "SYN711"]
    assert title.span == Span(3, 8, 3, 22)
    assert title.message == "`title` has 14 characters; partner `msn` takes 21 to 150"


def quiet(stage: str, done: int, count: int) -> None:
    pass
