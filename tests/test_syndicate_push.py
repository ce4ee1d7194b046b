"""`pipeline syndicate push` with a real hub, real webhooks and servers that do not play along."""

import base64
import hashlib
import hmac
import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from werkzeug.serving import make_server

from pipeline.build import Request, build
from pipeline.external.politeness import Limits
from pipeline.push import Push, Sending, push, topics
from pipeline.pushed import encode, read_pushed
from pipeline.webhook_settings import Webhook
from pipeline.websub import Topic, links, topic
from tests.site import AT, article, make, pipeline

SECRET = "whsec_" + base64.b64encode(b"a secret that nobody may see").decode()
Headers = Mapping[str, str]


class Taken(list[tuple[str, str, dict[str, str], bytes]]):
    """Requests as they came: method, path, header fields (small letters), body."""

    def named(self, method: str) -> list[str]:
        return [path for way, path, _, _ in self if way == method]


@contextmanager
def serving(answer: Callable[[str, str], tuple[int, Headers, bytes] | None]) -> Iterator[Any]:
    """A server on this machine; `answer` None says nothing for a while."""
    taken = Taken()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_it(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(size)
            headers = {name.lower(): value for name, value in self.headers.items()}
            taken.append((self.command, self.path, headers, body))
            said = answer(self.command, self.path)
            if said is None:
                time.sleep(1.5)
                self.close_connection = True
                return
            status, fields, content = said
            self.send_response(status)
            for name, value in fields.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = handle_it

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port, taken
    finally:
        server.shutdown()
        server.server_close()


class Live:
    """The site as it is deployed: a copy of `build/`, with the header fields of its `_headers`.

    `types` and `fields` are what the server says instead.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, bytes] = {}
        self.port = 0
        self.types: dict[str, str] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.fields: dict[str, str] = {}

    def deploy(self) -> None:
        output = self.root / "build"
        self.files = {
            f"/{path.relative_to(output).as_posix()}": path.read_bytes()
            for path in output.rglob("feed.*")
        }

        self.headers = {}
        path = ""
        lists = [each.read_text("utf-8") for each in output.rglob("_headers")]
        for line in "".join(lists).splitlines():
            name, _, value = line.partition(": ")
            if line.startswith("  "):
                self.headers[path][name.strip()] = value
            else:
                path = line
                self.headers[path] = {}

    def answer(self, method: str, path: str) -> tuple[int, Headers, bytes] | None:
        if path not in self.files:
            return 404, {}, b""
        fields = {**self.headers.get(path, {}), **self.fields}
        if kind := self.types.get(path.rpartition(".")[2]):
            fields["Content-Type"] = kind
        return 200, fields, self.files[path]


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    made = Live(tmp_path)
    with serving(made.answer) as (port, _):
        made.port = port
        yield made


def site(live: Live, hub: str, more: str = "") -> None:
    """Built with its staging address, and deployed there."""
    make(
        live.root,
        {
            "source/site.toml": f'title = "Prøve"\nbase_url = "http://127.0.0.1:{live.port}"\n'
            f'language = "nb"\nauthors = ["Red"]\n[feed]\nhub = "{hub}"\n{more}',
            "source/a.md": first("Tekst."),
        },
    )
    rebuild(live)


def first(body: str) -> str:
    """An article without keywords, which would have feeds of their own."""
    text = article("Første", body, "date: 2024-03-04\n")
    return text.replace("keywords: Business\n", "")


def built(root: Path) -> None:
    """In this process, as there are many."""
    at = datetime.fromisoformat(AT)
    request = Request(root / "source", root / "build", None, at, frozenset(("feed",)))
    assert build(request, lambda stage, done, count: None).done


def rebuild(live: Live) -> None:
    built(live.root)
    live.deploy()


def run(live: Live, *arguments: str, code: int = 0, allow: tuple[int, ...] = (), **env: str) -> Any:
    """The command; the staging site, and what else is named, may be asked."""
    hosts = [f"--allow=127.0.0.1:{port}" for port in (live.port, *allow)]
    done = pipeline(
        "syndicate", "push", "--json", *hosts, *arguments, cwd=live.root, code=code, env=env
    )
    assert "nobody may see" not in done.stdout + done.stderr
    return json.loads(done.stdout)


def states(told: Any) -> dict[str, str]:
    return {each["path"]: each["state"] for each in told["results"]}


FEEDS = ["feed.atom", "feed.json", "feed.xml"]


def test_a_real_hub_delivers(live: Live, tmp_path: Path) -> None:
    """Flask-WebSub: a subscription, our ping, its fetch, the signed delivery."""
    app = Flask("hub")
    app.config["PUBLISH_SUPPORTED"] = True
    pool = ThreadPoolExecutor(2)

    class Task:
        """What Celery's workers do, in threads of this process."""

        def __init__(self, work: Any, bound: bool) -> None:
            self.work = work
            self.bound = bound

        def delay(self, *arguments: Any) -> None:
            pool.submit(self.work, *((self, *arguments) if self.bound else arguments))

    class Workers:
        def task(self, bind: bool = False, **options: Any) -> Any:
            return lambda work: Task(work, bind)

    config = {"SIGNATURE_ALGORITHM": "sha256"}
    hub = Hub(SQLite3HubStorage(str(tmp_path / "hub.sqlite3")), Workers(), **config)
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/hub"

    def subscriber(method: str, path: str) -> tuple[int, Headers, bytes]:
        challenge = re.search(r"hub\.challenge=([^&]*)", path)
        return 200, {"Content-Type": "text/plain"}, (challenge[1] if challenge else "").encode()

    try:
        with serving(subscriber) as (port, taken):
            site(live, address)
            feed = f"http://127.0.0.1:{live.port}/feed.xml"
            asked = {"hub.mode": "subscribe", "hub.topic": feed, "hub.secret": "between us"}
            asked |= {"hub.callback": f"http://127.0.0.1:{port}/callback"}
            assert requests.post(address, data=asked, timeout=10).status_code == 202
            wait(lambda: list(hub.storage.get_callbacks(feed)))
            told = run(live, allow=(server.server_port,))
            assert states(told) == dict.fromkeys(FEEDS, "sent")
            wait(lambda: taken.named("POST"))
            [(_, _, headers, body)] = [each for each in taken if each[0] == "POST"]
            assert body == live.files["/feed.xml"]
            signature = hmac.new(b"between us", body, hashlib.sha256).hexdigest()
            assert headers["x-hub-signature"] == f"sha256={signature}"
    finally:
        server.shutdown()
        pool.shutdown()


def wait(done: Callable[[], Any]) -> None:
    until = time.monotonic() + 15
    while not done():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_each_once(live: Live) -> None:
    """A second run asks nobody; an edit tells of what changed; the file stays small and sorted."""
    with serving(lambda method, path: (202, {}, b"")) as (port, taken):
        site(live, f"http://127.0.0.1:{port}/")
        rehearsed = run(live, "--dry-run")
        assert states(rehearsed) == dict.fromkeys(FEEDS, "to send")
        assert not taken
        assert not (live.root / "source/pushed.json").exists()
        run(live, "--at", AT, allow=(port,))
        forms = [parse_qs(body.decode()) for _, _, _, body in taken]
        assert [each["hub.mode"] for each in forms] == [["publish"]] * 3
        own = {f"http://127.0.0.1:{live.port}/{feed}" for feed in FEEDS}
        assert {each["hub.url"][0] for each in forms} == own
        assert all(each["hub.url"] == each["hub.topic"] for each in forms)
        kept = (live.root / "source/pushed.json").read_bytes()
        lines = kept.decode().splitlines()
        known = [json.loads(line.rstrip(",")) for line in lines[1:-1]]
        assert [each["feed"].rpartition("/")[2] for each in known[:3]] == FEEDS
        assert known[3] == {"version": 1}
        assert known[0]["at"] == "2026-01-01T00:00:00Z"
        again = run(live, allow=(port,))
        assert again["results"] == []
        assert again["summary"]["told before"] == 3
        assert len(taken) == 3
        assert (live.root / "source/pushed.json").read_bytes() == kept
        make(live.root, {"source/a.md": first("Ny tekst.")})
        rebuild(live)
        assert states(run(live, allow=(port,))) == dict.fromkeys(FEEDS, "sent")
        assert len(taken) == 6


def test_a_stale_cache_is_told_of(live: Live) -> None:
    """Nothing is sent where what is live is not what was built, each for its own reason."""
    with serving(lambda method, path: (202, {}, b"")) as (port, taken):
        site(live, f"http://127.0.0.1:{port}/")
        good = dict(live.files)
        live.files["/feed.json"] = good["/feed.json"].replace("Første".encode(), b"Eldre")
        live.types["xml"] = "text/xml"
        del live.files["/feed.atom"]
        told = run(live, allow=(port,), code=1)
        why = {each["path"]: each["reason"] for each in told["results"]}
        assert "other bytes" in why["feed.json"]
        assert "`text/xml`, and must be `application/rss+xml`" in why["feed.xml"]
        assert "404" in why["feed.atom"]
        assert not taken
        live.files = good
        live.fields = {"Link": f'<http://127.0.0.1:{port}/>; rel="hub"'}
        told = run(live, allow=(port,), code=1)
        assert states(told) == dict.fromkeys(FEEDS, "stale")
        why = {each["path"]: each["reason"] for each in told["results"]}
        assert 'rel="self"' in why["feed.json"]
        assert "media type" in why["feed.xml"]
        live.fields = {"Link": ""}
        assert 'rel="hub"' in run(live, allow=(port,), code=1)["results"][0]["reason"]
        assert not taken
        assert not (live.root / "source/pushed.json").exists()


def test_a_partial_failure_keeps_what_succeeded(live: Live) -> None:
    """A hub that takes one feed and not the other."""
    count = 0

    def picky(method: str, path: str) -> tuple[int, Headers, bytes]:
        nonlocal count
        count += 1
        return (403, {}, b"") if count == 2 else (202, {}, b"")

    with serving(picky) as (port, _):
        site(live, f"http://127.0.0.1:{port}/")
        told = run(live, allow=(port,), code=1)
        assert sorted(states(told).values()) == ["failed", "sent", "sent"]
        (failed,) = [each for each in told["results"] if each["state"] == "failed"]
        assert failed["reason"] == "403 Forbidden"
        again = run(live, allow=(port,))
        assert states(again) == {failed["path"]: "sent"}


def test_webhooks_are_signed(live: Live) -> None:
    """As Standard Webhooks says; one request for all feeds, the secret nowhere."""
    with (
        serving(lambda method, path: (202, {}, b"")) as (hub, _),
        serving(lambda method, path: (204, {}, b"")) as (port, taken),
    ):
        hook = f'[[webhook]]\nurl = "http://127.0.0.1:{port}/hook"\nsecret_env = "HOOK"\n'
        site(live, f"http://127.0.0.1:{hub}/", hook)
        lacking = pipeline(
            "syndicate", "push", f"--allow=127.0.0.1:{live.port}", cwd=live.root, code=2
        )
        assert "no secret in `HOOK`" in lacking.stderr
        assert not taken
        assert not (live.root / "source/pushed.json").exists()
        told = run(live, allow=(port, hub), HOOK=SECRET)
        assert [each["state"] for each in told["results"]] == ["sent"] * 6
        ((_, path, headers, body),) = taken
        assert path == "/hook"
        at = headers["webhook-timestamp"]
        assert abs(int(at) - time.time()) < 60
        signed = f"{headers['webhook-id']}.{at}.".encode() + body
        digest = hmac.new(b"a secret that nobody may see", signed, hashlib.sha256).digest()
        assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
        news = json.loads(body)["data"]["feeds"]
        assert [each["url"].rpartition("/")[2] for each in news] == FEEDS
        assert news[1]["sha256"] == hashlib.sha256(live.files["/feed.json"]).hexdigest()
        kept = (live.root / "source/pushed.json").read_text("utf-8")
        assert SECRET not in kept
        assert "nobody" not in kept
        assert run(live, allow=(port, hub))["results"] == []


QUICK = Limits(pause=0, lag=0, timeout=0.4, retries=2, backoff=0.01, longest=1, give_up=1000)


def sent(live: Live, hub: str, path: Path, allow: tuple[int, ...], limits: Limits = QUICK) -> str:
    """One ping as the plan makes it; why it failed, or nothing."""
    content = live.files["/feed.json"]
    feed = topic("feed.json", content)
    assert feed is not None
    live.fields = {"Link": f'<{hub}>; rel="hub", <{feed.url}>; rel="self"'}
    feed = feed._replace(hubs=(hub,))
    hosts = frozenset(f"127.0.0.1:{port}" for port in (live.port, *allow))
    given = Push(path, {}, hosts, frozenset((80, 443)), datetime.now(UTC), 20, limits)
    (told,) = push([Sending("hub", hub, feed)], {}, given)
    assert (told.state == "sent") == (not told.reason)
    return told.reason


def test_servers_that_do_not_play_along(live: Live, tmp_path: Path) -> None:
    answers: dict[str, Any] = {
        "/silent": None,
        "/private": (307, {"Location": "http://169.254.169.254/latest"}, b""),
        "/busy": (429, {"Retry-After": "3600"}, b""),
        "/short": (503, {"Retry-After": "0"}, b""),
        "/gone": (410, {}, b""),
        "/broken": (500, {}, b""),
    }
    failures = {"/twice": 2, "/thrice": 3}

    def answer(method: str, path: str) -> Any:
        if failures.get(path):
            failures[path] -= 1
            return 500, {}, b""
        return answers.get(path, (202, {}, b""))

    file = tmp_path / "pushed.json"
    with serving(answer) as (port, taken):
        site(live, f"http://127.0.0.1:{port}/")

        def asked(path: str) -> tuple[str, int]:
            before = len(taken)
            reason = sent(live, f"http://127.0.0.1:{port}{path}", file, (port,))
            return reason, len(taken) - before

        assert asked("/twice") == ("", 3)
        assert file.exists()
        assert asked("/thrice")[1] == 3
        assert asked("/silent") == ("it did not answer in time", 3)
        reason, count = asked("/private")
        assert "169.254.169.254" in reason
        assert "not followed" in reason
        assert count == 1
        assert asked("/busy") == ("429 asks to be left alone for 3600 seconds: push again later", 1)
        assert asked("/short") == ("503 Service Unavailable", 3)
        assert asked("/gone") == ("410 Gone", 1)
        assert asked("/broken")[1] == 3
        assert "refuses connections" in sent(live, "http://127.0.0.1:9/", file, (9,))


def test_addresses_of_this_machine_must_be_allowed(live: Live, tmp_path: Path) -> None:
    """Each host with its port; what leads to one is not asked either."""
    with serving(lambda method, path: (202, {}, b"")) as (port, taken):
        site(live, f"http://127.0.0.1:{port}/")
        reason = sent(live, f"http://127.0.0.1:{port}/", tmp_path / "p.json", ())
        assert f"port {port}" in reason
        assert "this machine" in sent(live, "http://127.0.0.1/", tmp_path / "p.json", ())
        assert "private" in sent(live, "http://10.0.0.1/", tmp_path / "p.json", (80,))
        assert "this machine" in sent(live, "http://localhost/", tmp_path / "p.json", (80,))
        done = pipeline("syndicate", "push", cwd=live.root, code=1)
        assert "stale" in done.stdout
        assert f"port {live.port}" in done.stdout
        assert not taken
    for value in ("localhost", "localhost:0", "localhost:99999", "http://localhost:1", "a b:1"):
        pipeline("syndicate", "push", "--allow", value, cwd=live.root, code=2)


def test_the_time_of_the_run(live: Live) -> None:
    """One that never answers is given up; the next run goes on."""
    with serving(lambda method, path: None) as (port, _):
        site(live, f"http://127.0.0.1:{port}/")
        began = time.monotonic()
        told = run(live, "--max-time", "1s", allow=(port,), code=1)
        assert time.monotonic() - began < 15
        assert {each["reason"] for each in told["results"]} == {"the time of the run was over"}


def test_a_partner_alone(live: Live) -> None:
    """Its feeds and its hub of `partners.toml`, and the webhooks that are its own."""
    with (
        serving(lambda method, path: (202, {}, b"")) as (port, taken),
        serving(lambda method, path: (202, {}, b"")) as (other, elsewhere),
    ):
        hook = f'[[webhook]]\nurl = "http://127.0.0.1:{port}/kari"\nsecret_env = "HOOK"\n'
        partner = f'[[partner]]\nslug = "kari"\nhub = "http://127.0.0.1:{port}/hub"\n'
        make(live.root, {"source/partners.toml": partner + 'formats = ["json"]\n'})
        site(live, f"http://127.0.0.1:{other}/", hook + 'partner = "kari"\n')
        told = run(live, "--partner", "kari", allow=(port,), HOOK=SECRET)
        feed = "partners/kari/feed.json"
        assert [(each["path"], each["kind"]) for each in told["results"]] == [
            (feed, "hub"),
            (feed, "webhook"),
        ]
        assert {each["partner"] for each in told["results"]} == {"kari"}
        assert sorted(path for _, path, _, _ in taken) == ["/hub", "/kari"]
        assert states(run(live, allow=(port, other), HOOK=SECRET)) == dict.fromkeys(FEEDS, "sent")
        assert (len(taken), len(elsewhere)) == (2, 3)
        done = pipeline("syndicate", "push", "--partner", "ola", cwd=live.root, code=2)
        assert "no feed of a partner `ola`" in done.stderr


def test_wrong_use(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A")})
    assert "no folder `build`" in pipeline("syndicate", "push", cwd=tmp_path, code=2).stderr
    built(tmp_path)
    done = pipeline("syndicate", "push", cwd=tmp_path)
    assert "set `base_url`" in done.stderr
    make(tmp_path, {"source/site.toml": '[[webhook]]\nurl = "x"\nsecret_env = "s3cr3t!"\n'})
    done = pipeline("syndicate", "push", cwd=tmp_path, code=1)
    assert "site.toml:2:7: " in done.stdout
    assert "site.toml:3:14: " in done.stdout
    assert "no name of a variable" in done.stdout


#: What may be wrong with the file -> where it is told.
DAMAGED = {
    "[": (1, 2),
    "{}": (1, 2),
    '[\n{"version":1}\n': (3, 1),
    "[\n<<<<<<< a\n": (2, 1),
    '[\n{"to":"a"},\n{"version":1}]': (2, 1),
    '[\n{"to":"a","feed":"b","sha256":"c","at":"d"},\n{"version":1}]': (2, 1),
}


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file(tmp_path: Path, content: str) -> None:
    known, found = read_pushed(content.encode())
    assert known == {}
    assert (found[0].span.line, found[0].span.column) == DAMAGED[content]


def test_nothing_is_sent_with_a_damaged_file(tmp_path: Path) -> None:
    make(
        tmp_path, {"source/a.md": article("A"), "source/pushed.json": "[", "build/feed.json": "{}"}
    )
    told = pipeline("syndicate", "push", cwd=tmp_path, code=1).stdout
    assert "source/pushed.json:1:2: error CFG901" in told
    assert (tmp_path / "source/pushed.json").read_text() == "["


def test_the_file_is_read_as_it_is_written() -> None:
    known, found = read_pushed(encode([]))
    assert (known, found) == ({}, [])


LINKS = {
    '<https://a.example/>; rel="hub"': {"hub": {"https://a.example/"}},
    "<https://a.example/>; rel=hub, </f>;rel=self": {
        "hub": {"https://a.example/"},
        "self": {"https://b.example/f"},
    },
    '<https://a.example/x,y>; title="a, b; c"; REL="Hub self"': {
        "hub": {"https://a.example/x,y"},
        "self": {"https://a.example/x,y"},
    },
    "": {},
    "<" * 50_000: {},
    "<a>" + ";a" * 50_000: {},
}


@pytest.mark.parametrize("header", LINKS, ids=range(len(LINKS)))
def test_link_headers(header: str) -> None:
    began = time.process_time()
    assert links(header, "https://b.example/") == LINKS[header]
    assert time.process_time() - began < 1


def test_topics() -> None:
    """What a feed says of itself, in each of its formats; one without an address is none."""
    assert topic("feed.json", b"{}") is None
    assert topic("feed.xml", b"<rss><channel/></rss>") is None
    assert topic("feed.json", b"[") is None
    found = topic("partners/x/feed.json", b'{"feed_url": "https://a.example/f"}')
    assert found == Topic(
        "partners/x/feed.json", "https://a.example/f", (), "application/feed+json", "x",
        hashlib.sha256(b'{"feed_url": "https://a.example/f"}').hexdigest(), 35,
    )  # fmt: skip


def test_archives_are_no_topics(tmp_path: Path) -> None:
    """No server names a hub for them: each push would call them stale."""
    names = ("a", "b", "c")
    texts = {
        f"source/{name}.md": first("Tekst.").replace("-03-04", f"-03-0{number}")
        for number, name in enumerate(names, 1)
    }
    settings = 'base_url = "https://example.org"\nlanguage = "nb"\n[feed]\nlimit = 1\n'
    make(tmp_path, {"source/site.toml": f'title = "Prøve"\n{settings}', **texts})
    built(tmp_path)
    assert (tmp_path / "build/feeds/1.json").exists()
    found, silent = topics(tmp_path / "build")
    assert ([each.path for each in found], silent) == (sorted(FEEDS), 0)


def test_a_secret_of_two_webhooks(live: Live) -> None:
    """One address has one secret; an environment that is not asked for is not read."""
    hook = '[[webhook]]\nurl = "https://a.example/"\nsecret_env = "{}"\n'
    site(live, "", hook.format("ONE") + hook.format("TWO"))
    done = pipeline(
        "syndicate", "push", cwd=live.root, code=2, env={"ONE": "a", "TWO": "b", **os.environ}
    )
    assert "has two secrets" in done.stderr
    assert Webhook("https://a.example/", "ONE").partner == ""
