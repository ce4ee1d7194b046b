"""`pipeline links`: which links are asked, what is found, what is kept, as a user runs it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.build import Request, survey
from pipeline.external.addresses import normal, redirected
from pipeline.external.collect import Place, collect, of_hosts
from pipeline.external.findings import findings
from pipeline.external.verdict_file import encode, read_verdicts
from pipeline.external.verdicts import Answer, Verdict, after
from pipeline.fix import mend
from pipeline.model import Diagnostic, Span
from pipeline.settings import LinkSettings, site_settings
from tests.hostile_server import in_thread
from tests.site import AT, REPOSITORY, article, make, pipeline

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)

#: address as written -> URL that is asked, or empty
NORMAL = {
    "https://example.org": "https://example.org/",
    "HTTPS://Example.ORG:443/A#b": "https://example.org/A",
    "http://example.org:80?x=1": "http://example.org/?x=1",
    "http://example.org:8080/": "http://example.org:8080/",
    "https://example.org./": "https://example.org./",
    "//example.org/a": "https://example.org/a",
    "https://blåbær.example/sø ker?q=å": "https://xn--blbr-roah.example/s%C3%B8%20ker?q=%C3%A5",
    "https://example.org/%7Ea%2fb": "https://example.org/%7Ea%2fb",
    "http://１２７.０.0.1/": "http://127.0.0.1/",
    "http://[2606:4700::1111]/": "http://[2606:4700::1111]/",
    "http://anna:secret@example.org/": "http://anna:secret@example.org/",
    "ftp://example.org/": "",
    "mailto:a@example.org": "",
    "/a": "",
    "https://": "",
    "https://exa mple.org/": "",
    "https://example.org\\@evil.example/": "",
    "https://example.org:port/": "",
    "https://[::1/": "",
    "https://ex%61mple.org/": "",
}


@pytest.mark.parametrize("href", NORMAL)
def test_normal_addresses(href: str) -> None:
    assert normal(href) == NORMAL[href]
    assert normal(NORMAL[href]) == NORMAL[href]


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("/b", "https://example.org/b"),
        ("b?x#y", "https://example.org/a/b?x"),
        ("?x", "https://example.org/a/?x"),
        ("//other.example", "https://other.example/"),
        ("http:///x", ""),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
    ],
)
def test_redirects_lead(location: str, there: str) -> None:
    assert redirected("https://example.org/a/", location) == there


def test_collect(tmp_path: Path) -> None:
    """Each URL once with all its places; the site's own, and malformed ones, are not asked."""
    body = (
        "[a](https://Example.com/x#one) [b](https://example.com/x#two) [c](b.md) [d](/e)\n\n"
        "[e](https://example.org/bok/b) [f](hhttps://example.com) [g](mailto:a@example.com)\n\n"
        "![h](https://pictures.example/p.png) [i][r] [j](//sub.example.com)\n\n"
        "[k](https://anna:secret@example.com/) `https://code.example`\n\n[r]: http://example.com/x"
    )
    more = (
        "image: { src: https://pictures.example/p.png, alt: Kart }\nlicence: https://l.example/\n"
    )
    files = {
        "source/site.toml": 'base_url = "https://example.org/bok"',
        "source/a.md": article("A", body, more),
        "source/b.md": article("B", "[a](<https://example.com/x>)"),
    }
    make(tmp_path, files)
    request = Request(tmp_path / "source", tmp_path / "build", None, datetime.fromisoformat(AT))
    surveyed = survey(request, lambda stage, done, count: None)
    links = collect(surveyed.pages, surveyed.settings.site.base_url)
    told = {
        url: [(each.path, each.span.line, each.span.column, each.href, each.body) for each in found]
        for url, found in links.items()
    }
    assert told == {
        "http://example.com/x": [("a.md", 18, 6, "http://example.com/x", True)],
        "https://example.com/x": [
            ("a.md", 10, 5, "https://Example.com/x#one", True),
            ("a.md", 10, 36, "https://example.com/x#two", True),
            ("b.md", 8, 6, "https://example.com/x", True),
        ],
        "https://l.example/": [("a.md", 7, 10, "https://l.example/", False)],
        "https://pictures.example/p.png": [
            ("a.md", 6, 15, "https://pictures.example/p.png", False),
            ("a.md", 14, 6, "https://pictures.example/p.png", True),
        ],
        "https://sub.example.com/": [("a.md", 14, 49, "//sub.example.com", True)],
    }
    assert list(of_hosts(links, ["Example.com"])) == [
        "http://example.com/x",
        "https://example.com/x",
        "https://sub.example.com/",
    ]
    assert not of_hosts(links, ["ample.com"])


SPAN = Span(3, 5, 3, 25)
WALL = Answer("unverified", 403, "403 Forbidden")
GONE = Answer("broken", 404, "404 Not Found")


def verdict(url: str, *answers: Answer) -> Verdict:
    """After these answers, a day apart."""
    found = None
    for day, answer in enumerate(answers):
        at = BEGIN + timedelta(days=day)
        found = after(found, url, answer, at, at)
    assert found
    return found


def said(
    href: str, *answers: Answer, days: int = 1, body: bool = True, runs: int = 1
) -> list[Diagnostic]:
    url = normal(href)
    links = {url: (Place("a.md", SPAN, href, body),)}
    at = BEGIN + timedelta(days=days)
    return list(findings(links, {url: verdict(url, *answers)}, LinkSettings(runs=runs), at))


#: name -> findings: code, severity, part of the message, part of the hint
FOUND: dict[str, tuple[list[Diagnostic], list[tuple[str, str, str, str]]]] = {
    "ok": (said("https://a.example/", Answer("ok", 200)), []),
    "gone once": (
        said("https://a.example/", GONE),
        [("LNK209", "info", "could not be verified: 404 Not Found, for 1 day", "asked again")],
    ),
    "gone twice": (
        said("https://a.example/", Answer("ok", 200), GONE, GONE, days=2),
        [("LNK208", "error", "is gone: 404 Not Found, since 2026-01-02", "on 2026-01-01")],
    ),
    "gone in two runs of three": (
        said("https://a.example/", GONE, GONE, runs=3),
        [("LNK209", "info", "404", "asked again")],
    ),
    "a wall": (
        said("https://a.example/", WALL, days=29),
        [("LNK209", "info", "403 Forbidden, for 29 days", "see for yourself")],
    ),
    "a wall for long": (
        said("https://a.example/", WALL, days=30),
        [("LNK209", "warning", "for 30 days", "see for yourself")],
    ),
    "blocked": (
        said("http://10.0.0.1/", Answer("unverified", reason="it is private", blocked=True)),
        [("LNK210", "error", "must not be asked: it is private", "readers can reach")],
    ),
    "moved": (
        said("https://a.example/#x", Answer("ok", 200, moved="https://b.example/")),
        [("LNK205", "info", "has moved for good", "write `https://b.example/`, if")],
    ),
    "http": (
        said("http://a.example/", Answer("ok", 200, secure="https://a.example/")),
        [("LNK211", "info", "is there with `https` too", "write `https://a.example/`")],
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_findings(name: str) -> None:
    found, wanted = FOUND[name]
    assert [(each.code, each.severity) for each in found] == [each[:2] for each in wanted]
    for each, (_, _, message, hint) in zip(found, wanted, strict=True):
        assert message in each.message
        assert hint in each.hint
        assert each.span == SPAN


#: address as written, where it moved -> what is written in its place, and whether that is safe
FIXES = {
    ("http://a.example/x#y", "https://a.example/x"): ("https://a.example/x#y", True),
    ("http://A.example", "https://a.example/"): ("https://a.example/", True),
    ("http://a.example/x", "https://a.example/"): ("https://a.example/", False),
    ("https://a.example/x", "https://b.example/x"): ("https://b.example/x", False),
    ("https://a.example/x", "https://a.example/x_(y)"): None,
    ("https://a.example/x#a_b", "https://a.example/y"): None,
}


@pytest.mark.parametrize("pair", FIXES)
def test_fixes(pair: tuple[str, str]) -> None:
    href, there = pair
    (found,) = said(href, Answer("ok", 200, moved=there))
    told = [(fix.replacement, fix.safe) for fix in found.fixes]
    assert told == ([FIXES[pair]] if FIXES[pair] else [])
    assert all(fix.span == SPAN for fix in found.fixes)


#: front matter with an old address -> the same with its new one; the same where it is not mended
IN_FRONT = {
    "licence: http://a.example/x": "licence: https://a.example/x",
    "licence: 'http://a.example/x#y'": "licence: 'https://a.example/x#y'",
    'image: { src: "http://a.example/x", alt: Kart }': (
        'image: { src: "https://a.example/x", alt: Kart }'
    ),
    "authors:\n  - name: Kari\n    url: http://a.example/x # hennes": (
        "authors:\n  - name: Kari\n    url: https://a.example/x # hennes"
    ),
    'licence: "http://a.example/\\x78"': 'licence: "http://a.example/\\x78"',
    "licence: >-\n  http://a.example/x": "licence: >-\n  http://a.example/x",
}


@pytest.mark.parametrize("before", IN_FRONT)
def test_fixes_in_front_matter(tmp_path: Path, before: str) -> None:
    more = "" if "image:" in before else "image: { src: b.png, alt: B }\n"
    text = f"---\ntitle: A\n{more}{before}\n---\n\nTekst.\n"
    root = make(tmp_path, {"source/a.md": text})
    request = Request(root / "source", root / "build", None, datetime.fromisoformat(AT))
    links = collect(survey(request, lambda stage, done, count: None).pages, "")
    known = {
        url: verdict(url, Answer("ok", 200, moved=url.replace("http:", "https:"))) for url in links
    }
    (found,) = findings(links, known, LinkSettings(), BEGIN)
    after = mend(text, [found])[0] if found.fixes else text
    assert after == text.replace(before, IN_FRONT[before])


def test_an_author_with_an_address_that_none_can_follow(tmp_path: Path) -> None:
    more = "authors: { name: Kari, url: 'javascript:alert(1)' }\n"
    root = make(tmp_path, {"source/a.md": article("A", "Tekst.", more)})
    done = pipeline("check", "--format", "json", cwd=root, code=1)
    (found,) = [d for d in json.loads(done.stdout)["diagnostics"] if d["code"] == "LNK204"]
    assert (found["line"], found["column"]) == (6, 29)
    pipeline("build", "--keep-going", "--only", "html,feed", cwd=root, code=1)
    assert "javascript:" not in (root / "build/a/index.html").read_text()
    assert "javascript:" not in (root / "build/feed.json").read_text()


def site(root: Path, port: int, *links: str, more: str = "") -> Path:
    """An article with these links, which are asked quickly."""
    body = "\n\n".join(f"[lenke {n}]({link})" for n, link in enumerate(links))
    settings = f'base_url = "https://example.org"\n[links]\nports = [{port}]\npause = 0.05\n{more}'
    return make(root, {"source/a.md": article("A", body), "source/site.toml": settings})


def test_the_command(tmp_path: Path) -> None:
    with in_thread(
        (
            "127.0.0.2",
            "127.0.0.3",
        )
    ) as running:
        here, there = (f"http://127.0.0.{n}:{running.port}" for n in (2, 3))
        links = (
            f"{here}/ok#del",
            f"{here}/404",
            f"{here}/status/403",
            f"{here}/redirect?status=301&to=/ok/1",
            f"{there}/ok",
            "http://10.0.0.1/",
        )
        root = site(tmp_path, running.port, *links)
        done = pipeline("links", "--allow-loopback", "--format", "json", cwd=root, code=1)
        told = [
            (each["code"], each["severity"], each["line"], [fix["safe"] for fix in each["fixes"]])
            for each in json.loads(done.stdout)["diagnostics"]
        ]
        assert told == [
            ("LNK208", "error", 10, []),
            ("LNK209", "info", 12, []),
            ("LNK205", "info", 14, [False]),
            ("LNK210", "error", 18, []),
        ]
        first = [seen.path for seen in running.log if seen.path == "/404"]
        assert len(first) == 4, "HEAD and GET, and once more"
        agent = running.log[0].headers["user-agent"]
        assert agent.startswith("article-pipeline/")
        assert agent.endswith("(+https://example.org)")
        known, found = read_verdicts((root / "source/links.json").read_bytes())
        assert found == []
        states = {url.removeprefix("http://"): each.state for url, each in known.items()}
        port = running.port
        assert states == {
            "10.0.0.1/": "unverified",
            f"127.0.0.2:{port}/404": "broken",
            f"127.0.0.2:{port}/ok": "ok",
            f"127.0.0.2:{port}/redirect?status=301&to=/ok/1": "ok",
            f"127.0.0.2:{port}/status/403": "unverified",
            f"127.0.0.3:{port}/ok": "ok",
        }
        running.log.clear()
        again = pipeline("links", "--allow-loopback", cwd=root, code=1)
        assert [seen.path for seen in running.log] == ["/status/403", "/status/403"]
        assert "LNK208 dead-external-link" in again.stdout
        assert "asked: 2" in again.stderr
        running.log.clear()
        pipeline("links", "--allow-loopback", "--only", "127.0.0.3", "--recheck", cwd=root)
        assert {seen.address for seen in running.log} == {"127.0.0.3"}
        assert len(read_verdicts((root / "source/links.json").read_bytes())[0]) == 6
        pipeline("check", cwd=root)
        pipeline("build", "--only", "html", cwd=root)
        assert not (root / "build/links.json").exists()


def test_fixing(tmp_path: Path) -> None:
    """Safe ones alone, then the rest; every other byte stays."""
    with in_thread(("127.0.0.2",)) as running:
        here = f"http://127.0.0.2:{running.port}"
        moved = f"{here}/redirect?status=301&to=/ok/1"
        root = site(tmp_path, running.port, f"{moved}#del", f"{here}/ok")
        path = root / "source/a.md"
        before = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + before)
        # That https answers there was learned before: certificates for addresses are rare.
        now = datetime.now(UTC)
        secure = Answer("ok", 200, secure="https://a.example/ok")
        known = after(None, f"{here}/ok", secure, now, now)
        (root / "source/links.json").write_bytes(encode([known]))
        command = ("links", "--allow-loopback", "--only", "127.0.0.2")
        done = pipeline(*command, "--fix", cwd=root)
        assert "fixed 1 finding in 1 file" in done.stderr
        assert "LNK205" in done.stdout
        assert "LNK211" not in done.stdout
        safe = before.replace(f"{here}/ok)".encode(), b"https://a.example/ok)")
        assert path.read_bytes() == b"\xef\xbb\xbf" + safe
        done = pipeline(*command, "--unsafe-fixes", cwd=root)
        assert "LNK205" not in done.stdout
        new = safe.replace(moved.encode(), f"{here}/ok/1".encode())
        assert path.read_bytes() == b"\xef\xbb\xbf" + new


def test_anchors(tmp_path: Path) -> None:
    """Only when asked for; what was looked for is remembered, and stays known."""
    with in_thread(("127.0.0.2",)) as running:
        page = f"http://127.0.0.2:{running.port}/packed/br"
        more = (
            f'[[suppress]]\nrule = "LNK203"\ntarget = "{page}#lost"\nreason = "known"\n'
            '[[suppress]]\nrule = "LNK203"\ntarget = "/b#c"\nreason = "of check"\n'
        )
        root = site(tmp_path, running.port, f"{page}#here", f"{page}#gone", more=more)
        told = pipeline("links", "--allow-loopback", cwd=root)
        assert {seen.method for seen in running.log} == {"HEAD"}
        assert "LNK203" not in told.stdout
        assert "SUP901" not in told.stdout
        for round in range(2):
            running.log.clear()
            told = pipeline("links", "--allow-loopback", "--anchors", cwd=root)
            assert "source/a.md:10:11: warning LNK203 broken-fragment" in told.stdout
            assert f"the page of `{page}#gone` has no `#gone`" in told.stdout
            assert "#here" not in told.stdout
            assert f"about `{page}#lost`" in told.stdout
            assert "/b#c" not in told.stdout, "links cannot know"
            asked = [seen.path for seen in running.log if seen.path != "/robots.txt"]
            assert asked == (["/packed/br"] if round == 0 else [])
        (known,) = read_verdicts((root / "source/links.json").read_bytes())[0].values()
        assert (known.anchors, known.lacking) == (("gone", "here"), ("gone",))
        assert "LNK203" in pipeline("links", "--allow-loopback", cwd=root).stdout
        text = (root / "source/a.md").read_text()
        (root / "source/a.md").write_text(text.replace("#gone", "#lost"))
        told = pipeline("links", "--allow-loopback", "--anchors", cwd=root)
        assert "LNK203" not in told.stdout, "it is suppressed"
        told = pipeline("check", cwd=root)
        assert f"about `{page}#lost`" not in told.stdout, "check cannot know"
        assert "there is no LNK203 about `/b#c`" in told.stdout


def test_without_the_switch_this_machine_is_not_asked(tmp_path: Path) -> None:
    with in_thread(("127.0.0.2",)) as running:
        root = site(tmp_path, running.port, f"http://127.0.0.2:{running.port}/ok")
        done = pipeline("links", cwd=root, code=1)
        assert "LNK210 blocked-address" in done.stdout
        assert running.log == []


def test_a_damaged_file_is_told_of_and_kept(tmp_path: Path) -> None:
    with in_thread(("127.0.0.2",)) as running:
        root = site(tmp_path, running.port, f"http://127.0.0.2:{running.port}/ok")
        path = root / "source/links.json"
        path.write_text("[\n<<<<<<< HEAD\n]\n")
        done = pipeline("links", "--allow-loopback", cwd=root, code=1)
        assert "source/links.json:2:1: error CFG901" in done.stdout
        assert path.read_text() == "[\n<<<<<<< HEAD\n]\n"
        assert running.log == []


def test_suppressions_and_severities(tmp_path: Path) -> None:
    """Only those of these rules are looked at; one that hides nothing is told of."""
    with in_thread(("127.0.0.2",)) as running:
        url = f"http://127.0.0.2:{running.port}/status/403"
        more = (
            f'[[suppress]]\nrule = "LNK209"\ntarget = "{url}"\nreason = "a wall"\n'
            '[[suppress]]\nrule = "LNK208"\nreason = "old"\n'
            '[[suppress]]\nrule = "LNK202"\nreason = "another"\n'
        )
        root = site(tmp_path, running.port, url, more=more)
        done = pipeline("links", "--allow-loopback", cwd=root)
        assert "LNK209" not in done.stdout
        assert "SUP901 unused-suppression: this hides nothing: there is no LNK208" in done.stdout
        assert "LNK202" not in done.stdout
        done = pipeline("check", cwd=root)
        assert "LNK209" not in done.stdout
        assert "LNK208" not in done.stdout


def test_max_time(tmp_path: Path) -> None:
    with in_thread(("127.0.0.2",)) as running:
        here = f"http://127.0.0.2:{running.port}"
        root = site(tmp_path, running.port, *(f"{here}/slow?seconds=0.3&n={n}" for n in range(20)))
        begin = time.monotonic()
        done = pipeline("links", "--allow-loopback", "--max-time", "2s", cwd=root)
        assert time.monotonic() - begin < 6
        assert "not asked: " in done.stderr
        known = read_verdicts((root / "source/links.json").read_bytes())[0]
        assert 4 <= len(known) < 20
        running.log.clear()
        pipeline("links", "--allow-loopback", "--max-time", "1m", cwd=root)
        assert len(read_verdicts((root / "source/links.json").read_bytes())[0]) == 20
        asked = {seen.path for seen in running.log}
        assert not [url for url in known if url.removeprefix(here) in asked]


def begun(root: Path) -> subprocess.Popen[bytes]:
    """The command, running."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "links", "--allow-loopback"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ended(tmp_path: Path, sign: signal.Signals) -> None:
    """What was learned until then is kept, and told is one line."""
    with in_thread(("127.0.0.2",)) as running:
        here = f"http://127.0.0.2:{running.port}"
        root = site(tmp_path, running.port, *(f"{here}/ok/{n}" for n in range(400)))
        process = begun(root)
        while len(running.log) < 8:
            time.sleep(0.01)
            assert process.poll() is None
        process.send_signal(sign)
        assert process.communicate(timeout=60)[1].splitlines()[-1] == b"stopped"
        assert process.returncode == 2
        known, found = read_verdicts((root / "source/links.json").read_bytes())
        assert found == []
        # But for robots.txt and what was on its way.
        assert len(known) >= len(running.log) - 3


@pytest.mark.slow
def test_killed(tmp_path: Path) -> None:
    """Whenever that is, the file is whole, and the next run goes on from it."""
    count = 120
    with in_thread(("127.0.0.2",)) as running:
        here = f"http://127.0.0.2:{running.port}"
        root = site(tmp_path, running.port, *(f"{here}/ok/{n}" for n in range(count)))
        path = root / "source/links.json"
        before: dict[str, Verdict] = {}
        moment, runs = 0.0, 0
        while len(before) < count:
            running.log.clear()
            process = begun(root)
            while process.poll() is None and not running.log:
                time.sleep(0.002)
            time.sleep(moment)
            process.kill()
            process.communicate(timeout=60)
            known, found = read_verdicts(path.read_bytes() if path.exists() else None)
            assert found == []
            assert known.items() >= before.items(), "what was learned stays"
            asked = {seen.path for seen in running.log}
            assert not [url for url in before if url.removeprefix(here) in asked]
            before, moment, runs = known, moment + 0.4, runs + 1
            assert runs < 20
        pipeline("links", "--allow-loopback", cwd=root)
        assert [each.name for each in path.parent.iterdir() if ".new" in each.name] == []


#: lines of `[links]` -> part of the finding, or the settings
SETTINGS: dict[str, str | LinkSettings] = {
    "": LinkSettings(),
    'contact = "mailto:a@example.org"\npause = 2\nruns = 3\nports = [8080]\nunverified_days = 0': (
        LinkSettings("mailto:a@example.org", 2, 3, (8080,), 0)
    ),
    "pause = 0": "0.05 seconds or more",
    "pause = 1e9": "0.05 seconds or more",
    "runs = 0": "gone in no run",
    "ports = []": "from 1 to 65535",
    "ports = [80, 70000]": "from 1 to 65535",
    'ports = ["80"]': "expected `int`",
    "unverified_days = -1": "nothing is so new",
    "ping = 1": "`ping` is no setting",
}


@pytest.mark.parametrize("lines", SETTINGS)
def test_settings(lines: str) -> None:
    settings, found = site_settings(f"[links]\n{lines}\n".encode())
    wanted = SETTINGS[lines]
    if isinstance(wanted, str):
        (finding,) = found
        assert wanted in finding.message
        assert finding.span.line == 2
        assert settings.links == LinkSettings()
    else:
        assert (settings.links, found) == (wanted, [])


def most_memory(pid: int) -> float:
    """MB of a process so far (proc(5), VmHWM); what started it does not count, unlike in rusage."""
    try:
        told = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    return int(found[1]) / 1024 if found else 0.0


@pytest.mark.slow
def test_a_hundred_thousand_links(tmp_path: Path) -> None:
    """With a verdict on each, and all of them due."""
    at = datetime.now(UTC) - timedelta(days=8)
    with in_thread(("127.0.0.2",)) as running:
        hosts = [f"http://127.0.{n}.1:{running.port}" for n in range(1, 100)]
        urls = [f"{hosts[n % 99]}/ok/{n}" for n in range(100_000)]
        for n in range(0, 100_000, 500):
            site(tmp_path / str(n), running.port, *urls[n : n + 500])
            path = tmp_path / f"source/a{n}.md"
            path.parent.mkdir(exist_ok=True)
            (tmp_path / str(n) / "source/a.md").rename(path)
        (tmp_path / "0/source/site.toml").rename(tmp_path / "source/site.toml")
        old = [after(None, url, Answer("ok", 200, etag='"1"'), at, at) for url in urls]
        (tmp_path / "source/links.json").write_bytes(encode(old))
        command = [sys.executable, "-m", "pipeline", "links", "--allow-loopback"]
        process = subprocess.Popen(
            [*command, "--max-time", "2s"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, most_memory(process.pid))
            time.sleep(0.02)
    assert process.returncode == 0
    assert 50 < peak < 500
    assert len(read_verdicts((tmp_path / "source/links.json").read_bytes())[0]) == 100_000
