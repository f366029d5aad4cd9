"""What does a text teach a network, and what does counting know already? The experiments of chapter 10 in full.

    python benchmarks/language.py [--json FILE] [--check] [--parts NAME ...]

Four parts. ``counts``: interpolated n-grams of the snapshot of the book, two smoothings, orders 1 to 10. ``cloze``:
every cell of the course on cloze sentences in Chinese and English, equal parameters, each with its own search
over four learning rates. ``spaces``: LSTMs in one direction and in two put spaces back, equal
parameters, three seeds. ``reader``: an LSTM as character model, without dropout and with, three seeds (of the one
with dropout the first is stored: ``--readers`` and ``--seeds`` choose), its weights taken from the best epoch on
validation text; by position after a reset; mixed with the counts; samples by temperature.
``--seeds``, ``--lags``, ``--starts`` and ``--readers`` take some of a part. ``--json`` writes after every row, and
keeps rows of FILE that are not made anew. ``--check`` exits 1, naming what falls short, where a claim of the page does
not hold of what was just made. About half an hour of one core.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("RNNCOURSE_QUIET", "1")

import numpy as np
import torch

from rnncourse import programs, stored
from rnncourse.tasks import (
    bilingual_experiment,
    book_text,
    language_experiment,
    ngrams,
    sampling,
    spaces,
    spaces_experiment,
)
from rnncourse.tasks.comparison import t_interval

KEY = ("part", "name")
ORDERS = range(1, 11)
CLOZE = {"lag 9": {"extra": 0, "steps": 400, "seeds": 10}, "lag 20": {"extra": 11, "steps": 600, "seeds": 10}}
SEEDS = (0, 1, 2)
#: At equal parameters, 17,234 and 17,198.
TAGGERS = {"two directions": (True, 36), "forward": (False, 54)}
UNKNOWN = (0.3, 0.1, 0.03, 0.01, 0.003)
READER = {"d": 32, "h": 256, "n": 16, "T": 64, "learning_rate": 0.005}
READERS = {"no dropout": {"dropout": 0.0, "epochs": 12}, "dropout 0.5": {"dropout": 0.5, "epochs": 20}}
TEMPERATURES = (0.2, 0.5, 1.0, 1.5)
PROMPT = "The gradient of "
#: How many characters were read since a reset: first and last of a band.
BANDS = ((1, 1), (2, 3), (4, 7), (8, 15), (16, 31), (32, 63), (64, 127), (128, 256))


def counts() -> Iterator[dict]:
    """Bits per character of every order and smoothing on validation text, and on test text of the best."""
    vocabulary, parts, _ = book_text.corpus()
    known = [vocabulary.known(part) for part in parts]
    counted = ngrams.Counted(known[0], max(ORDERS))
    for smoothing in ngrams.SMOOTHINGS:
        began = time.process_time()
        models = [ngrams.NGram(counted, order, vocabulary.symbols, smoothing) for order in ORDERS]
        validation = [float(model.bits(known[1], known[0]).mean()) for model in models]
        best = int(np.argmin(validation))
        test = float(models[best].bits(known[2], known[0] + known[1]).mean())
        yield {
            "name": smoothing, "orders": list(ORDERS), "validation": rounded(validation),
            "order": ORDERS[best], "test": round(test, 4), "seconds": seconds(began),
        }  # fmt: skip


def cloze(lags: Sequence[str], starts: Sequence[str]) -> Iterator[dict]:
    """A row for every cell and distance of the clue."""
    for lag in lags:
        settings = CLOZE[lag]
        for start in starts:
            result = bilingual_experiment.run(
                start, settings["extra"], seeds=settings["seeds"], steps=settings["steps"]
            )
            yield {"name": f"{start}, {lag}"} | bilingual_experiment.as_row(result, settings["extra"])


def tagged() -> tuple[book_text.Vocabulary, book_text.Parts, tuple[spaces.Tagged, ...]]:
    parts = book_text.split(book_text.load())
    vocabulary = book_text.Vocabulary(parts.train, 5)
    return vocabulary, parts, tuple(spaces.encode(spaces.pieces(part), vocabulary) for part in parts)


def tagging(seeds: Sequence[int]) -> Iterator[dict]:
    """The list of words, chosen by validation; then each tagger, a seed after the other."""
    vocabulary, parts, data = tagged()
    lists = [spaces.WordList(parts.train, unknown) for unknown in UNKNOWN]
    validation = [spaces.score(words, parts.validation, data[1])[0] for words in lists]
    best = int(np.argmax(validation))
    f1, accuracy = spaces.score(lists[best], parts.test, data[2])
    yield {
        "name": "word list", "unknown": UNKNOWN[best], "validation": rounded(validation),
        "f1": [round(f1, 4)], "accuracy": [round(accuracy, 4)],
    }  # fmt: skip
    for name, (two_ways, h) in TAGGERS.items():
        results = [
            spaces_experiment.train(data, len(vocabulary), two_ways=two_ways, h=h, epochs=5, seed=seed)
            for seed in seeds
        ]
        yield {
            "name": name, "h": h, "parameters": results[0].parameters,
            **{key: rounded([getattr(r, key) for r in results]) for key in ("bits", "f1", "accuracy")},
            "best": [r.best for r in results], "validation": rounded(results[0].validation),
            "seconds": round(sum(r.seconds for r in results), 1),
        }  # fmt: skip


def reader(seeds: Sequence[int], names: Sequence[str]) -> Iterator[dict]:
    """The character model: a row for each seed and dropout; and what seed 0 of the first knows and writes."""
    vocabulary, parts, ids = book_text.corpus()
    for seed in seeds:
        for name in names:
            found = language_experiment.train(
                ids[0], ids[1], len(vocabulary), **READER, **READERS[name], seed=seed
            )
            test = language_experiment.bits(found.model, ids[2], ids[1][-2000:]).mean()
            yield {
                "name": f"{name}, seed {seed}", "reader": name, "seed": seed, **READER, **READERS[name],
                "parameters": sum(p.numel() for p in found.model.parameters()), "best": found.best,
                "validation": rounded(found.validation), "train": rounded(found.train),
                "test": round(float(test), 4), "seconds": round(found.seconds, 1),
            }  # fmt: skip
            if (seed, name) == (SEEDS[0], next(iter(READERS))):
                yield from uses(name, found.model, vocabulary, parts, ids)


def uses(name, model, vocabulary, parts, ids) -> Iterator[dict]:
    """What one reader knows: by position, mixed with the counts, and what it writes."""
    known = [vocabulary.known(part) for part in parts]
    by_position = language_experiment.bits_by_position(model, np.concatenate(ids[1:]), 256)
    yield {
        "name": "by position", "reader": name, "bits": rounded(by_position.mean(0), 4),
        "stretches": len(by_position), "bands": [band(by_position, *places) for places in BANDS],
    }  # fmt: skip
    counted = ngrams.NGram(ngrams.Counted(known[0], 10), 10, vocabulary.symbols)
    both = [
        (
            np.exp2(-language_experiment.bits(model, ids[k], ids[k - 1][-2000:])),
            np.exp2(-counted.bits(known[k], known[k - 1])),
        )
        for k in (1, 2)
    ]
    weights = np.arange(0, 1.01, 0.05)
    mixed = [[float(-np.log2(w * a + (1 - w) * b).mean()) for w in weights] for a, b in both]
    chosen = int(np.argmin(mixed[0]))
    yield {
        "name": "mixed", "reader": name, "weights": rounded(weights), "validation": rounded(mixed[0]),
        "weight": round(float(weights[chosen]), 2), "test": round(mixed[1][chosen], 4),
        "test_reader": round(mixed[1][-1], 4), "test_counts": round(mixed[1][0], 4),
    }  # fmt: skip
    for temperature, top_k in [(t, None) for t in TEMPERATURES] + [(1.0, 5)]:
        yield sample(model, vocabulary, known[0], temperature, top_k)


def band(by_position: np.ndarray, first: int, last: int) -> dict:
    """Mean bits after ``first`` to ``last`` characters, with Student's interval over the stretches of text."""
    mean, low, high = t_interval(by_position[:, first - 1 : last].mean(1))
    return {
        "first": first,
        "last": last,
        "mean": round(mean, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def sample(model, vocabulary, text: str, temperature: float, top_k: int | None) -> dict:
    """Three hundred characters to be read, and three thousand to be measured."""
    told = []
    written = language_experiment.write(
        model, vocabulary, 3000, rng=np.random.default_rng(0), prompt=PROMPT, temperature=temperature,
        top_k=top_k, on_step=lambda p: told.append(float(sampling.entropy_bits(p))),
    )  # fmt: skip
    words = sampling.words_known(written, text)
    return {
        "name": f"sample {temperature}" + (f" top {top_k}" if top_k else ""), "temperature": temperature,
        "top_k": top_k, "prompt": PROMPT, "text": written[:300], "entropy": round(float(np.mean(told)), 4),
        "words_known": round(words, 4), "longest_copied": sampling.longest_copied(written[:2000], text),
    }  # fmt: skip


PARTS = ("counts", "cloze", "spaces", "reader")


def make(part: str, options: argparse.Namespace) -> Iterator[dict]:
    """The rows of a part, as they come."""
    if part == "counts":
        return counts()
    if part == "cloze":
        return cloze(options.lags, options.starts)
    return tagging(options.seeds) if part == "spaces" else reader(options.seeds, options.readers)


def rounded(values, digits: int = 5) -> list[float]:
    return [float(f"{float(value):.{digits}g}") for value in values]


def seconds(began: float) -> float:
    return round(time.process_time() - began, 1)


def show(row: dict) -> None:
    told = {k: v for k, v in row.items() if not (isinstance(v, list) and len(str(v)) > 80) and k not in KEY}
    print(f"{row['part']:7} {row['name']:24}", json.dumps(told, ensure_ascii=False), flush=True)


def keep(path: Path, rows: list[dict]) -> None:
    about = stored.made_by(
        "python benchmarks/language.py", text=f"rnncourse/tasks/data/book.txt, SHA-256 {book_text.SHA256[:12]}…",
        cloze=CLOZE, budget=bilingual_experiment.BUDGET, rates=bilingual_experiment.RATES, taggers=TAGGERS,
        intervals="Student's, 95 %, over seeds; by position over stretches of text",
    )  # fmt: skip
    stored.store(path, {"made_by": about, "rows": stored.merge(path, rows, KEY)})


def main() -> int:
    parser = programs.parser(__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--seeds", nargs="+", type=int, default=SEEDS, help="of the parts spaces and reader")
    parser.add_argument(
        "--lags", nargs="+", choices=list(CLOZE), default=list(CLOZE), help="of the part cloze"
    )
    every = tuple(bilingual_experiment.STARTS)
    parser.add_argument("--starts", nargs="+", choices=every, default=every, help="of the part cloze")
    parser.add_argument(
        "--readers", nargs="+", choices=list(READERS), default=list(READERS), help="of the part reader"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    found: dict[tuple[str, str], dict] = {}
    for part in options.parts:
        for row in make(part, options):
            row = {"part": part, **row}
            found[part, row["name"]] = row
            show(row)
            if options.json:
                keep(options.json, list(found.values()))
    return programs.verdict(shortfalls(list(found.values())) if options.check else [])


def shortfalls(found: list[dict]) -> list[str]:
    """What contradicts the page: Kneser and Ney's counts are ahead of Witten and Bell's, and of every reader; the two
    mixed are ahead of both; the list of words is ahead of both directions, and these, with every seed, of one; at
    either distance the orthogonal plain cell and the chrono LSTM are ahead of the LSTM, beyond their intervals.
    """
    rows = {(row["part"], row["name"]): row for row in found}
    short = []

    def demand(holds: bool, what: str) -> None:
        if not holds:
            short.append(what)

    best = rows.get(("counts", "Kneser-Ney"))
    if best:
        other = rows["counts", "Witten-Bell"]
        demand(best["test"] < other["test"], f"Kneser-Ney {best['test']}, Witten-Bell {other['test']}")
        for row in found:
            if row["part"] == "reader" and "seed" in row:
                demand(best["test"] < row["test"], f"{row['name']} {row['test']}, counts {best['test']}")
    mixed = rows.get(("reader", "mixed"))
    if mixed:
        alone = min(mixed["test_reader"], mixed["test_counts"])
        demand(mixed["test"] < alone, f"mixed {mixed['test']}, the better of the two {alone}")
    if ("spaces", "forward") in rows:
        f1 = {name: rows["spaces", name]["f1"] for name in ("forward", "two directions", "word list")}
        demand(max(f1["forward"]) < min(f1["two directions"]), f"F1 forward {f1['forward']}")
        demand(max(f1["two directions"]) < f1["word list"][0], f"F1 of the word list {f1['word list']}")
    for lag in CLOZE:
        for start in ("RNN, orthogonal", "LSTM, chrono"):
            one, lstm = (rows.get(("cloze", f"{name}, {lag}")) for name in (start, "LSTM"))
            if one and lstm:
                demand(one["low"] > lstm["high"], f"{start}, {lag}: {one['low']}, LSTM {lstm['high']}")
    return short


if __name__ == "__main__":
    sys.exit(main())
