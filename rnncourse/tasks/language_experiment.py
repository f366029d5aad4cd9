"""A character model: an LSTM reads a text and says at every step what comes next. The experiment of chapter 10.

Trained by teacher forcing (Eq. 10.3 (language-loss)) on parallel streams with carried state (Eq. 10.8
(language-carry)); after every pass over the training text it is tried on validation text, and the weights that did
best there are the ones that are kept.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from tqdm.auto import tqdm

from rnncourse.tasks import sampling, streams
from rnncourse.tasks.book_text import Vocabulary
from rnncourse.training.loop import QUIET_VARIABLE

Array = np.ndarray
Tensor = torch.Tensor
State = tuple[Tensor, Tensor]


class CharModel(torch.nn.Module):
    """Embedding, LSTM, output layer: ``(ids [n, T], state) -> (logits [n, T, v], state)``.

    v, d, h : sizes of vocabulary, embedding and state
    dropout : share of the embedding's and of the LSTM's outputs that is dropped in training

    The forget gates' bias starts at 1. Draws from torch's generator.
    """

    def __init__(self, v: int, d: int, h: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.embedding = torch.nn.Embedding(v, d)
        self.lstm = torch.nn.LSTM(d, h, batch_first=True)
        self.head = torch.nn.Linear(h, v)
        self.drop = torch.nn.Dropout(dropout)
        with torch.no_grad():
            for bias in (self.lstm.bias_ih_l0, self.lstm.bias_hh_l0):
                bias[h : 2 * h] = 0.0
            self.lstm.bias_ih_l0[h : 2 * h] = 1.0

    def forward(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        H, state = self.lstm(self.drop(self.embedding(ids)), state)
        return self.head(self.drop(H)), state


class Trained(NamedTuple):
    """``best``, the epoch (counted from 1) whose weights ``model`` has; bits per character after every epoch on
    ``train`` (in training, dropout on), ``validation``; ``seconds`` of processor time."""

    model: CharModel
    best: int
    train: list[float]
    validation: list[float]
    seconds: float


def train(
    ids: Array,
    validation: Array,
    v: int,
    *,
    d: int = 32,
    h: int = 128,
    dropout: float = 0.0,
    n: int = 16,
    T: int = 64,
    epochs: int = 20,
    learning_rate: float = 0.003,
    carry: bool = True,
    seed: int = 0,
    after: Callable[[int, CharModel], None] | None = None,
    note: str = "reading",
) -> Trained:
    """Train on a text, keep the weights of the epoch that did best on validation text, which is early stopping.

    Parameters
    ----------
    ids, validation : symbols of the two texts; the second follows the first
    n, T : streams, and steps between two cuts of the graph
    epochs, learning_rate : passes over the text, and the rate of the first, which falls to zero along a half cosine
    carry : whether the state goes on from chunk to chunk; without, each chunk begins at zero
    seed : decides weights and dropout
    after : called after every epoch with its number and the model as it is then

    Raises ValueError for no epochs, FloatingPointError for a loss that is not finite.
    """
    if epochs < 1:
        raise ValueError(f"epochs should be at least 1, got {epochs}")
    torch.manual_seed(seed)
    model = CharModel(v, d, h, dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    began, cut = time.process_time(), streams.cut(ids, n)
    told: tuple[list[float], list[float]] = ([], [])
    kept, best = None, 0
    for epoch in tqdm(range(1, epochs + 1), desc=note, leave=False, disable=QUIET_VARIABLE in os.environ):
        told[0].append(_one_epoch(model, optimizer, cut, T, carry))
        schedule.step()
        told[1].append(float(bits(model, validation).mean()))
        if kept is None or told[1][-1] < told[1][best - 1]:
            kept, best = {name: value.clone() for name, value in model.state_dict().items()}, epoch
        if after is not None:
            after(epoch, model)
    model.load_state_dict(kept)
    return Trained(model.eval(), best, *told, time.process_time() - began)


def _one_epoch(
    model: CharModel, optimizer: torch.optim.Optimizer, cut: streams.Streams, T: int, carry: bool
) -> float:
    """One pass over all streams; the mean loss in bits."""
    model.train()
    state, losses, sizes = None, [], []
    for inputs, targets in streams.chunks(cut, T):
        logits, after = model(torch.from_numpy(inputs), state)
        loss = torch.nn.functional.cross_entropy(
            logits.flatten(0, 1), torch.from_numpy(targets.copy()).flatten()
        )
        if not torch.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss.item()}; a smaller learning rate may help")
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        state = tuple(part.detach() for part in after) if carry else None
        losses.append(loss.item())
        sizes.append(targets.size)
    return float(np.average(losses, weights=sizes) / math.log(2))


def bits(model: CharModel, ids: Array, before: Array | None = None, T: int = 500) -> Array:
    """−log₂ p of every symbol of a text but the first, read in one stream from a zero state, [len(ids) − 1].

    before : symbols read first; then the first symbol counts too, [len(ids)]
    """
    whole = ids if before is None else np.concatenate([before, ids])
    model.eval()
    found, state = [], None
    with torch.no_grad():
        for inputs, targets in streams.chunks(streams.cut(whole, 1), T):
            logits, state = model(torch.from_numpy(inputs), state)
            log_p = torch.log_softmax(logits[0].double(), -1)
            found.append(-log_p[torch.arange(len(log_p)), torch.from_numpy(targets[0].copy())])
    every = torch.cat(found).numpy() / math.log(2)
    return every if before is None else every[len(before) - 1 :]


def bits_by_position(model: CharModel, ids: Array, length: int) -> Array:
    """−log₂ p at every place of stretches of ``length`` inputs, each begun with a zero state, [stretches, length]."""
    cut = streams.cut(ids, (len(ids) - 1) // length)
    model.eval()
    with torch.no_grad():
        logits, _ = model(torch.from_numpy(cut.inputs[:, :length].copy()))
        log_p = torch.log_softmax(logits.double(), -1)
        targets = torch.from_numpy(cut.targets[:, :length].copy())
        return -log_p.gather(2, targets[..., None])[..., 0].numpy() / math.log(2)


def write(
    model: CharModel,
    vocabulary: Vocabulary,
    length: int,
    *,
    rng: np.random.Generator,
    prompt: str,
    temperature: float = 1.0,
    top_k: int | None = None,
    on_step: Callable[[Array], None] | None = None,
) -> str:
    """``length`` characters that the model writes after ``prompt``, which it reads first. Never writes UNKNOWN.

    on_step : called with the probabilities of every draw

    Raises ValueError for an empty prompt.
    """
    if not prompt:
        raise ValueError("prompt should have at least one character, for the model to read")
    ids, found, state = vocabulary.encode(prompt)[None], [], None
    model.eval()
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(torch.from_numpy(ids), state)
            scores = logits[0, -1].double().numpy()
            scores[0] = -1e9  # the unknown character stands for many and cannot be written
            p = sampling.distribution(scores, temperature, top_k)
            if on_step is not None:
                on_step(p)
            found.append(sampling.draw(rng, p))
            ids = np.array([[found[-1]]])
    return vocabulary.decode(np.array(found, np.int64))
