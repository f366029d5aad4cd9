"""Both boxes as plain forks, warm for all tests of this folder."""

import pytest
from boxes import Boxes


@pytest.fixture(scope="session")
def plain():
    """Boxes in which solutions may use NumPy."""
    made = Boxes()
    yield made
    made.close()


@pytest.fixture(scope="session")
def with_torch():
    """Boxes in which solutions may use PyTorch as well."""
    pytest.importorskip("torch", reason="needs PyTorch")
    made = Boxes(("numpy", "math", "torch", "rnncourse.checks"))
    yield made
    made.close()
