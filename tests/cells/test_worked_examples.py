"""Numbers that a reader can redo by hand."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import RNN


def test_the_worked_example_of_the_first_article_to_the_last_digit():
    params = RNN.Params(
        W_xh=np.array([[0.5, 0.6]]), W_hh=np.array([[0.1, 0.2], [0.3, 0.4]]), b_h=np.array([0.1, -0.1])
    )
    H, h_T, _ = RNN().forward(params, np.array([[[1.0], [2.0]]]))
    outputs = H @ np.array([1.0, 2.0]) + 0.1
    assert outputs[0].round(8).tolist() == [1.56128388, 2.72707101]
    assert h_T.tolist() == H[:, -1].tolist()
