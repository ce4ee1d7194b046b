"""What travels to other processes, on systems where they are not forked too."""

import importlib
import pickle
import pkgutil
from datetime import datetime
from pathlib import Path

import pytest

import pipeline
from pipeline import run
from pipeline.build import Request, build
from pipeline.model import Stage
from tests.site import AT, article, make, tree


def stages() -> list[Stage]:
    """Of all modules of the program."""
    names = [each.name for each in pkgutil.walk_packages(pipeline.__path__, "pipeline.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    return [module.STAGE for module in modules if isinstance(getattr(module, "STAGE", None), Stage)]


def test_every_stage_travels() -> None:
    found = stages()
    assert len(found) > 20
    for stage in found:
        again = pickle.loads(pickle.dumps(stage))
        assert again._replace(path=stage.path) == stage


def quiet(stage: str, done: int, count: int) -> None:
    """No progress."""


def test_spawned_processes_make_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"a{number}" for number in range(run.FEW + 2)]
    files = {f"source/{name}.md": article(name.upper(), f"Se [b](/{names[0]}).") for name in names}
    files["source/site.toml"] = 'base_url = "https://example.org"\nlanguage = "nb"\n'
    make(tmp_path, files)
    built = []
    for forks, jobs in ((True, 1), (False, 2)):
        monkeypatch.setattr(run, "FORKS", forks)
        output = tmp_path / f"build-{jobs}"
        chosen = frozenset(("html", "feed"))
        at = datetime.fromisoformat(AT)
        request = Request(tmp_path / "source", output, None, at, only=chosen, jobs=jobs)
        assert build(request, quiet).done
        built.append(tree(output))
    assert built[0] == built[1]
