"""Labs that the cache does not hold run side by side, and the cache holds them when Sphinx comes to them."""

from __future__ import annotations

from types import SimpleNamespace

import nbformat
import pytest
from jupyter_cache import get_cache

from rnncourse.book.ahead import run_ahead

SOURCES = {"good": "print(6 * 7)", "better": "print(3 * 5)", "bad": "1 / 0", "unwanted": "print(1)"}


def notebook(source: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id="only")],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The cache after ``good``, ``better`` and ``bad`` were asked for."""
    root = tmp_path_factory.mktemp("labs")
    for name, source in SOURCES.items():
        nbformat.write(notebook(source), root / f"{name}.ipynb")
    env = SimpleNamespace(
        found_docs=set(SOURCES),
        doc2path=lambda name: str(root / f"{name}.ipynb"),
        mystnb_config=SimpleNamespace(
            execution_mode="cache", execution_cache_path=str(root / "cache"), execution_timeout=60
        ),
    )
    app = SimpleNamespace(env=env, config=SimpleNamespace(nb_execution_excludepatterns=[]))
    run_ahead(app, env, ["good", "better", "bad"])
    return get_cache(str(root / "cache"))


@pytest.mark.parametrize(("name", "printed"), [("good", "42\n"), ("better", "15\n")])
def test_what_ran_is_in_the_cache_with_its_outputs(ran, name, printed):
    _, merged = ran.merge_match_into_notebook(notebook(SOURCES[name]))
    assert merged.cells[0].outputs[0].text == printed


@pytest.mark.parametrize("name", ["bad", "unwanted"])
def test_what_failed_or_was_not_to_be_read_is_left_to_the_build(ran, name):
    with pytest.raises(KeyError):
        ran.match_cache_notebook(notebook(SOURCES[name]))
