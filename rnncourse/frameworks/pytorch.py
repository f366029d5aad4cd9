"""Weights of the course's cells in PyTorch's layout, and back.

PyTorch keeps column-vector matrices, ``weight_ih [h, d]`` and ``weight_hh [h, h]``, and two bias
vectors that are only ever added together: the way there splits one bias into (b, 0), the way back adds them.
"""

from __future__ import annotations

import numpy as np
import torch

from rnncourse.cells import rnn


def rnn_to_torch(params: rnn.Params) -> torch.nn.RNN:
    """A one-layer ``torch.nn.RNN`` (batch_first) that computes what ``rnn.forward`` computes."""
    d, h = params.W_xh.shape
    module = torch.nn.RNN(d, h, batch_first=True).to(torch.from_numpy(params.W_xh).dtype)
    layout = {
        "weight_ih_l0": params.W_xh.T,
        "weight_hh_l0": params.W_hh.T,
        "bias_ih_l0": params.b_h,
        "bias_hh_l0": np.zeros_like(params.b_h),
    }
    module.load_state_dict({name: torch.tensor(value) for name, value in layout.items()})
    return module


def rnn_from_torch(module: torch.nn.RNN) -> rnn.Params:
    """The parameters of a one-layer, one-direction tanh ``torch.nn.RNN``.

    Raises ValueError for a module that is something else.
    """
    if module.num_layers != 1 or module.bidirectional or module.nonlinearity != "tanh" or not module.bias:
        raise ValueError(
            f"expected a torch.nn.RNN of one layer and one direction, with tanh and biases, got {module}"
        )
    weights = {name: value.detach().cpu().numpy() for name, value in module.named_parameters()}
    return rnn.Params(
        W_xh=weights["weight_ih_l0"].T.copy(),
        W_hh=weights["weight_hh_l0"].T.copy(),
        b_h=weights["bias_ih_l0"] + weights["bias_hh_l0"],
    )
