"""Gradients of a learner's torch module, by the one way that is the same wherever the module lives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, NamedTuple


class Elsewhere(ABC):
    """A module that lives in another process."""

    @abstractmethod
    def vjp(self, inputs: tuple, cotangent: Any) -> Gradients:
        """As ``checks.vjp``, asked of the module over there."""


class Gradients(NamedTuple):
    """What ``vjp`` gives.

    Attributes
    ----------
    outputs : what the module returned, detached
    inputs : for each input the gradient of ⟨cotangent, outputs⟩; None for one that is not of floating point, or unused
    parameters : the same for each parameter by its name in ``state_dict``; None for one that took no part
    """

    outputs: Any
    inputs: tuple
    parameters: dict[str, Any]


def vjp(module: Any, inputs: tuple, cotangent: Any) -> Gradients:
    """The vector-Jacobian product of a torch module: gradients of the sum of cotangent · outputs.

    Parameters
    ----------
    module : a ``torch.nn.Module``, or what stands for one
    inputs : tensors that the module is called with
    cotangent : a tensor of the shape of the output; for a tuple of outputs a tuple, None for what plays no part

    Raises
    ------
    TypeError : ``module`` is no torch module
    whatever the module raises, and what PyTorch does where shapes do not fit
    """
    if isinstance(module, Elsewhere):
        return module.vjp(inputs, cotangent)
    import torch

    if not isinstance(module, torch.nn.Module):
        raise TypeError(f"expected a torch.nn.Module, got {type(module).__name__}; return the module itself")
    leaves = [tensor.detach().clone() for tensor in inputs]
    for leaf in leaves:
        leaf.requires_grad_(leaf.is_floating_point())
    outputs = module(*leaves)
    pairs = (
        list(zip(outputs, cotangent, strict=True)) if isinstance(outputs, tuple) else [(outputs, cotangent)]
    )
    pairs = [(output, weight) for output, weight in pairs if weight is not None]
    names, weights = zip(*module.named_parameters(), strict=True) if list(module.parameters()) else ((), ())
    wanted = [leaf for leaf in leaves if leaf.requires_grad] + [w for w in weights if w.requires_grad]
    found = torch.autograd.grad([o for o, _ in pairs], wanted, [w for _, w in pairs], allow_unused=True)
    by_id = {id(tensor): gradient for tensor, gradient in zip(wanted, found, strict=True)}
    return Gradients(
        _detached(outputs),
        tuple(by_id.get(id(leaf)) for leaf in leaves),
        {name: by_id.get(id(weight)) for name, weight in zip(names, weights, strict=True)},
    )


def _detached(outputs: Any) -> Any:
    if isinstance(outputs, tuple):
        return tuple(map(_detached, outputs))
    return outputs.detach() if hasattr(outputs, "detach") else outputs
