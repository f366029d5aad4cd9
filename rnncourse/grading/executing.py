"""nbgrader's own execution step, made to survive cells that never end and kernels that die, with a record."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from rnncourse.grading.assignment import Limits


class RecordingExecute(Execute):
    """Runs a notebook's cells and writes, after each, one line of ``record``: how the cell ended.

    A cell over its time is interrupted and the next one runs. After a kernel's death, or when the submission's
    whole time is up, the remaining cells get an error output instead of a run: nbgrader gives an empty output
    full points.

    Each line: ``{"id", "ended": passed|raised|timeout|crashed|not-run, "ename", "evalue", "score"}``; ``id``
    is null for a learner's own cell, ``score`` is null where the cell carries no points.
    """

    def __init__(self, record: Path, limits: Limits, **settings) -> None:
        config = Config()
        sockets = str(record.with_suffix(""))
        if sys.platform == "linux" and len(sockets) < 90:  # files of our own, not ports that workers race for
            config.KernelManager.transport, config.KernelManager.ip = "ipc", sockets
        super().__init__(config=config, **settings)
        self.shutdown_kernel = "immediate"
        self.timeout_func = self._seconds_for
        self.truncated = False
        self._record, self._limits = record, limits
        self._deadline = time.monotonic() + limits.submission_seconds
        self._stopped: str | None = None
        self._late = False
        self._heard = 0

    def preprocess_cell(self, cell, resources, index):
        """Run one cell, or say why it does not run; never raises for what the cell did."""
        if cell.cell_type != "code":
            return cell, resources
        self._late, self._heard = False, 0
        if self._stopped is None and time.monotonic() > self._deadline:
            self._stopped = "The time for the whole notebook was over."
        if self._stopped is not None:
            ended = "not-run"
            cell.outputs = [_error("NotRun", self._stopped)]
        else:
            try:
                super().preprocess_cell(cell, resources, index)
                ended = self._ending(cell)
            except DeadKernelError:
                ended, self._stopped = "crashed", "The kernel died in an earlier cell."
                cell.outputs = [*cell.outputs, _error("DeadKernelError", "The kernel died.")]
            except CellTimeoutError:
                ended, self._stopped = "timeout", "An earlier cell could not be interrupted."
                cell.outputs = [*cell.outputs, _error("CellTimeoutError", "Stopped: it did not end.")]
        self._write(cell, ended)
        return cell, resources

    def output(self, outs, msg, display_id, cell_index):
        """Keep what a cell shows up to the limit; drop the rest."""
        self._heard += len(str(msg["content"]))
        if self._heard > self._limits.output_bytes and msg["msg_type"] != "error":
            self.truncated = True
            return None
        return super().output(outs, msg, display_id, cell_index)

    async def _async_handle_timeout(self, timeout, cell=None):
        self._late = True
        return await super()._async_handle_timeout(timeout, cell)

    def _seconds_for(self, cell) -> float:
        own = cell.metadata.get("nbgrader", {})
        locked = own.get("locked") and not own.get("grade")
        allowed = self._limits.setup_seconds if locked else self._limits.cell_seconds
        return max(min(allowed, self._deadline - time.monotonic()), 0.1)

    def _ending(self, cell) -> str:
        if self._late:
            return "timeout"
        return "raised" if utils.has_failed(cell) else "passed"

    def _write(self, cell, ended: str) -> None:
        own = cell.metadata.get("nbgrader", {})
        error = next((out for out in reversed(cell.outputs) if out.output_type == "error"), {})
        line = {
            "id": own.get("grade_id"),
            "ended": ended,
            "ename": error.get("ename", ""),
            "evalue": error.get("evalue", "")[:10_000],
            "score": utils.determine_grade(cell)[0] if utils.is_grade(cell) else None,
        }
        with self._record.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def _error(name: str, words: str):
    return new_output("error", ename=name, evalue=words, traceback=[f"{name}: {words}"])
