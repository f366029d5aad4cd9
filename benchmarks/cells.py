"""How fast are the layers, and how much memory do they take? Everything as a ratio, measured in one run.

    python benchmarks/cells.py [--json FILE] [--check] [--threads 1 2] [--rounds N] [--only NAME ...]

Each row is one forward and one backward pass with all gradients (parameters, input, initial state), or what the
table says. What is compared is timed in turns, round after round, so that a slow moment of the machine slows all of
it, and the fastest round counts. "plain" is the cell of the chapters, "textbook" the equations typed in gate by gate
(benchmarks/textbook.py), "floor" the LSTM's matrix products alone. Against the textbook the bar is for one sequence
at a time, where calls are what costs: with batches the products alone take more than a third of the textbook's time, so
nothing can be three times as fast. A training step has a bar for batches of 32, those of the course's labs; 16 and 64
are printed beside it.
``--check`` exits 1, naming what falls short of the bars below, all of which are for one thread. The whole takes
about five minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

SIZES = [(28, 64, 28, 128), (28, 128, 28, 128), (100, 32, 64, 256), (50, 1, 64, 128), (8, 64, 8, 64)]
DIGITS = [(8, 16, 8, 64), (8, 32, 8, 64), (8, 64, 8, 64)]
Row = dict[str, object]

#: (what, against what, dtype or None for both, size or None for all, at most)
BARS = [
    ("LSTM", "torch", "float32", (28, 64, 28, 128), 1.3),
    ("LSTM", "torch", "float32", (8, 64, 8, 64), 1.0),
    ("LSTM", "torch", "float64", None, 1.0),
    ("GRU", "torch", None, None, 1.0),
    ("RNN", "torch", None, None, 1.0),
    ("PeepholeLSTM", "LSTM", None, None, 1.2),
    ("CoupledLSTM", "LSTM", None, None, 1.2),
    ("training step", "torch", "float32", (8, 32, 8, 64), 0.6),
    ("LSTM", "textbook", "float32", (50, 1, 64, 128), 1 / 3),
]


def in_turns(calls: dict[str, Callable[[], object]], rounds: int, repeats: int = 1) -> dict[str, float]:
    """The shortest time of each, in milliseconds; all have their turn in every round, after one round unmeasured.

    A turn is ``repeats`` calls, of which the mean counts: for what runs again and again, as the step of a training
    does, and would otherwise find its caches full of the other's data.
    """
    best = dict.fromkeys(calls, float("inf"))
    for number in range(rounds + 1):
        for name, call in calls.items():
            began = time.perf_counter()
            for _ in range(repeats):
                call()
            if number:
                best[name] = min(best[name], 1000 * (time.perf_counter() - began) / repeats)
    return best


def layers(size: tuple[int, ...], dtype: str, rounds: int) -> list[Row]:
    """Times of the fast cells, the plain ones, PyTorch's and the products alone, at one size."""
    import numpy as np
    import torch

    from rnncourse import cells
    from rnncourse.cells import fast
    from rnncourse.frameworks import pytorch

    T, n, d, h = size
    rng = np.random.default_rng(0)
    X, dH = (rng.normal(size=(n, T, width)).astype(dtype) for width in (d, h))

    def both(layer: cells.LSTM, params: tuple) -> Callable[[], object]:
        def call() -> None:
            _, _, tape = layer.forward(params, X)
            layer.backward(params, tape, dH)

        return call

    def both_in_torch(module: torch.nn.Module) -> Callable[[], object]:
        X_t, state = torch.tensor(X, requires_grad=True), torch.zeros(1, n, h, dtype=torch.tensor(X).dtype)
        state = state.requires_grad_()
        start = (
            (state, state.detach().clone().requires_grad_()) if isinstance(module, torch.nn.LSTM) else state
        )
        d_outputs = torch.tensor(dH)

        def call() -> None:
            module.zero_grad()
            X_t.grad = None
            for one in start if isinstance(start, tuple) else (start,):
                one.grad = None
            module(X_t, start)[0].backward(d_outputs)

        return call

    calls: dict[str, Callable[[], object]] = {}
    params_of: dict[str, tuple] = {}
    for name in fast.__all__:
        layer, plain = getattr(fast, name)(), getattr(cells, name)()
        params = layer.init(rng, d, h, np.dtype(dtype).type)
        params_of[name] = params
        calls[name] = both(layer, params)
        calls[f"{name}, plain"] = both(plain, params)
        if name in ("LSTM", "GRU", "RNN"):
            calls[f"{name}, torch"] = both_in_torch(pytorch.to_torch(plain, params))
    calls["LSTM, floor"] = products(size, dtype)
    calls["LSTM, textbook"] = typed_in(params_of["LSTM"], X, dH)
    best = in_turns(calls, rounds)

    rows = []
    for name in fast.__all__:
        for against in ("torch", "floor", "plain", "textbook"):
            if (other := f"{name}, {against}") in best:
                rows.append({"what": name, "against": against, "value": best[name], "other": best[other]})
        if name in ("PeepholeLSTM", "CoupledLSTM"):
            rows.append({"what": name, "against": "LSTM", "value": best[name], "other": best["LSTM"]})
    return [{"size": list(size), "dtype": dtype} | row for row in rows]


def typed_in(params: tuple, X: object, dH: object) -> Callable[[], object]:
    """Forward and backward of the textbook's LSTM."""
    import numpy as np
    import textbook

    weights = textbook.separate(params)
    zeros = np.zeros_like(dH[:, 0])

    def call() -> None:
        _, steps = textbook.forward(weights, X, zeros, zeros)
        textbook.backward(weights, steps, dH)

    return call


def products(size: tuple[int, ...], dtype: str) -> Callable[[], object]:
    """The LSTM's matrix products and nothing else: a step's forward, a step's backward, all weights', all inputs'."""
    import numpy as np

    T, n, d, h = size
    k = h + d + 1
    rng = np.random.default_rng(0)
    Z, A, W, W_hhT, W_xhT = (
        rng.normal(size=shape).astype(dtype)
        for shape in [(T, n, k), (T, n, 4 * h), (k, 4 * h), (4 * h, h), (4 * h, d)]
    )
    a, dh = A[0].copy(), np.empty((n, h), dtype)

    def call() -> None:
        for t in range(T):
            np.matmul(Z[t], W, out=a)
        for t in range(T):
            np.matmul(A[t], W_hhT, out=dh)
        Z.reshape(-1, k).T @ A.reshape(-1, 4 * h)
        A.reshape(-1, 4 * h) @ W_xhT

    return call


def training_step(size: tuple[int, ...], dtype: str, rounds: int) -> list[Row]:
    """A whole step on the digits by rows, as ``rnncourse.training.fit`` takes it: draw a batch, LSTM of 64, output
    layer, loss, is it finite, gradients of all weights, clip them by their norm, Adam, next learning rate."""
    import numpy as np
    import torch

    from rnncourse import losses, optimizers, schedules
    from rnncourse.cells import dense, fast
    from rnncourse.frameworks import pytorch
    from rnncourse.tasks import digits

    train, _ = digits.load(np.random.default_rng(0))
    T, n, d, h = size
    X, y = train.X.astype(dtype), train.y
    assert X.shape[1:] == (T, d)
    steps, clip = 20 * rounds, 1.0
    layer, rng = fast.LSTM(), np.random.default_rng(1)
    params = (layer.init(rng, d, h, np.dtype(dtype).type), dense.init(rng, h, 10, np.dtype(dtype).type))
    adam, rate = optimizers.Adam(), schedules.cosine(1e-3, steps)
    held = {"params": params, "state": adam.init(params)}
    history: list[float] = []

    def ours() -> None:
        chosen = rng.integers(len(X), size=n)
        lstm, head = held["params"]
        _, final, tape = layer.forward(lstm, X[chosen])
        loss, d_logits = losses.softmax_cross_entropy(dense.forward(head, final.h), y[chosen])
        assert np.isfinite(loss)
        d_head, dh = dense.backward(head, final.h, d_logits)
        d_final = layer.State(dh, np.zeros_like(dh))
        d_lstm, _, _ = layer.backward(lstm, tape, None, d_final, need_dX=False)
        gradients, _ = optimizers.clip_by_global_norm((d_lstm, d_head), clip)
        held["params"], held["state"] = adam.update(
            held["params"], gradients, held["state"], rate(len(history) % steps)
        )
        history.append(float(loss))

    module = pytorch.to_torch(layer, params[0])
    head = torch.nn.Linear(h, 10).to(torch.tensor(X).dtype)
    weights = [*module.parameters(), *head.parameters()]
    theirs_adam = torch.optim.Adam(weights, lr=1e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(theirs_adam, steps)
    X_t, y_t, generator = torch.tensor(X), torch.tensor(y), torch.Generator().manual_seed(0)
    their_history: list[float] = []

    def theirs() -> None:
        chosen = torch.randint(len(X_t), (n,), generator=generator)
        _, (h_n, _) = module(X_t[chosen])
        loss = torch.nn.functional.cross_entropy(head(h_n[0]), y_t[chosen])
        assert torch.isfinite(loss)
        theirs_adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, clip)
        theirs_adam.step()
        schedule.step()
        their_history.append(loss.item())

    best = in_turns({"ours": ours, "torch": theirs}, rounds, repeats=20)
    row = {"what": "training step", "against": "torch", "value": best["ours"], "other": best["torch"]}
    return [{"size": list(size), "dtype": dtype} | row]


def memory(size: tuple[int, ...], dtype: str) -> list[Row]:
    """Bytes that a forward pass keeps for the backward pass, as measured, over what the docstrings' formulas give."""
    import numpy as np

    from rnncourse import cells
    from rnncourse.cells import fast

    T, n, d, h = size
    w = np.dtype(dtype).itemsize
    Z, C = n * (T + 1) * (h + d + 1), n * (T + 1) * h
    formulas = {
        "RNN, plain": n * T * (d + 2 * h),
        "LSTM, plain": n * T * (d + 7 * h),
        "GRU, plain": n * T * (d + 5 * h),
        "RNN": Z,
        "LSTM": Z + C + 5 * n * T * h,
        "PeepholeLSTM": Z + C + 5 * n * T * h,
        "CoupledLSTM": Z + C + 4 * n * T * h,
        "GRU": n * T * (d + 1 + 5 * h) + n * h,
    }
    rows, rng = [], np.random.default_rng(0)
    X = rng.normal(size=(n, T, d)).astype(dtype)
    for name, numbers in formulas.items():
        layer = getattr(cells, name.removesuffix(", plain"))() if "plain" in name else getattr(fast, name)()
        params = layer.init(rng, d, h, np.dtype(dtype).type)
        layer.forward(params, X)
        tracemalloc.start()
        tape = layer.forward(params, X)[2]
        kept, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        del tape
        rows.append({"what": f"{name}, tape", "against": "formula", "value": kept, "other": numbers * w})
    return [{"size": list(size), "dtype": dtype} | row for row in rows]


def checkpoints(dtype: str, rounds: int) -> list[Row]:
    """Peak memory and time of forward and backward with a state kept every √T steps, over the same without."""
    import numpy as np

    from rnncourse.cells import Checkpointed, fast

    T, n, d, h = size = (400, 32, 32, 64)
    rng = np.random.default_rng(0)
    X, dH = (rng.normal(size=(n, T, width)).astype(dtype) for width in (d, h))
    whole = fast.LSTM()
    params = whole.init(rng, d, h, np.dtype(dtype).type)

    def both(layer: object) -> Callable[[], object]:
        return lambda: layer.backward(params, layer.forward(params, X)[2], dH)

    def peak(call: Callable[[], object]) -> int:
        tracemalloc.start()
        call()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    calls = {"whole": both(whole), "checkpointed": both(Checkpointed(whole))}
    times, peaks = in_turns(calls, rounds), {name: peak(call) for name, call in calls.items()}
    return [
        {"size": list(size), "dtype": dtype, "what": f"Checkpointed LSTM, {what}", "against": "LSTM"}
        | {"value": found["checkpointed"], "other": found["whole"]}
        for what, found in [("time", times), ("peak bytes", peaks)]
    ]


def measure(threads: int, rounds: int, only: list[str]) -> list[Row]:
    """Every row for this number of threads; the libraries must not have been loaded before."""
    import torch

    torch.set_num_threads(threads)
    rows: list[Row] = []
    for dtype in ("float32", "float64"):
        if "layers" in only:
            for size in SIZES:
                rows += layers(size, dtype, rounds)
        if "step" in only:
            for size in DIGITS:
                rows += training_step(size, dtype, rounds)
    if threads == 1 and "memory" in only:
        rows += memory(SIZES[0], "float32") + checkpoints("float32", rounds)
    return [{"threads": threads} | row | {"ratio": row["value"] / row["other"]} for row in rows]


def show(rows: list[Row]) -> None:
    """The table, a line a row."""
    print(f"{'threads':>7}  {'dtype':7}  {'T, n, d, h':18}  {'what':29}  {'against':8} {'ratio':>6}")
    for row in rows:
        size = ", ".join(map(str, row["size"]))
        unit = "" if "tape" in row["what"] or "bytes" in row["what"] else " ms"
        print(
            f"{row['threads']:7}  {row['dtype']:7}  {size:18}  {row['what']:29}  {row['against']:8}"
            f" {row['ratio']:6.3f}   ({row['value']:.6g}{unit} / {row['other']:.6g}{unit})"
        )


def shortfalls(rows: list[Row]) -> list[str]:
    """The rows that are above a bar, and the bars that no row meets because nothing was measured."""
    short = []
    for what, against, dtype, size, most in BARS:
        held = [
            row
            for row in rows
            if (row["threads"], row["what"], row["against"]) == (1, what, against)
            and dtype in (None, row["dtype"])
            and (size is None or list(size) == row["size"])
        ]
        if not held:
            short.append(f"{what} against {against}: not measured")
        short += [
            f"{what} against {against}, {row['dtype']}, {row['size']}: {row['ratio']:.3f}, at most {most:.3f}"
            for row in held
            if row["ratio"] > most
        ]
    return short


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="store the results here")
    parser.add_argument("--check", action="store_true", help="exit 1 where a bar is not met")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=20, help="how often each is timed (default 20)")
    parts = ("layers", "step", "memory")
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        json.dump(measure(options.child, options.rounds, options.only), sys.stdout)
        return 0
    rows = []
    for threads in options.threads:
        # The libraries read how many threads to use when they load: a process for each.
        limits = {f"{library}_NUM_THREADS": str(threads) for library in ("OMP", "OPENBLAS", "MKL")}
        command = [sys.executable, __file__, "--child", str(threads), "--rounds", str(options.rounds)]
        command += ["--only", *options.only]
        done = subprocess.run(command, env=os.environ | limits, stdout=subprocess.PIPE, check=True)
        found = json.loads(done.stdout)
        show(found)
        rows += found
    if options.json:
        options.json.write_text(json.dumps({"made_by": made_by(options), "rows": rows}, indent=1) + "\n")
    short = shortfalls(rows) if options.check else []
    for line in short:
        print("falls short:", line)
    return 1 if short else 0


def made_by(options: argparse.Namespace) -> dict[str, object]:
    """What the results were measured on, and with what."""
    import numpy as np
    import torch

    return {
        "command": f"python benchmarks/cells.py --rounds {options.rounds}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": torch.__version__,
        },
    }


if __name__ == "__main__":
    sys.exit(main())
