"""The parts and chapters of the course, in order: the one list that pages, commands and map are made from."""

from __future__ import annotations

from typing import NamedTuple


class Chapter(NamedTuple):
    """``name`` is the folder in book/, solutions/, exercises/ and tests/submissions/."""

    number: int
    name: str
    title: str
    part: str
    question: str


PARTS = {"I": "Recurrence", "II": "Gates", "III": "Practice"}

CHAPTERS = (
    Chapter(1, "sequences", "Sequences", "I", "Why does a network need memory?"),
    Chapter(2, "rnn", "The recurrent cell", "I", "How does a vector of fixed size remember?"),
    Chapter(3, "bptt", "Backpropagation through time", "I", "How does it learn what to remember?"),
    Chapter(4, "bidirectional", "Bidirectional networks", "I", "What if the future is known?"),
    Chapter(5, "lstm", "Long short-term memory", "II", "How does a memory last?"),
    Chapter(6, "lstm-variants", "Variants of the LSTM", "II", "What is each part for?"),
    Chapter(7, "gru", "The gated recurrent unit", "II", "How little is enough?"),
    Chapter(8, "deep", "Stacking and dropout", "III", "What does depth add?"),
    Chapter(9, "mnist", "Reading digits row by row", "III", "How well can it be done?"),
    Chapter(10, "language", "Predicting the next symbol", "III", "What has a text taught it?"),
    Chapter(11, "seq2seq", "Encoder, decoder, attention", "III", "What if the lengths differ?"),
    Chapter(12, "forecasting", "Forecasting", "III", "When does a recurrent network lose?"),
    Chapter(13, "beyond", "Beyond the LSTM", "III", "Can time run in parallel?"),
    Chapter(14, "clinic", "The clinic", "III", "Why does it not train?"),
)
