"""The same problem on PyTorch's side: what a module computes, and autograd's gradients, in our layers' form."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from layers import Problem

from rnncourse.frameworks import pytorch
from rnncourse.tree import Tree, named_arrays, with_arrays


def run_torch(module: torch.nn.Module, given: Problem) -> dict[str, np.ndarray]:
    """Outputs, final state and every gradient of the module, by the names that ``layers.run`` uses.

    With lengths the sequences are packed. Without an initial state there is no gradient for it.
    """
    X = torch.tensor(given.X, requires_grad=True)
    state = None if given.state is None else _leaves(module, given.state)
    packed = X
    if given.lengths is not None:
        lengths = torch.as_tensor(given.lengths)
        packed = torch.nn.utils.rnn.pack_padded_sequence(X, lengths, batch_first=True, enforce_sorted=False)
    output, final = module(packed, state)
    if given.lengths is not None:
        output, _ = torch.nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=X.shape[1])
    loss = (output * torch.tensor(given.d_outputs)).sum()
    for array, weights in zip(_tuple(final), _tuple(_leaves(module, given.d_final)), strict=True):
        loss = loss + (array * weights).sum()
    module.zero_grad()
    loss.backward()
    results = {
        "outputs": output.detach().numpy(),
        "dX": X.grad.numpy(),
        **_named("final", given.d_final, [array.detach() for array in _tuple(final)]),
        **named_arrays(_gradients(module), "d_params"),
    }
    if state is not None:
        results |= _named("d_state", given.state, [array.grad for array in _tuple(state)])
    return results


def _leaves(module: torch.nn.Module, state: Tree) -> Any:
    """A state as PyTorch takes it: [levels · directions, n, h], or for the LSTM two of these, h and c."""
    arrays = list(named_arrays(state).values())
    kinds = 2 if isinstance(module, torch.nn.LSTM) else 1
    stacked = [torch.tensor(np.stack(arrays[kind::kinds]), requires_grad=True) for kind in range(kinds)]
    return tuple(stacked) if kinds == 2 else stacked[0]


def _named(key: str, like: Tree, leaves: list[torch.Tensor]) -> dict[str, np.ndarray]:
    """PyTorch's state in our form: level by level, direction by direction, h before c."""
    arrays = [leaf[place].numpy() for place in range(len(leaves[0])) for leaf in leaves]
    return named_arrays(with_arrays(like, dict(zip(named_arrays(like), arrays, strict=True))), key)


def _gradients(module: torch.nn.Module) -> Tree:
    """The gradient of every weight, read as weights are.

    Both of PyTorch's biases have the gradient that our one has, so one of them is left out of the sum; but the
    candidate's part of a GRU's second bias is our b_hg.
    """
    gradients = {name: weight.grad.clone() for name, weight in module.named_parameters()}
    for name, gradient in gradients.items():
        if name.startswith("bias_hh"):
            shared = len(gradient) // 3 * 2 if isinstance(module, torch.nn.GRU) else len(gradient)
            torch.testing.assert_close(gradient[:shared], gradients[name.replace("hh", "ih")][:shared])
            gradient[:shared] = 0
    like = type(module)(
        module.input_size,
        module.hidden_size,
        num_layers=module.num_layers,
        bidirectional=module.bidirectional,
        batch_first=True,
        dtype=next(module.parameters()).dtype,
        **({"proj_size": module.proj_size} if module.proj_size else {}),
    )
    like.load_state_dict(gradients)
    return pytorch.from_torch(like)[1]


def _tuple(state: Any) -> tuple[torch.Tensor, ...]:
    return state if isinstance(state, tuple) else (state,)
