"""Mistakes of the exercise on perplexity: bits per character."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def bits(
    total,
    tokens,
    vocabulary,
    letters,
    *,
    per=lambda tokens: sum(map(len, tokens)),
    unit=np.log,
    paid=lambda unknown, letters: sum(map(len, unknown)) * np.log(letters),
):
    """Bits per character, with one part exchanged.

    per(tokens): what is divided by; unit(2): nats in a bit; paid(unknown, letters): nats for spelling what is unknown
    """
    unknown = [token for token in tokens if token not in vocabulary]
    return float((total + paid(unknown, letters)) / unit(2) / per(tokens))


def _but(**parts):
    return lambda *args: bits(*args, **parts)


BITS = (
    Suspect(
        "unknown-for-nothing",
        _but(paid=lambda unknown, letters: 0),
        "Your model pays for saying `<unk>`, and never for which word it was: {got}, where the whole text costs "
        "{want}. With a vocabulary of two words it would win every comparison.",
    ),
    Suspect(
        "unknown-paid-once-a-token",
        _but(paid=lambda unknown, letters: len(unknown) * np.log(letters)),
        "You charge an unknown token for one character, however long it is. Each of its characters has to be spelt.",
    ),
    Suspect(
        "all-tokens-spelt",
        lambda total, tokens, vocabulary, letters: bits(total, tokens, [], letters),
        "You have every token spelt. A token that the vocabulary has is known once it is predicted.",
    ),
    Suspect(
        "bits-added-to-nats",
        _but(paid=lambda unknown, letters: sum(map(len, unknown)) * np.log2(letters)),
        "You add bits to nats: of `total` and of what the spelling costs one is in natural logarithms, and the other "
        "in those of base 2. Take both in one unit, and change it once.",
        also=(_but(paid=lambda unknown, letters: sum(map(len, unknown)) * np.log(letters) * np.log(2)),),
    ),
    Suspect(
        "unknown-taken-out-of-the-text",
        lambda total, tokens, vocabulary, letters: bits(
            total, [token for token in tokens if token in vocabulary], vocabulary, letters
        ),
        "You count the characters of the known tokens only. The text has the others too, and a model that is compared "
        "with yours has to predict them.",
    ),
    Suspect(
        "divided-by-the-known",
        lambda total, tokens, vocabulary, letters: bits(
            total, tokens, vocabulary, letters, per=lambda t: sum(len(a) for a in t if a in vocabulary)
        ),
        "The bits are right, and shared out among the characters of the known tokens alone. The unknown ones are text "
        "as well.",
    ),
    Suspect(
        "known-tokens-spelt",
        lambda total, tokens, vocabulary, letters: bits(
            total, tokens, set(tokens) - set(vocabulary), letters
        ),
        "It is the known tokens that you have spelt. Those that the vocabulary lacks are the ones not known by their "
        "prediction.",
    ),
    Suspect(
        "spelt-with-the-vocabulary",
        lambda total, tokens, vocabulary, letters: bits(total, tokens, vocabulary, len(vocabulary)),
        "Your unknown tokens are spelt with v letters. The vocabulary has tokens; a text is written with `letters` "
        "different characters, whichever the vocabulary holds.",
    ),
    Suspect(
        "spelt-without-spaces",
        _but(paid=lambda unknown, letters: sum(len(a.strip()) for a in unknown) * np.log(letters)),
        "You spell the unknown tokens without their spaces. A space belongs to its token, and is a character to be "
        "spelt like the others.",
    ),
    Suspect(
        "bits-per-token",
        _but(per=len),
        "These are bits per *token*. A word is one token and many characters, and a model of words can be compared "
        "with a model of characters only per character.",
        also=(_but(per=len, paid=lambda unknown, letters: 0),),
    ),
    Suspect(
        "nats-per-character",
        _but(unit=lambda base: 1),
        "Your figure is in nats. One bit is what a fair coin tells, log 2 nats.",
        also=(
            _but(unit=lambda base: 1, per=len),
            _but(unit=lambda base: 1, paid=lambda unknown, letters: 0),
        ),
    ),
    Suspect(
        "nats-per-bit-turned-round",
        _but(unit=lambda base: 1 / np.log(base)),
        "You multiply where you should divide: a nat is more than a bit (1.44 of them), so that the number must grow.",
    ),
    Suspect(
        "bits-per-byte",
        _but(per=lambda tokens: len("".join(tokens).encode())),
        "These are bits per *byte*. For English nobody sees the difference; a Chinese character has three bytes in "
        "UTF-8, so that your figure is a third of the right one there.",
    ),
    Suspect(
        "spaces-not-counted",
        _but(per=lambda tokens: sum(len(token.strip()) for token in tokens)),
        "You leave out the spaces. A model of characters predicts and pays for each of them: they count here as well.",
    ),
    Suspect(
        "spaces-counted-twice",
        _but(per=lambda tokens: len(" ".join(tokens))),
        "You join the tokens with spaces, and each brings its own: there are more characters than the text has.",
    ),
)
