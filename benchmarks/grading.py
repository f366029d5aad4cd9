"""How fast a class is graded, by stock nbgrader and by ours, and whether a thousand cost what a hundred cost.

    python benchmarks/grading.py --check
    python benchmarks/grading.py --json benchmarks/results/grading.json

The class is forty honest students of the assignment ``rnn``, whose tests import PyTorch and whose own cells take
less than a tenth of a second. Both commands are started as an instructor starts them, in turns, and timed from
start to end. Everything runs on two cores.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from rnncourse.grading import assignment as assignments
from rnncourse.grading import honest, practice, results
from rnncourse.grading.assignment import source_of
from rnncourse.grading.generate import GRADEBOOK, generate

ROOT = Path(__file__).resolve().parents[1]
NAME = "rnn"
CLASS, SMALL, LARGE = 40, 100, 1000
CORES = 2
#: What is measured, the bar, and whether more or less is better: the bars of ``--check``.
BARS = [
    ("times the submissions a minute of stock nbgrader", 15.0, "at least"),
    ("seconds of the submission's own cells", 0.1, "at most"),
    ("CPU seconds a submission beyond its own cells", 0.15, "at most"),
    ("cost of one among 1,000 to one among 100", 1.1, "at most"),
    ("resident size of the parent, 1,000th to 100th", 1.2, "at most"),
    ("two workers to one", 1.7, "at least"),
]
Row = dict[str, object]


@dataclass(frozen=True)
class Sample:
    """Where a run stood when ``count`` submissions were done: seconds, CPU seconds of all its processes, bytes.

    The CPU seconds are those of the processes that live through the run and of the children that they have waited
    for; and those that the results say of the boxes, on the average, for which nobody waits. What a box's own first
    process used is in both.
    """

    count: int
    wall: float
    cpu: float
    resident: int


def grade(folder: Path, submitted: Path, out: str, workers: int) -> tuple[float, list[Sample]]:
    """Run ``rnncourse grade`` on a class; seconds from start to end, and samples on the way."""
    command = [sys.executable, "-m", "rnncourse.cli", "grade", NAME, "--submitted", str(submitted)]
    command += ["--out", str(folder / out), "--workers", str(workers), "--seed", "5eed"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "RNNCOURSE_QUIET": "1"}
    began, samples = time.perf_counter(), []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:
        parent = psutil.Process(run.pid)
        for line in run.stderr:
            if found := re.match(r"(\d+)/\d+ ", line):
                with contextlib.suppress(psutil.NoSuchProcess):
                    resident = parent.memory_info().rss
                    wall = time.perf_counter() - began
                    samples.append(Sample(int(found[1]), wall, _cpu(parent), resident))
        if run.wait():
            raise SystemExit(f"{' '.join(command)} ended with {run.returncode}")
    ended = time.perf_counter() - began
    boxes = statistics.mean(found.cpu_seconds for found in results.load(folder / out / "results.json"))
    return ended, [replace(sample, cpu=sample.cpu + sample.count * boxes) for sample in samples]


def stock(folder: Path, submitted: Path) -> float:
    """Run ``nbgrader autograde`` on the same class; seconds from start to end."""
    generate(ROOT / "solutions" / NAME, folder)
    shutil.copytree(submitted, folder / "submitted")
    settings = {
        "root": str(folder),
        "source_directory": "solutions",
        "release_directory": "exercises",
        "db_url": f"sqlite:///{folder / GRADEBOOK}",
    }
    lines = [f"c.CourseDirectory.{key} = {value!r}" for key, value in settings.items()]
    (folder / "nbgrader_config.py").write_text("\n".join(["c = get_config()", *lines]) + "\n")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": path}
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, "--create"]
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


def own_cells(students: list[honest.Student]) -> float:
    """Seconds of CPU that a submission's own cells and their tests take where everything is imported: the mean."""
    (master,) = assignments.load(ROOT, NAME).masters
    practice.practise(master, {})
    spent = []
    for student in students:
        cells = {cell["id"]: source_of(cell) for cell in json.loads(student.content)["cells"]}
        began = time.process_time()
        practice.practise(master, {cell.id: cells[cell.id] for cell in master.solutions()})
        spent.append(time.process_time() - began)
    return statistics.mean(spent)


def compare(folder: Path, submitted: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds for the class by stock and by ours, in turns."""
    theirs, ours = [], []
    for number in range(rounds):
        ours.append(grade(folder, submitted, f"ours-{number}", CORES)[0])
        place = folder / f"stock-{number}"
        place.mkdir()
        theirs.append(stock(place, submitted))
    return theirs, ours


def each(samples: list[Sample], start: int, end: int) -> Sample:
    """What one submission cost between two counts, and the parent's size at the second."""
    first, last = _at(samples, start), _at(samples, end)
    count = last.count - first.count
    return Sample(count, (last.wall - first.wall) / count, (last.cpu - first.cpu) / count, last.resident)


def measure(rounds: int) -> list[Row]:
    """All rows: what was measured, the value, and what it was compared with where it is a ratio."""
    everyone = honest.students(ROOT, ROOT, NAME, LARGE)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        classes = {
            size: _hand_in(folder / f"class-{size}", everyone[:size]) for size in (CLASS, SMALL, LARGE)
        }
        own = own_cells(everyone[:CLASS])
        theirs, ours = compare(folder, classes[CLASS], rounds)
        _, samples = grade(folder, classes[LARGE], "large", CORES)
        rates = {1: [], CORES: []}
        for number in range(rounds):
            for workers in rates:
                _, run = grade(folder, classes[SMALL], f"workers-{workers}-{number}", workers)
                rates[workers].append(each(run, 20, SMALL).wall)
    # Not to the very end, where workers that have nothing left to do take their seconds with them.
    early, late = each(samples, 20, SMALL + 20), each(samples, LARGE - SMALL - 20, LARGE - 20)
    values = [
        (min(theirs) / min(ours), min(theirs), min(ours)),
        (own, own, 1.0),
        (late.cpu - own, late.cpu, own),
        (late.cpu / early.cpu, late.cpu, early.cpu),
        (late.resident / _at(samples, SMALL).resident, late.resident, _at(samples, SMALL).resident),
        (min(rates[1]) / min(rates[CORES]), min(rates[1]), min(rates[CORES])),
    ]
    return [
        {"what": what, "ratio": ratio, "value": value, "other": other}
        for (what, _, _), (ratio, value, other) in zip(BARS, values, strict=True)
    ]


def show(rows: list[Row]) -> None:
    """The table, a line a row."""
    for row in rows:
        print(f"{row['what']:50} {row['ratio']:8.3f}   ({row['value']:.6g}, {row['other']:.6g})")


def shortfalls(rows: list[Row]) -> list[str]:
    """The bars that are not met, or that nothing was measured for."""
    found = {row["what"]: row["ratio"] for row in rows}
    short = []
    for what, bar, way in BARS:
        if what not in found:
            short.append(f"{what}: not measured")
        elif not found[what] > 0:
            short.append(f"{what}: {found[what]:.3f}, which is no measure of anything")
        elif (found[what] < bar) if way == "at least" else (found[what] > bar):
            short.append(f"{what}: {found[what]:.3f}, {way} {bar:g}")
    return short


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="store the results here")
    parser.add_argument("--check", action="store_true", help="exit 1 where a bar is not met")
    parser.add_argument("--rounds", type=int, default=2, help="how often each is timed (default 2)")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    rows = measure(options.rounds)
    show(rows)
    if options.json:
        options.json.write_text(json.dumps({"made_by": made_by(options), "rows": rows}, indent=1) + "\n")
    short = shortfalls(rows) if options.check else []
    for line in short:
        print("falls short:", line)
    return 1 if short else 0


def made_by(options: argparse.Namespace) -> dict[str, object]:
    """What the results were measured on, and with what."""
    import nbgrader
    import numpy as np
    import torch

    return {
        "command": f"python benchmarks/grading.py --rounds {options.rounds}",
        "machine": f"{platform.machine()}, {CORES} of {os.cpu_count()} cores",
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": torch.__version__,
            "nbgrader": nbgrader.__version__,
        },
    }


def _hand_in(folder: Path, students: list[honest.Student]) -> Path:
    for student in students:
        (folder / student.name / NAME).mkdir(parents=True)
        (folder / student.name / NAME / f"{NAME}.ipynb").write_bytes(student.content)
    return folder


def _at(samples: list[Sample], count: int) -> Sample:
    return next(sample for sample in samples if sample.count >= count)


def _cpu(parent: psutil.Process) -> float:
    """CPU seconds of a process, all that live below it, and all that they have waited for."""
    total = 0.0
    for process in [parent, *parent.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


if __name__ == "__main__":
    sys.exit(main())
