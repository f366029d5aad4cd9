"""Mistakes of the exercise on tokens and ids."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _places(vocabulary):
    return {token: place for place, token in enumerate(vocabulary)}


def _ids(tokens, places, unknown):
    return np.array([places.get(token, unknown) for token in tokens], int)


def _by_appearance(tokens, first):
    places = {token: place for place, token in enumerate(dict.fromkeys(tokens), first)}
    return np.array([places[token] for token in tokens], int)


def _until_padding(ids, vocabulary):
    tokens = []
    for i in ids:
        if i == 0:
            break
        tokens.append(vocabulary[i])
    return tokens


def _end_stripped(ids, vocabulary):
    tokens = [vocabulary[i] for i in ids]
    while tokens and tokens[-1] == vocabulary[0]:
        tokens.pop()
    return tokens


_AGAIN = (["b", "a", "b"], ["<pad>", "<unk>", "c", "a", "b"])

ENCODE = (
    Suspect(
        "unknown-as-padding",
        lambda tokens, vocabulary: _ids(tokens, _places(vocabulary), 0),
        "A token that the vocabulary lacks has become 0, which is padding: every later part of the network would "
        "take it for a place where there is no token. Which place of the vocabulary is meant for it?",
    ),
    Suspect(
        "unknown-raises",
        lambda tokens, vocabulary: np.array([vocabulary.index(token) for token in tokens], int),
        "That token is not in the vocabulary, and new text always holds such tokens. They have an id as well.",
        also=(lambda tokens, vocabulary: np.array([_places(vocabulary)[token] for token in tokens], int),),
    ),
    Suspect(
        "unknown-left-out",
        lambda tokens, vocabulary: _ids([t for t in tokens if t in vocabulary], _places(vocabulary), 1),
        "Tokens that the vocabulary lacks are missing from your ids, so that later ids stand in earlier places. "
        "A token that is not known is still a token of the sentence.",
    ),
    Suspect(
        "unknown-at-the-end",
        lambda tokens, vocabulary: _ids(tokens, _places(vocabulary), len(vocabulary)),
        "Unknown tokens get an id of their own behind the last one, v. There is no such row in E: "
        "the vocabulary has a place for them already.",
    ),
    Suspect(
        "unknown-as-minus-one",
        lambda tokens, vocabulary: _ids(tokens, _places(vocabulary), -1),
        "Unknown tokens have become −1, and as an index −1 is the last place: every later lookup would take them for "
        "the last token of the vocabulary. It has a place for them.",
    ),
    Suspect(
        "each-token-once",
        lambda tokens, vocabulary: _ids(list(dict.fromkeys(tokens)), _places(vocabulary), 1),
        "A token that occurs twice in the sentence occurs once in your ids. One id for each token, in their order.",
        also=(
            lambda tokens, vocabulary: _ids([t for t in vocabulary if t in tokens], _places(vocabulary), 1),
        ),
        probe=_AGAIN,
    ),
    Suspect(
        "numbered-by-appearance",
        lambda tokens, vocabulary: _by_appearance(tokens, 0),
        "Your ids number the tokens as they appear in this sentence. Then the same word has another id in the next "
        "sentence; the id is a token's place in the vocabulary.",
        also=(
            lambda tokens, vocabulary: _by_appearance(tokens, 1),
            lambda tokens, vocabulary: _by_appearance(tokens, 2),
        ),
        probe=_AGAIN,
    ),
    Suspect(
        "counted-from-one",
        lambda tokens, vocabulary: _ids(
            tokens, {t: place + 1 for t, place in _places(vocabulary).items()}, 1
        ),
        "Known tokens have an id that is one too large: places are counted from 0.",
        also=(lambda tokens, vocabulary: _ids(tokens, _places(vocabulary), 1) + 1,),
        probe=_AGAIN,
    ),
    Suspect(
        "special-places-not-counted",
        lambda tokens, vocabulary: _ids(tokens, _places(vocabulary[2:]), 1),
        "Known tokens have an id that is two too small: `<pad>` and `<unk>` stand in the list, and count.",
        probe=_AGAIN,
    ),
    Suspect(
        "one-hot-for-ids",
        lambda tokens, vocabulary: np.eye(len(vocabulary))[_ids(tokens, _places(vocabulary), 1)],
        "These are one-hot rows, v numbers for each token. Wanted is one whole number for each: its id.",
    ),
)

_TWICE = (np.array([3, 2, 3]), ["<pad>", "<unk>", "a", "b"])

DECODE = (
    Suspect(
        "list-asked-with-an-array",
        lambda ids, vocabulary: vocabulary[ids],
        "The vocabulary is a list, and a list is asked for one place at a time. Only arrays take an array of places.",
    ),
    Suspect(
        "padding-shown",
        lambda ids, vocabulary: [vocabulary[i] for i in ids],
        "Your tokens include `<pad>`. Padding fills a box and was never in the sentence.",
        probe=(np.array([0, 1, 0]), ["<pad>", "<unk>"]),
    ),
    Suspect(
        "unknown-hidden",
        lambda ids, vocabulary: [vocabulary[i] for i in ids if i > 1],
        "`<unk>` is missing from your tokens. A token stood there; the reader should see that, though not "
        "which one it was.",
    ),
    Suspect(
        "joined-to-one-text",
        lambda ids, vocabulary: "".join(vocabulary[i] for i in ids if i != 0),
        "The tokens have run together into one text, in which nobody can tell where one ends. "
        "Leave them in a list: one entry for each.",
        also=(lambda ids, vocabulary: " ".join(vocabulary[i] for i in ids if i != 0),),
    ),
    Suspect(
        "stops-at-padding",
        _until_padding,
        "You stop at the first padding. It may stand in front of a sentence, too: leave it out and read on.",
    ),
    Suspect(
        "padding-in-front-kept",
        _end_stripped,
        "Padding at the end is gone, and padding in front is still there. It is to be left out wherever it stands.",
    ),
    Suspect(
        "one-place-off",
        lambda ids, vocabulary: [vocabulary[i - 1] for i in ids if i != 0],
        "Each token is the neighbour of the right one in the vocabulary: {got} for {want}. Places are counted from 0.",
    ),
    Suspect(
        "each-token-shown-once",
        lambda ids, vocabulary: [vocabulary[i] for i in dict.fromkeys(ids.tolist()) if i != 0],
        "A token that occurs twice in the sentence occurs once in yours.",
        probe=_TWICE,
    ),
    Suspect(
        "order-of-the-vocabulary",
        lambda ids, vocabulary: [token for i, token in enumerate(vocabulary) if i != 0 and i in ids],
        "Your tokens stand in the order of the vocabulary. The order of the ids is the sentence.",
        probe=_TWICE,
        also=(lambda ids, vocabulary: [vocabulary[i] for i in np.sort(ids) if i != 0],),
    ),
    Suspect(
        "special-places-skipped",
        lambda ids, vocabulary: [vocabulary[2:][i] for i in ids if i != 0],
        "You look tokens up behind `<pad>` and `<unk>`. Ids count from the very beginning of the vocabulary.",
        also=(lambda ids, vocabulary: [vocabulary[i + 2] for i in ids if i != 0],),
    ),
    Suspect(
        "numbers-for-tokens",
        lambda ids, vocabulary: [i for i in ids.tolist() if i != 0],
        "These are ids, not tokens. Each is a place in the vocabulary: what stands there?",
        also=(lambda ids, vocabulary: ids.tolist(), lambda ids, vocabulary: [str(i) for i in ids if i != 0]),
    ),
)
