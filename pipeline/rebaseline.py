"""what is found today -> `source/baseline.json`, which only shrinks."""

import os
from pathlib import Path

from pipeline import files
from pipeline.baseline import BASELINE, Baseline, counted, encode, read_baseline
from pipeline.judge import Judged, lost, pruned


def rebaseline(
    source: Path, mode: str, judged: Judged, baseline: Baseline | None
) -> Baseline | None:
    """Writes it when `mode` is `write` or `prune`, and returns the one that now stands.

    `baseline` is None when there is none. Nothing is written while the findings have one that no
    baseline can hold. Raises WrongUse where there is none to look at, or it would grow.
    """
    path = source / BASELINE
    if baseline is None and mode != "write":
        message = f"there is no `{path}`: `pipeline check --baseline write` writes it"
        raise files.WrongUse(message)
    if mode == "check" or any(map(lost, judged.told)):
        return baseline
    if baseline is None and os.path.lexists(path):
        raise files.WrongUse(f"`{path}` is no file that can be read: remove it")
    now = counted((*judged.told, *judged.accepted))
    counts = now if baseline is None else pruned(judged, baseline, frozenset())
    grown = now - counts
    if mode == "write" and grown:
        file, rule = min(grown)
        message = f"`{path}` would grow by {grown.total()}, the first {rule} in `{file}`: mend"
        raise files.WrongUse(f"{message} them, or delete it and write it anew")
    content = encode(counts)
    files.replace(path, content)
    return read_baseline(content)[0]
