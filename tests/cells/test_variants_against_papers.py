"""Every cell, outputs, final state and every gradient, against its paper's equations under torch's autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from layers import CELLS, Problem, assert_close, problem, run
from papers import PAPERS, weights

from rnncourse.cells import ProjectedLSTM
from rnncourse.tree import map_arrays, named_arrays


def run_paper(name: str, given: Problem) -> dict[str, np.ndarray]:
    """``layers.run`` by the paper: each sequence by itself, as far as it goes."""
    gates, step = PAPERS[name]

    def leaf(array: np.ndarray) -> torch.Tensor:
        return torch.tensor(array, requires_grad=True)

    params, X, state = (map_arrays(leaf, tree) for tree in (given.params, given.X, given.state))
    n, T, _ = X.shape
    outputs, finals = [], []
    for row, length in enumerate([T] * n if given.lengths is None else given.lengths):
        at = [array[row] for array in arrays(state)]
        of_row = []
        for t in range(length):
            at = step(weights(params._asdict(), gates), X[row, t], *at)
            of_row.append(at[0])
        outputs.append(torch.stack(of_row + [torch.zeros_like(at[0])] * (T - length)))
        finals.append(at)
    H = torch.stack(outputs)
    final = [torch.stack(rows) for rows in zip(*finals, strict=True)]
    loss = (H * torch.tensor(given.d_outputs)).sum()
    for array, weight in zip(final, arrays(given.d_final), strict=True):
        loss = loss + (array * torch.tensor(weight)).sum()
    loss.backward()

    results = {"outputs": H.detach().numpy(), "dX": X.grad.numpy()}
    for path, array in zip(named_arrays(given.state, "final"), final, strict=True):
        results[path] = array.detach().numpy()
    for path, array in named_arrays(params, "d_params").items() | named_arrays(state, "d_state").items():
        results[path] = array.grad.numpy()
    return results


def arrays(state: object) -> list:
    return list(state) if isinstance(state, tuple) else [state]


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
def test_a_cell_is_its_papers_equations_and_their_derivatives(rng, name, padded):
    given = problem(CELLS[name], rng, padded=padded)
    assert_close(run(CELLS[name], given), run_paper(name, given), 1e-12)


def test_every_plain_cell_is_held_to_its_paper():
    assert PAPERS.keys() == CELLS.keys()


def test_the_projected_lstm_is_torchs_proj_size_in_every_gradient(rng):
    cell = ProjectedLSTM(p=3)
    given = problem(cell, rng)
    module = torch.nn.LSTM(2, 4, batch_first=True, proj_size=3).double()
    ours = {"weight_ih_l0": "W_xh", "weight_hh_l0": "W_hh", "weight_hr_l0": "W_hp", "bias_ih_l0": "b_h"}
    with torch.no_grad():
        module.bias_hh_l0.zero_()
        for theirs, name in ours.items():
            getattr(module, theirs).copy_(torch.tensor(getattr(given.params, name).T))
    X, h, c = (torch.tensor(array, requires_grad=True) for array in (given.X, *given.state))
    H, (h_T, c_T) = module(X, (h[None], c[None]))
    weighted = [(H, given.d_outputs), (h_T[0], given.d_final.h), (c_T[0], given.d_final.c)]
    sum((array * torch.tensor(weight)).sum() for array, weight in weighted).backward()

    torchs = {"outputs": H, "final.h": h_T[0], "final.c": c_T[0]}
    want = {name: array.detach().numpy() for name, array in torchs.items()}
    want |= {"dX": X.grad.numpy(), "d_state.h": h.grad.numpy(), "d_state.c": c.grad.numpy()}
    want |= {f"d_params.{name}": getattr(module, theirs).grad.numpy().T for theirs, name in ours.items()}
    assert_close(run(cell, given), want, 1e-12)
