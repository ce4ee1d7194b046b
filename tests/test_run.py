"""The runner: caching, spreading, and what happens when a stage or a process dies."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import digest
from pipeline.model import Outcome, Source, Stage
from pipeline.run import BATCH, FEW, RENEW, Run
from pipeline.store import Damaged, Store


def upper(source: Source, contents: tuple[bytes, ...], tools: tuple[str, ...]) -> Outcome[str]:
    made = (source.path + "".join(tools)).upper()
    return Outcome(made, (), (made.encode(),))


def fragile(source: Source, contents: tuple[bytes, ...], tools: tuple[str, ...]) -> Outcome[str]:
    """Raises for one item, and takes its process along for another."""
    if "raises" in source.path:
        raise ValueError(source.path)
    if "dies" in source.path:
        os._exit(1)
    return Outcome(source.path)


UPPER = Stage("upper", upper, Source, str, lambda source: str(source.path))
HEAVY = Stage("heavy", upper, Source, str, lambda source: str(source.path), heavy=True)
FRAGILE = Stage("fragile", fragile, Source, str, lambda source: str(source.path))
FRAGILE_HEAVY = Stage("fragile", fragile, Source, str, lambda source: str(source.path), heavy=True)


def items(count: int, *names: str) -> list[Source]:
    return [Source(name, "", 0) for name in (*(f"a{n}" for n in range(count)), *names)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store(tmp_path / "cache")
    yield found
    found.close()


def run(store: Store, jobs: int = 1, toolchain: str = "1") -> Run:
    return Run(store, toolchain, jobs, lambda stage, done, count: None)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("stage", [UPPER, HEAVY])
def test_order_is_that_of_the_items(store: Store, jobs: int, stage: Stage) -> None:
    wanted = items(max(FEW, BATCH) * 5)
    found = run(store, jobs).map(stage, wanted)
    assert [outcome.value for outcome in found] == [each.path.upper() for each in wanted]


def test_what_was_made_is_not_made_again(store: Store) -> None:
    assert run(store).map(UPPER, items(3)) == run(store).map(UPPER, items(3))
    second = run(store)
    second.map(UPPER, items(4))
    assert second.calls == {"upper": 1}


def test_settings_and_toolchain_are_in_the_key(store: Store) -> None:
    run(store).map(UPPER, items(3), ("x",))
    for other, given in ((run(store), ("y",)), (run(store, toolchain="2"), ("x",))):
        other.map(UPPER, items(3), given)
        assert other.calls == {"upper": 3}


def test_contents_lie_in_the_store_under_their_digest(store: Store) -> None:
    run(store).map(UPPER, items(2))
    assert store.contents([digest.of_bytes(b"A1")]) == [b"A1"]
    with pytest.raises(Damaged):
        store.contents([digest.of_bytes(b"A2")])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crash_is_a_finding_on_its_item_and_is_not_kept(store: Store, jobs: int) -> None:
    wanted = items(FEW + 5, "raises.md")
    found = run(store, jobs).map(FRAGILE, wanted)
    assert [outcome.value for outcome in found[:-1]] == [each.path for each in wanted[:-1]]
    assert found[-1].value is None
    (told,) = found[-1].diagnostics
    assert (told.code, told.path, told.severity) == ("X001", "raises.md", "error")
    again = run(store, jobs)
    again.map(FRAGILE, wanted)
    assert again.calls == {"fragile": 1}


@pytest.mark.parametrize("stage", [FRAGILE, FRAGILE_HEAVY])
def test_a_process_that_dies_costs_its_item_alone(store: Store, stage: Stage) -> None:
    wanted = items(FEW * 3, "dies.md", "z1", "dies-too.md", "z2")
    found = run(store, 2).map(stage, wanted)
    broken = [each.path for each, outcome in zip(wanted, found, strict=True) if not outcome.value]
    assert broken == ["dies.md", "dies-too.md"]
    assert {each.code for outcome in found for each in outcome.diagnostics} == {"X001"}


@pytest.mark.slow
def test_heavy_processes_are_renewed(store: Store) -> None:
    wanted = items(RENEW * 2 + 3)
    found = run(store, 2).map(HEAVY, wanted)
    assert [outcome.value for outcome in found] == [each.path.upper() for each in wanted]


def test_prune_keeps_what_the_run_used(store: Store) -> None:
    run(store).map(UPPER, items(900))
    store.used = {"outcome": set(), "content": set()}
    last = run(store)
    last.map(UPPER, items(5))
    store.prune()
    assert last.calls == {}
    after = run(store)
    after.map(UPPER, items(6))
    assert after.calls == {"upper": 1}


def test_prune_keeps_the_contents_of_outcomes_that_were_used(store: Store) -> None:
    """Though nothing read them: the next edit may want them."""
    run(store).map(UPPER, items(900))
    store.used = {"outcome": set(), "content": set()}
    run(store).map(UPPER, items(5))
    store.prune()
    assert store.contents([digest.of_bytes(b"A4")]) == [b"A4"]
    with pytest.raises(Damaged):
        store.contents([digest.of_bytes(b"A800")])
