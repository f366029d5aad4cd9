"""Build the book as ``jupyter-book build . -W --keep-going`` does; one clear sentence if it fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from rnncourse.errors import BAD_INPUT, ENVIRONMENT, FAULT, CourseError

LOG = "_build/book.log"
_PROGRESS = re.compile(r"^(reading sources|writing output)\.\.\. \[ *(\d+)%\] (\S+)")
_RAN = re.compile(r"^(\S+): Executed notebook in ([\d.]+) seconds")
_FAULT = re.compile(
    r"^(?:.*\.\.\. )?(?:(?P<path>[^:\n]*?\S)(?::(?P<line>\d*))?: )?"
    r"(?P<kind>WARNING|ERROR|CRITICAL|SEVERE): (?P<text>.+)"
)
_FAILED_CELL = re.compile(r"following cell:\n-{18}\n(?P<source>.*?)\n-{18}\n", re.DOTALL)


def build(root: Path) -> Path:
    """Build the book in ``root`` and return the path of its first page.

    Executes the labs whose text or package changed and writes the pages that changed. Progress goes to
    stderr.

    Raises
    ------
    CourseError : at the first warning or error, in one sentence: page, cell where a lab failed, and what it was
    """
    root = Path(root).resolve()
    for needed in ("_config.yml", "_toc.yml"):
        if not (root / needed).is_file():
            raise CourseError(
                f"There is no {needed} in {root}: run this in the root of the course.", BAD_INPUT
            )
    started = time.monotonic()
    code, lines = _run(root)
    faults = [match for match in map(_FAULT.match, lines) if match]
    if code or faults:
        raise CourseError(_explain(root, faults, lines), FAULT)
    _say(f"the book is built, {time.monotonic() - started:.0f} s")
    return root / "_build" / "html" / "index.html"


def _run(root: Path) -> tuple[int, list[str]]:
    """Run Jupyter Book in a process of its own; return its exit code and all that it said."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command += ["build", str(root), "-W", "--keep-going"]
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    (root / "_build").mkdir(exist_ok=True)
    lines: list[str] = []
    with (
        open(root / LOG, "w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        for raw in process.stdout:
            line = re.sub(r"\x1b\[[0-9;]*m", "", raw).rstrip()
            log.write(line + "\n")
            lines.append(line)
            _report(line)
    if any("No module named 'jupyter_book'" in line for line in lines):
        raise CourseError("Jupyter Book is not installed: pip install -r requirements.txt", ENVIRONMENT)
    return process.returncode, lines


def _report(line: str) -> None:
    if match := _PROGRESS.match(line):
        _say(f"{match[1].split()[0]} {match[3]} ({match[2]} %)")
    elif match := _RAN.match(line):
        _say(f"ran {Path(match[1]).name} in {float(match[2]):.0f} s")


def _say(text: str) -> None:
    print(f"book: {text}", file=sys.stderr, flush=True)


def _explain(root: Path, faults: list[re.Match], lines: list[str]) -> str:
    """The first fault as one sentence, a failed cell before everything that follows from it."""
    for fault in faults:
        if "Executing notebook failed" in fault["text"]:
            return _failed_cell(root, fault) + f" The whole story is in {LOG}."
    count = f" ({len(faults)} in all)" if len(faults) > 1 else ""
    if faults:
        first = faults[0]
        place = _relative(root, first["path"]) if first["path"] else "The book"
        line = f", line {first['line']}" if first["line"] else ""
        return f"{place}{line}: {first['text'].strip().rstrip('.')}{count}. The whole story is in {LOG}."
    said = (line.strip() for line in reversed(lines) if re.search(r"^\S*(Error|Exception)\b", line))
    last = next(
        said, next((line.strip() for line in reversed(lines) if re.search(r"\w", line)), "no message.")
    )
    return f"The book could not be built: {last} The whole story is in {LOG}."


def _failed_cell(root: Path, fault: re.Match) -> str:
    page = _relative(root, fault["path"])
    report = root / "_build" / "html" / "reports" / Path(page).with_suffix(".err.log")
    if not report.is_file():
        return f"{page}: a cell failed: {fault['text']}."
    text = re.sub(r"\x1b\[[0-9;]*m", "", report.read_text(encoding="utf-8"))
    error = next((line for line in reversed(text.splitlines()) if line.strip()), "an error")
    match = _FAILED_CELL.search(text)
    cell = _cell_number(root / page, match["source"]) if match else None
    where = f", cell {cell}" if cell else ""
    return f"{page}{where} failed with {error.strip().rstrip('.')}."


def _cell_number(notebook: Path, source: str) -> int | None:
    """Which cell, counted from 1 over all cells, has this source."""
    if notebook.suffix != ".ipynb":
        return None
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]).strip() for cell in cells]
    return texts.index(source.strip()) + 1 if source.strip() in texts else None


def _relative(root: Path, path: str) -> str:
    try:
        return Path(path).resolve().relative_to(root).as_posix()
    except ValueError:
        return path
