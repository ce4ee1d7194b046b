"""`pipeline syndicate retract`: three fields of one article, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.files import WrongUse
from pipeline.retract import Standing, written
from tests.site import AT, article, build, make, pipeline

SITE = 'base_url = "https://example.org"\nlanguage = "nb"\nlanguages = ["nb", "en"]\n'
REASON = "Undersøkelsen: den ble 'trukket' # tilbake."
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
RETRACTED = Standing("retracted", REASON, NOON)
STAMP = "2026-01-01T12:00:00+00:00"
QUOTED = "'" + REASON.replace("'", "''") + "'"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make(
        tmp_path,
        {
            "source/site.toml": SITE + 'timezone = "Europe/Oslo"\n',
            "source/gebyrer.md": article("Gebyrer", more="id: urn:x:1\naliases: [/avgifter]\n"),
            "source/nettverk.md": article("Nettverk"),
            "source/en/nettverk.md": article("Network").replace("language: nb", "language: en"),
        },
    )


def retract(root: Path, *arguments: str, code: int = 0) -> str:
    done = pipeline(
        "syndicate", "retract", *arguments, "--at", "2026-01-01T12:00Z", cwd=root, code=code
    )
    return done.stderr if code else done.stdout


@pytest.mark.parametrize(
    "name",
    [
        "gebyrer",
        "urn:x:1",
        "gebyrer.md",
        "source/gebyrer.md",
        "./source/gebyrer.md",
        "/gebyrer",
        "/gebyrer/",
        "/avgifter",
        "https://example.org/gebyrer/",
    ],
)
def test_by_any_name(site: Path, name: str) -> None:
    before = (site / "source/gebyrer.md").read_text("utf-8")
    told = retract(site, name, "--reason", REASON)
    assert "pipeline syndicate record" in told
    after = (site / "source/gebyrer.md").read_text("utf-8")
    lines = f"status: retracted\nreason: {QUOTED}\nupdated: 2026-01-01T13:00:00+01:00\n"
    assert after == before.replace("---\n\nTekst", f"{lines}---\n\nTekst")


def test_it_is_what_the_build_understands(site: Path) -> None:
    retract(site, "gebyrer", "--reason", REASON)
    build(site, "--only", "html,feed")
    page = (site / "build/gebyrer/index.html").read_text("utf-8")
    assert "Undersøkelsen" in page
    assert "Tekst." not in page
    feed = (site / "build/feed.json").read_text("utf-8")
    assert '"date_modified": "2026-01-01T13:00:00+01:00"' in feed
    pipeline("syndicate", "check", "--at", AT, "--fail-on", "never", cwd=site)


def test_again_and_otherwise(site: Path) -> None:
    retract(site, "gebyrer", "--reason", "En.")
    first = (site / "source/gebyrer.md").read_bytes()
    assert "already" in retract(site, "gebyrer", "--reason", "En.")
    assert (site / "source/gebyrer.md").read_bytes() == first
    retract(site, "gebyrer", "--reason", "To.", "--corrected")
    text = (site / "source/gebyrer.md").read_text("utf-8")
    assert text.count("status: corrected") == text.count("reason: To.") == 1
    assert text.count("status:") == text.count("updated:") == 1


def test_refused(site: Path) -> None:
    before = {path: path.read_bytes() for path in (site / "source").rglob("*.md")}
    told = retract(site, "nettverk", "--reason", "x", code=2)
    assert "`en/nettverk.md`, `nettverk.md`" in told
    assert "no article is called `borte`" in retract(site, "borte", "--reason", "x", code=2)
    retract(site, "gebyrer", code=2)
    retract(site, "gebyrer", "--reason", "  ", code=2)
    retract(site, "gebyrer", "--reason", "\x1b[31m", code=2)
    assert before == {path: path.read_bytes() for path in (site / "source").rglob("*.md")}


#: How front matter may be written -> what becomes of it.
WRITTEN = {
    "---\ntitle: A\n---\nB\n": f"---\ntitle: A\nstatus: retracted\nreason: {QUOTED}\n"
    f"updated: {STAMP}\n---\nB\n",
    "---\r\ntitle: A # x\r\n---\r\nB\r\n": f"---\r\ntitle: A # x\r\nstatus: retracted\r\n"
    f"reason: {QUOTED}\r\nupdated: {STAMP}\r\n---\r\nB\r\n",
    "---\nstatus: 'corrected'  # y\nupdated: 2024-02-03\nreason:\ntitle: A\n---\n": "---\n"
    f"status: retracted  # y\nupdated: {STAMP}\nreason: {QUOTED}\ntitle: A\n---\n",
    "---\n{title: A, updated: 2024-02-03}\n---\n": "---\n"
    f"{{title: A, updated: {STAMP}, status: retracted, reason: {QUOTED}}}\n---\n",
    '+++\ntitle = "A"\nupdated = 2024-02-03\n[x]\ny = 1\n+++\n': '+++\ntitle = "A"\n'
    f'updated = {STAMP}\nstatus = "retracted"\nreason = "{REASON}"\n[x]\ny = 1\n+++\n',
}


@pytest.mark.parametrize("before", WRITTEN)
def test_written(before: str) -> None:
    assert written("a.md", before.encode(), RETRACTED).decode() == WRITTEN[before]


@pytest.mark.parametrize(
    "before",
    [
        "---\ntitle: A\nreason: |\n  Lang.\n---\n",
        "---\ntitle: A\nreason: >-\n  Lang.\n---\n",
        "---\ntitle: A\nstatus: [a]\n---\n",
        "---\ntitle: A\nstatus: &x corrected\nother: *x\n---\n",
        "no front matter\n",
    ],
)
def test_not_edited_here(before: str) -> None:
    """It is told what to write by hand."""
    with pytest.raises(WrongUse, match="write `status: retracted`"):
        written("a.md", before.encode(), RETRACTED)
