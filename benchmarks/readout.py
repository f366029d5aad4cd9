"""What does reading the last column of a bidirectional layer cost? The digits of chapter 4, with more starts.

    python benchmarks/readout.py [--json FILE] [--check]

Ten starts each of a forward layer, of a bidirectional one read in its last column, and of a bidirectional one read
at each direction's own end; 8 and 64 units a direction; handwritten digits, a row at a step, 300 updates. A start
has its own split into training and test images, the same for the three. The hypothesis: own ends beat the last
column, and the last column is worth no more than one direction. ``--check`` exits 1 unless with 8 units the first
half holds: the 95 % interval of the paired difference lies above zero. About three minutes.
"""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("RNNCOURSE_QUIET", "1")

import numpy as np
import torch
from scipy.stats import t as student

from rnncourse import programs, stored
from rnncourse.tasks import readout_experiment
from rnncourse.tasks.readout_experiment import READS

UNITS, SEEDS = (8, 64), 10
#: Which readers are compared: the first minus the second.
PAIRS = (("own ends", "last column"), ("last column", "one direction"), ("own ends", "one direction"))


def rows() -> list[dict]:
    """One row for each number of units and reader."""
    found = []
    for units in UNITS:
        for read in READS:
            began = time.perf_counter()
            shares = [readout_experiment.named(read, 100 + seed, units) for seed in range(SEEDS)]
            found.append({"units": units, "read": read, "accuracy": shares})
            print(
                f"{units:2} units  {read:13}  {np.mean(shares):.1%}  ({min(shares):.1%} to {max(shares):.1%})"
            )
            print(f"    {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def differences(found: list[dict]) -> list[dict]:
    """The mean difference of each pair, start by start, with its 95 % interval (Student's t)."""
    shares = {(row["units"], row["read"]): np.array(row["accuracy"]) for row in found}
    compared = []
    for units in UNITS:
        for one, other in PAIRS:
            gap = shares[units, one] - shares[units, other]
            reach = student.ppf(0.975, len(gap) - 1) * gap.std(ddof=1) / np.sqrt(len(gap))
            compared.append(
                {
                    "units": units,
                    "pair": [one, other],
                    "mean": float(gap.mean()),
                    "low": float(gap.mean() - reach),
                    "high": float(gap.mean() + reach),
                }
            )
    return compared


def shortfalls(compared: list[dict]) -> list[str]:
    """What contradicts 'with 8 units, reading each direction at its own end is better than the last column'."""
    return [
        f"{row['units']} units, {row['pair'][0]} minus {row['pair'][1]}: {row['low']:.3f} to {row['high']:.3f}"
        for row in compared
        if row["units"] == min(UNITS) and tuple(row["pair"]) == PAIRS[0] and row["low"] <= 0
    ]


def main() -> int:
    parser = programs.parser(__doc__, "the claim does not hold")
    options = parser.parse_args()
    torch.set_num_threads(1)
    found = rows()
    compared = differences(found)
    if options.json:
        made_by = stored.made_by("python benchmarks/readout.py", seeds=SEEDS)
        stored.store(options.json, {"made_by": made_by, "rows": found, "differences": compared})
    return programs.verdict(shortfalls(compared) if options.check else [])


if __name__ == "__main__":
    sys.exit(main())
