"""One training loop for all labs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import torch
from tqdm.auto import tqdm

Batch = tuple[torch.Tensor, ...]

#: Set while the book is built, where a progress bar would end up on the page.
QUIET_VARIABLE = "RNNCOURSE_QUIET"


def clip_together(parameters: Sequence[torch.nn.Parameter], limit: float) -> None:
    """Scale all gradients by one factor so that their common norm is at most ``limit``."""
    torch.nn.utils.clip_grad_norm_(parameters, limit)


def fit(
    model: torch.nn.Module,
    draw: Callable[[], Batch],
    loss: Callable[..., torch.Tensor],
    *,
    steps: int,
    learning_rate: float,
    clip: float = 1.0,
    clip_by: Callable[[Sequence[torch.nn.Parameter], float], None] = clip_together,
    note: str = "training",
) -> list[float]:
    """Train ``model`` with Adam; the learning rate falls to zero along a half cosine.

    Parameters
    ----------
    draw : returns the next batch (inputs, ...); all randomness of the data is in it, so seed it
    loss : ``loss(model(inputs), *rest of the batch)``, a scalar
    steps, learning_rate : number of updates, and the rate of the first
    clip, clip_by : bound on the gradient's norm, and how it is kept
    note : what the progress bar says

    Returns
    -------
    the loss of every step; ``model`` is changed in place and left in evaluation mode

    Raises
    ------
    FloatingPointError : when the loss is no longer finite, naming the step
    """
    parameters = list(model.parameters())
    optimizer = torch.optim.Adam(parameters, lr=learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    losses = []
    model.train()
    for number in tqdm(range(steps), desc=note, leave=False, disable=QUIET_VARIABLE in os.environ):
        inputs, *rest = draw()
        value = loss(model(inputs), *rest)
        if not torch.isfinite(value):
            raise FloatingPointError(
                f"the loss is {value.item()} at step {number}; a smaller learning rate may help"
            )
        optimizer.zero_grad()
        value.backward()
        clip_by(parameters, clip)
        optimizer.step()
        schedule.step()
        losses.append(value.item())
    model.eval()
    return losses
