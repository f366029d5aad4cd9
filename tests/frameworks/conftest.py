"""Keras runs on PyTorch here, on the CPU, and writes its settings into a folder that goes away."""

from __future__ import annotations

import os
import tempfile

os.environ["KERAS_BACKEND"] = "torch"
os.environ["KERAS_TORCH_DEVICE"] = "cpu"
_home = tempfile.TemporaryDirectory(prefix="keras-")  # removed when the run ends
os.environ["KERAS_HOME"] = _home.name
