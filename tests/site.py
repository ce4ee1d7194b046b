"""What the tests share: small sites made on the spot, the program as a user runs it, tools."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.forked import EARLY, Forks

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
SEED = SHARED / "seed" / "social-media.md"
TOOLS = REPOSITORY / ".tools"
FORKS = Forks(REPOSITORY)
AT = "2026-01-01T00:00:00+00:00"

FRONT = "---\ntitle: {title}\nlanguage: nb\ndescription: {description}\nkeywords: Business\n---\n"
DESCRIPTION = "En beskrivelse som er lang nok til at ingen regel har noe å si om den."


def article(title: str, body: str = "Tekst.", more: str = "") -> str:
    """An article that no rule complains about."""
    front = FRONT.format(title=title, description=DESCRIPTION)
    return front.removesuffix("---\n") + more + "---\n\n" + body + "\n"


def make(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes the files below `root` and returns it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def spent() -> float:
    """Seconds of processors that the programs took which this process began."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime + FORKS.spent


def pipeline(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    code: int | None = 0,
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """The program as a user runs it; `code` is the exit code that is expected.

    Variables that Python reads when it starts begin it anew; else a run is a fork.
    """
    given = [str(each) for each in arguments]
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), **(env or {})}
    done: subprocess.CompletedProcess[str]
    if env is not None and any(name.startswith(EARLY) for name in env):
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *given],
            cwd=cwd,
            env=variables,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    else:
        run = FORKS.run(given, cwd, variables, timeout)
        done = subprocess.CompletedProcess(given, run.code, run.stdout, run.stderr)
    if code is not None:
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def build(
    root: Path, *arguments: str, code: int | None = 0, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`pipeline build` in `root`, which has `source/`; at a fixed time."""
    return pipeline("build", "--at", AT, *arguments, cwd=root, code=code, env=env)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def nu_checked(paths: Iterable[str | Path]) -> list[dict[str, Any]]:
    """What the Nu HTML checker says of files: each message with its url, lastLine, type."""
    java = needed("java", "Java")
    jar = needed(os.environ.get("VNU_JAR") or TOOLS / "vnu.jar", "the Nu HTML checker")
    # A run is too short for the second compiler to pay.
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
    run = [java, *quick, "-jar", jar, "--format", "json", "--stdout", *map(str, paths)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120, check=False)
    return list(json.loads(done.stdout)["messages"])


def needed(tool: str | Path, what: str) -> str:
    """The path of a program that a user may not have: skips without it, fails in CI."""
    found = shutil.which(str(tool)) or (str(tool) if Path(tool).is_file() else None)
    if found is None:
        missing(f"{what} is not installed ({tool})")
    return str(found)


def missing(reason: str) -> None:
    """Skips on a user's machine; fails under CI=true, where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
