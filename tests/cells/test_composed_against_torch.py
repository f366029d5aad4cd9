"""Directions and stacks agree with PyTorch's: outputs, final states and every gradient."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from layers import Problem, assert_close, problem, run
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from rnncourse.cells import GRU, LSTM, RNN, Bidirectional, Stacked

KINDS = {"rnn": (RNN(), torch.nn.RNN), "lstm": (LSTM(), torch.nn.LSTM), "gru": (GRU(), torch.nn.GRU)}


def cells_of(tree: tuple, both: bool) -> list:
    """The branches of single cells in torch's order: layer by layer, forward before backward."""
    return [one for branch in tree for one in (branch if both else (branch,))]


def weights_to_torch(own: tuple) -> dict[str, np.ndarray]:
    """One cell's weights under torch's names; torch's second bias is ours only where the GRU needs it."""
    second = np.zeros_like(own.b_h)
    if hasattr(own, "b_hg"):
        second[-len(own.b_hg) :] = own.b_hg
    return {"weight_ih": own.W_xh.T, "weight_hh": own.W_hh.T, "bias_ih": own.b_h, "bias_hh": second}


def state_to_torch(states: list) -> torch.Tensor | tuple[torch.Tensor, ...]:
    """[layers · directions, n, h], for the LSTM one such of h and one of c."""
    if isinstance(states[0], tuple):
        return tuple(torch.tensor(np.stack(arrays)).requires_grad_() for arrays in zip(*states, strict=True))
    return torch.tensor(np.stack(states)).requires_grad_()


def run_torch(layer: Stacked, make: type, given: Problem, both: bool) -> dict[str, np.ndarray]:
    """What ``run`` gives, by torch: the same names, the same layout."""
    params, states = cells_of(given.params, both), cells_of(given.state, both)
    d, h = given.X.shape[2], params[0].W_hh.shape[0]
    module = make(d, h, len(layer.layers), batch_first=True, bidirectional=both)
    module = module.to(torch.tensor(given.X).dtype)
    places = [f"_l{index}{end}" for index in range(len(layer.layers)) for end in ["", "_reverse"][: 1 + both]]
    with torch.no_grad():
        for own, place in zip(params, places, strict=True):
            for name, weight in weights_to_torch(own).items():
                getattr(module, name + place).copy_(torch.tensor(weight))
    X, state = torch.tensor(given.X).requires_grad_(), state_to_torch(states)
    d_states = state_to_torch(cells_of(given.d_final, both))
    fed, T = X, X.shape[1]
    if given.lengths is not None:
        fed = pack_padded_sequence(X, torch.tensor(given.lengths), batch_first=True, enforce_sorted=False)
    outputs, final = module(fed, state)
    if given.lengths is not None:
        outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=T)
    state, d_states, final = (one if isinstance(one, tuple) else (one,) for one in (state, d_states, final))
    loss = (outputs * torch.tensor(given.d_outputs)).sum()
    loss = loss + sum((one * weight).sum() for one, weight in zip(final, d_states, strict=True))
    loss.backward()

    found = {"outputs": outputs, "dX": X.grad}
    for k, (own, place) in enumerate(zip(params, places, strict=True)):
        index, end = divmod(k, 1 + both)
        branch = f".{index}" + (f".{('forward', 'backward')[end]}" if both else "")
        gradient = {name: getattr(module, name + place).grad for name in weights_to_torch(own)}
        found[f"d_params{branch}.W_xh"] = gradient["weight_ih"].T
        found[f"d_params{branch}.W_hh"] = gradient["weight_hh"].T
        found[f"d_params{branch}.b_h"] = gradient["bias_ih"]
        if hasattr(own, "b_hg"):
            found[f"d_params{branch}.b_hg"] = gradient["bias_hh"][-h:]
        for field, one, initial in zip(["h", "c"], final, state, strict=False):
            field = f".{field}" if len(final) == 2 else ""
            found[f"final{branch}{field}"] = one[k]
            found[f"d_state{branch}{field}"] = initial.grad[k]
    return {name: tensor.detach().numpy() for name, tensor in found.items()}


@pytest.mark.parametrize("padded", [False, True], ids=["full", "packed"])
@pytest.mark.parametrize("both", [False, True], ids=["one way", "both ways"])
@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)])
def test_outputs_final_states_and_every_gradient_equal_torchs(
    rng, kind, depth, both, padded, dtype, tolerance
):
    cell, make = KINDS[kind]
    layer = Stacked([Bidirectional(cell) if both else cell] * depth)
    given = problem(layer, rng, n=4, T=6, d=3, h=5, dtype=dtype, padded=padded)
    got = run(layer, given)
    want = run_torch(layer, make, given, both)
    assert got.keys() == want.keys()
    assert_close(got, want, tolerance)


def test_two_directions_without_a_stack_equal_torchs_one_layer(rng):
    layer = Bidirectional(LSTM())
    given = problem(layer, rng, n=4, T=6, d=3, h=5, padded=True)
    trees = {
        name: (tree,) for name, tree in given._asdict().items() if name in ("params", "state", "d_final")
    }
    want = run_torch(Stacked([layer]), torch.nn.LSTM, given._replace(**trees), both=True)
    assert_close(run(layer, given), {name.replace(".0", ""): array for name, array in want.items()}, 1e-12)
