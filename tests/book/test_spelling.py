"""Spelling: pages, notebooks, guides and docstrings by a British dictionary, all other text by common slips."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import prose
import pytest

ROOT = Path(__file__).resolve().parents[2]
WORDS = Path(__file__).with_name("words.txt")
#: What the dictionary lets through and this course writes otherwise: optimise, towards, grey.
AMERICAN = re.compile(
    r"\w+(?:[iy]z(?:e[ds]?|ers?|ing|ations?))|toward|gray|learned|labeled|modeling|\w*(?:color|behavior|neighbor)s?",
    re.IGNORECASE,
)
#: As in size; and the name that arguments and PyTorch's classes have.
FINE = {"size", "sizes", "sized", "seize", "prize", "resize", "resized", "optimizer", "optimizers"}


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    """Every word that is read → the files that it stands in."""
    found = defaultdict(set)
    for name, text in prose.documents(ROOT):
        for word in prose.words(text):
            found[word].add(name)
    return found


def rejected(words: list[str]) -> list[str]:
    """Those that are not in the dictionary."""
    if not shutil.which("hunspell"):
        pytest.skip("no hunspell here: tools/system-packages installs it or says how")
    command = ["hunspell", "-d", "en_GB", "-i", "utf-8", "-l"]
    looked = subprocess.run(command, input="\n".join(words), capture_output=True, text=True, encoding="utf-8")
    if looked.returncode:
        pytest.skip(
            f"no British dictionary here: tools/system-packages installs it ({looked.stderr.strip()})"
        )
    return looked.stdout.split()


def unknown(words: list[str]) -> list[str]:
    """Those that neither the dictionary nor the course's own list has."""
    own = set(WORDS.read_text(encoding="utf-8").split())
    return [word for word in rejected(words) if word not in own and word.lower() not in own]


def placed(words: list[str], said: dict[str, set[str]]) -> list[str]:
    return [f"{word}: {', '.join(sorted(said[word])[:3])}" for word in words]


def test_every_word_is_in_the_dictionary_or_on_the_list(said):
    assert len(said) > 4000
    assert placed(unknown(sorted(said)), said) == [], f"mend it, or put it on {WORDS.relative_to(ROOT)}"


def test_the_list_is_in_order_and_has_nothing_that_the_dictionary_has():
    own = WORDS.read_text(encoding="utf-8").split()
    assert own == sorted(set(own), key=lambda word: (word.lower(), word))
    assert len(rejected(own)) == len(own)


def test_the_spelling_is_british(said):
    wrong = [word for word in said if AMERICAN.fullmatch(word) and word.lower() not in FINE]
    assert placed(wrong, said) == []


def test_no_common_slip_anywhere():
    command = [sys.executable, "-m", "codespell_lib", "--check-hidden", *tracked()]
    looked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert looked.stdout == "", looked.stderr


def tracked() -> list[str]:
    """The files that are looked at; pyproject.toml says which of them are left out."""
    kinds = ["*.py", "*.md", "*.toml", "*.yml", "*.css", "book/*.ipynb", "solutions/*.ipynb", "tools/*"]
    listed = subprocess.run(["git", "ls-files", "--", *kinds], cwd=ROOT, capture_output=True, text=True)
    return [f"./{name}" for name in listed.stdout.split() if (ROOT / name).is_file()]


def test_slips_are_found_at_all(tmp_path):
    text = "A seperate gate{term}`s <gate>` of the $recieve$ `recieve`.\n```python\nrecieve\n```\nColoured, colored."
    found = prose.words(text)
    assert unknown(found) == ["seperate", "colored"]
    assert "recieve" not in found
    assert AMERICAN.fullmatch("optimize")
    page = tmp_path / "page.md"
    page.write_text("We recieve it.\n", encoding="utf-8")
    looked = subprocess.run([sys.executable, "-m", "codespell_lib", page], cwd=tmp_path, capture_output=True)
    assert looked.returncode
