"""the plan of `pipeline syndicate record`: what is out now -> `source/ledger.json`."""

from typing import NamedTuple

from pipeline import build, files, toolchain
from pipeline.join.ledger import Recording, recorded
from pipeline.ledger_file import LEDGER, encode
from pipeline.run import Progress, Run
from pipeline.settings import SITE


class Recorded(NamedTuple):
    """What came of it: all findings, the recording, the file's bytes before and as they are to be.

    `recording` is None when errors kept it back; `before` when there was no file.
    """

    result: build.Result
    recording: Recording | None
    before: bytes | None
    after: bytes


def record(request: build.Request, progress: Progress) -> Recorded:
    """What is out at the time of the request. Nothing is written.

    Raises WrongUse on a site without a public address: an id is one, and for ever.
    """
    given = build.read(request)
    if not given.settings.site.base_url:
        raise files.WrongUse(f"items need public addresses: write `base_url` into `{SITE}`")
    before = given.found.configuration.get(LEDGER)
    with build.opened(request) as store:
        run = Run(store, toolchain.toolchain(), request.jobs, progress)
        examined = build.examine(request, given, run)
    told = build.judged(request, given, examined.diagnostics, examined.dated)
    result = build.result(given, told, run.calls)
    if build.failed(told.told) or not build.whole(given):
        return Recorded(result, None, before, b"")
    joined, base_url = examined.joined, given.settings.site.base_url
    pages = [shown.page for shown in joined.published]
    recording = recorded(pages, joined.lines, given.ledger or (), base_url, request.at)
    return Recorded(result, recording, before, encode(recording.ledger))


def write(request: build.Request, told: Recorded) -> bool:
    """Writes the ledger where its bytes are others; whether it did. Raises WrongUse."""
    if told.recording is None or told.after == told.before:
        return False
    files.replace(request.source / LEDGER, told.after)
    return True
