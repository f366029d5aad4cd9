"""The GRU, fast, in all its conventions: the reset after the product or before it, a z that keeps or takes."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import gru
from rnncourse.cells.fast import gru_after, gru_before
from rnncourse.cells.fast.sequence import Fast, Steps
from rnncourse.cells.gru import ParamsAfter, ParamsBefore

Array = np.ndarray


class GRU(Fast, gru.GRU):
    """``cells.GRU`` with the same parameters and the same results, for training.

    The tape holds n·T·(d + 1 + 5h) + n·h numbers and four states more (three with the reset before); backward
    needs 4·n·T·h more (3·n·T·h), and as ``gates.through_time`` says.
    """

    def _run(
        self,
        params: ParamsAfter | ParamsBefore,
        X: Array,
        h_0: Array,
        lengths: Array | None,
        noise: None,
    ) -> tuple[Array, Array, gru_after.Tape]:
        steps = Steps.of(lengths, *X.shape[:2])
        loops = gru_after if self.reset == "after" else gru_before
        tape = loops.forward(self._keeping(params), X, h_0, steps)
        return steps.outputs(tape.H[1:]), steps.last(tape.H), tape

    def _run_back(
        self,
        params: ParamsAfter | ParamsBefore,
        tape: gru_after.Tape,
        dH: Array | None,
        dh_T: Array,
        need_dX: bool,
    ) -> tuple[ParamsAfter | ParamsBefore, Array | None, Array]:
        loops = gru_after if self.reset == "after" else gru_before
        d_params, dX, dh_0 = loops.backward(self._keeping(params), tape, dH, dh_T, need_dX)
        return self._keeping(d_params), dX, dh_0

    def _keeping(self, params: ParamsAfter | ParamsBefore) -> ParamsAfter | ParamsBefore:
        """Parameters, or their gradients, for a z that keeps, as the loops have it."""
        return params if self.update == "keeps" else gru.flip_update(params)
