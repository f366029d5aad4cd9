"""Where may dropout sit, and what does it do to memory? The experiments of chapter 8.

    python benchmarks/dropout.py [--json FILE] [--check] [--parts digits memory] [--places NAME ...]

Part "digits": two layers of 32 LSTM units on 200 images of scikit-learn's digits read row by row, ten places, each
with twelve trials (three learning rates times four drop probabilities; twelve learning rates where nothing is dropped),
chosen by mean validation loss over five seeds; then ten other seeds, with other images, trained with what was chosen.
Part "memory": one layer of 16 on the latch of 40 steps, seven places, two drop probabilities, each with two learning
rates, five seeds. ``--json`` writes after every place, and keeps rows of FILE that are not made anew. ``--check`` exits
1, naming what falls short, where a claim does not hold of what was just made. About eleven minutes of one core.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("RNNCOURSE_QUIET", "1")

import numpy as np

from rnncourse import programs, stored
from rnncourse.tasks import dropout_experiment as experiment
from rnncourse.tasks import small_digits
from rnncourse.tasks.comparison import t_interval
from rnncourse.training.deep_side_by_side import PLACES

KEY = ("part", "place", "rate_asked")
PARTS = {"digits": experiment.DIGITS_PLACES, "memory": experiment.MEMORY_PLACES}


def rows(parts: list[str], places: list[str] | None, path: Path | None = None) -> list[dict]:
    """Rows of every part and place, stored as they come."""
    found = []
    for part in parts:
        for place in PARTS[part]:
            if places and place not in places:
                continue
            new = [experiment.digits_trial(place)] if part == "digits" else experiment.memory_rows(place)
            for row in new:
                row["rate_asked"] = None if part == "digits" else row["rate"]
                found.append(row)
                show(row)
            if path:
                keep(path, found)
    return found


def show(row: dict) -> None:
    accuracy, loss = (np.mean(row[name]) for name in ("test_accuracy", "test_loss"))
    print(
        f"{row['part']:7} {row['place']:18} rate {row['learning_rate']:<7} drop {row['rate']:<5} "
        f"right {accuracy:.4f}  loss {loss:.4f}  with masks {np.mean(row['noisy_accuracy']):.4f}  "
        f"{row['seconds']:.0f} s",
        flush=True,
    )


def keep(path: Path, found: list[dict]) -> None:
    made_by = stored.made_by(
        "python benchmarks/dropout.py",
        drop_probabilities={"digits": experiment.RATES, "memory": experiment.MEMORY_RATES},
        learning_rates={"digits": experiment.LEARNING_RATES, "memory": experiment.MEMORY_LEARNING_RATES},
        updates={"digits": experiment.STEPS, "memory": experiment.MEMORY_STEPS},
        images={"train": experiment.TRAIN, "validation": small_digits.VALIDATION},
        seeds={"choosing": experiment.SEEDS, "digits": experiment.FRESH_SEEDS, "memory": experiment.SEEDS},
        zoneout="c at the rate given, h at a tenth of it",
    )
    stored.store(path, {"made_by": made_by, "rows": stored.merge(path, found, KEY)})


def main() -> int:
    parser = programs.parser(__doc__)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--places", nargs="+", choices=list(PLACES))
    options = parser.parse_args()
    with programs.training():
        found = rows(options.parts, options.places, options.json)
    return programs.verdict(shortfalls(found) if options.check else [])


def gains(found: list[dict]) -> dict[str, tuple[float, float, float]]:
    """Of each place of the digits: mean gain in accuracy over none, seed by seed, with Student's interval, widened
    (Bonferroni) so that with 95 % confidence all lie in theirs."""
    right = {row["place"]: np.array(row["test_accuracy"]) for row in found if row["part"] == "digits"}
    plain = right.pop("none", None)
    if plain is None:
        return {}
    return {place: t_interval(values - plain, 1 - 0.05 / len(right)) for place, values in right.items()}


def shortfalls(found: list[dict]) -> list[str]:
    """What contradicts: dropping pixels, with or without the other edges up, gains more than two points; between the
    layers or above them alone, nothing that could be told from none.
    """
    short, told = [], gains(found)
    for place in ("input", "up"):
        if place in told and told[place][0] <= 0.02:
            short.append(f"digits, {place}: gain {told[place][0]:+.3f}, expected more than 0.02")
    for place in ("between", "output"):
        if place in told and not told[place][1] <= 0 <= told[place][2]:
            short.append(f"digits, {place}: gain {told[place][0]:+.3f} can be told from 0")
    return short


if __name__ == "__main__":
    sys.exit(main())
