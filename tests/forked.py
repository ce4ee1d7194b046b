"""The program loaded once: each run of it is a fork, which saves two thirds of a short one.

A run has its own folder, variables, standard files and exit code. What is read when Python starts
is as it was here: `site.pipeline` starts the program anew where that is asked for.
"""

import atexit
import gc
import json
import os
import select
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

#: What most runs load. Nothing that begins a thread, and not what makes PDFs.
LOADED = (
    "cli.build cli.check cli.move build judge move outputs overview report.text validate".split()
)
#: Variables that Python and the C library read when they start.
EARLY = ("PYTHON", "LANG", "LC_", "TZ")


class Ended(NamedTuple):
    """A run's exit code, what it wrote, and seconds of processors that it took."""

    code: int
    stdout: str
    stderr: str
    spent: float


class Forks:
    """One process a test worker, begun with the first run."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds `pipeline` and `tests`."""
        self.folder = folder
        self.server: subprocess.Popen[str] | None = None
        self.spent = 0.0

    def run(
        self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float
    ) -> Ended:
        """Raises subprocess.TimeoutExpired; the run is ended then, with all that it began."""
        if self.server is None or self.server.poll() is not None:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "tests.forked"],
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            atexit.register(self.server.kill)
        asks, tells = self.server.stdin, self.server.stdout
        assert asks is not None
        assert tells is not None
        with tempfile.TemporaryDirectory() as made:
            out, err = Path(made, "out"), Path(made, "err")
            asked = {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env)}
            asks.write(json.dumps({**asked, "out": str(out), "err": str(err)}) + "\n")
            asks.flush()
            if not select.select([tells], [], [], timeout)[0]:
                os.killpg(self.server.pid, 9)
                self.server.wait()
                raise subprocess.TimeoutExpired(["pipeline", *arguments], timeout)
            code, spent = json.loads(tells.readline())
            self.spent += spent
            return Ended(code, out.read_text("utf-8"), err.read_text("utf-8"), spent)


def serve() -> None:
    """Lines of JSON from standard input; of each run its exit code and its seconds."""
    for name in LOADED:
        import_module(f"pipeline.{name}")
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            run(asked)
        _, status, used = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        print(json.dumps([code, used.ru_utime + used.ru_stime]), flush=True)


def run(asked: Mapping[str, Any]) -> None:
    """In the fork; does not come back."""
    code = 1
    try:
        for number, name, mode in (
            (0, os.devnull, os.O_RDONLY),
            (1, asked["out"], os.O_WRONLY | os.O_CREAT),
            (2, asked["err"], os.O_WRONLY | os.O_CREAT),
        ):
            opened = os.open(name, mode, 0o600)
            os.dup2(opened, number)
            os.close(opened)
        os.chdir(asked["cwd"])
        os.environ.clear()
        os.environ.update(asked["env"])
        sys.argv = ["pipeline", *asked["arguments"]]
        from pipeline.cli import main

        main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
