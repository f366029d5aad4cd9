"""What do the three programs of the articles reach on MNIST, and what do their budgets allow? Chapter 9 in full.

    python benchmarks/mnist.py --data DIR [--json FILE] [--check] [--cases NAME ...] [--seeds N]
    python benchmarks/mnist.py --data DIR --search [--json FILE]
    python benchmarks/mnist.py --data DIR --quick

Trains the programs of 001, 003 and 004 with their own settings and TensorFlow 1's initial values, each budget (hidden
size, images shown) done well, and what else the chapter asks: the softmax taken once, a loss at every row, rows
scrambled; and, when named, 001 without its dense layer and other images held out. Three seeds of all that has a bar or
is an article's. DIR holds the four files of MNIST. ``--json`` stores every run as it ends, and does not repeat what
FILE already has: an interrupted program goes on where it was. ``--search`` tries the settings that were tried, each
judged on the 5,000 held-out training images; the test set is not looked at. ``--check`` exits 1, naming what falls
short of its bar or is not there. ``--quick`` is a smoke test on a few hundred images. About half an hour of one quiet
core, and five minutes to search.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("RNNCOURSE_QUIET", "1")

import torch

from rnncourse import programs, stored
from rnncourse.tasks import mnist, mnist_plan, mnist_search
from rnncourse.tasks.mnist import Mnist
from rnncourse.tasks.mnist_plan import CASES, SEEDS, Case
from rnncourse.tasks.mnist_programs import floor


def rows(
    data: Mnist, cases: dict[str, Case], seeds: int | None, path: Path | None, number: int
) -> list[dict]:
    """One row for each case, stored run by run; runs that ``path`` holds of the same recipe are not made again."""
    found = []
    for name, case in cases.items():
        images = mnist_plan.parts(data, case.held_out, number)
        runs = kept(path, name, case)
        for seed in range(len(runs), seeds or case.seeds or SEEDS):
            runs.append({"seed": seed} | mnist_plan.run(case, images, seed))
            keep(path, rows=[mnist_plan.row(name, case, runs)], tiny=number != mnist_plan.HELD_OUT)
        found.append(mnist_plan.row(name, case, runs))
        show(found[-1])
    return found


def search(data: Mnist, path: Path | None, number: int) -> None:
    """Every trial of the search, stored as they come."""
    images = mnist_plan.parts(data, number=number)
    done = read(path).get("search", [])
    for trial in mnist_search.TRIALS:
        if not any(mnist_search.same(trial, one) for one in done):
            done.append(mnist_search.run(trial, images))
            keep(path, search=done)
            print({key: done[-1][key] for key in ("budget", "settings", "seed", "validation")}, flush=True)


def read(path: Path | None) -> dict:
    return json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}


def kept(path: Path | None, name: str, case: Case) -> list[dict]:
    """The stored runs of a case, if they were made by its recipe."""
    wanted = case.recipe._asdict() | {"updates": case.recipe.updates}
    for row in read(path).get("rows", []):
        if row["name"] == name and row["recipe"] == wanted and row["held_out"] == case.held_out:
            return mnist_plan.runs_of(row)
    return []


def keep(
    path: Path | None, rows: Sequence[dict] = (), search: list[dict] | None = None, tiny: bool = False
) -> None:
    """Store new rows or a new search, with all that the file has beside them; but nothing real beside a smoke test."""
    if path is None:
        return
    old = read(path)
    if old and old["made_by"]["tiny"] != tiny:
        old = {"search": old["search"]}
    order = list(CASES)
    every = sorted(
        {row["name"]: row for row in (*old.get("rows", []), *rows)}.values(),
        key=lambda row: order.index(row["name"]),
    )
    made_by = stored.made_by(
        "python benchmarks/mnist.py --data DIR --json benchmarks/results/mnist.json",
        searched_by="python benchmarks/mnist.py --data DIR --search --json benchmarks/results/mnist.json",
        threads=torch.get_num_threads(),
        seeds=SEEDS,
        split="the first 5,000 of the 60,000 training images are held out, as TensorFlow 1's read_data_sets did",
        intervals="Student's, 95 %, over seeds",
        tiny=tiny,
        complete=not tiny and not mnist_plan.missing(every),
    )
    stored.store(
        path,
        {
            "made_by": made_by,
            "floor": round(floor(), 6),
            "rows": every,
            "search": old.get("search", []) if search is None else search,
        },
    )


def show(row: dict) -> None:
    tests = " ".join(f"{value:.2%}" for value in row["test"])
    print(
        f"{row['title']:32} {row['parameters']:7,} parameters, {row['recipe']['updates']:6,} updates of "
        f"{row['recipe']['batch']:3}: test {row['mean']:.2%} ({tests})  held out {max(row['validation']):.2%}  "
        f"loss {sum(row['loss']) / len(row['loss']):.4f}  never {row['never_predicted']}  "
        f"{sum(row['seconds']) / len(row['seconds']):.0f} s",
        flush=True,
    )


def small(data: Mnist) -> tuple[Mnist, dict[str, Case]]:
    """A few hundred images, and every case on a few batches of them: to see that all of it runs."""
    few = Mnist(
        data.train_images[:600], data.train_labels[:600], data.test_images[:200], data.test_labels[:200]
    )
    cases = {
        name: case._replace(recipe=case.recipe._replace(h=16, images=1000, batch=min(50, case.recipe.batch)))
        for name, case in CASES.items()
    }
    return few, cases


def main() -> int:
    parser = programs.parser(__doc__, "a bar is missed")
    parser.add_argument("--data", type=Path, required=True, help="the folder with the four files of MNIST")
    parser.add_argument("--search", action="store_true", help="try the settings, on held-out training images")
    parser.add_argument("--quick", action="store_true", help="a few hundred images, one seed")
    parser.add_argument(
        "--cases", nargs="+", choices=list(CASES), default=[name for name in CASES if CASES[name].seeds]
    )
    parser.add_argument("--seeds", type=int, help="so many for every case, in place of its own number")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    began = time.perf_counter()
    data, cases, number = mnist.load(options.data), CASES, mnist_plan.HELD_OUT
    if options.quick:
        (data, cases), number = small(data), 100
    if options.search:
        search(data, options.json, number)
        return 0
    chosen = {name: cases[name] for name in options.cases}
    found = rows(data, chosen, 1 if options.quick else options.seeds, options.json, number)
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    return programs.verdict(
        mnist_plan.shortfalls(read(options.json).get("rows", found)) if options.check else []
    )


if __name__ == "__main__":
    sys.exit(main())
