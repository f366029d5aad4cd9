"""What all tests share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

os.environ.setdefault("RNNCOURSE_QUIET", "1")  # no progress bars in the logs
# Two processes test side by side: threads of their own would only wait for one another. To be said before NumPy comes.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import numpy as np  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=PreloadTopChromeWebUI,SpareRendererForSitePerProcess",  # two processes for every page less
)


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator for test data; the same in every run."""
    return np.random.default_rng(20240229)


def chromium() -> str | None:
    """Where Chromium is; None where there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, one for all that a process tests; where there is none, what needs it is skipped."""
    found = chromium()
    if found is None:
        pytest.skip("no Chromium here: tools/system-packages installs it or says how")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield running
        running.close()
