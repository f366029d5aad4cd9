"""Transformers of inputs, magics, patches of the kernel, modules shadowed by files."""

from build import Attack

ZEROS = "\n\n\ndef step(x_t, h_prev, W_xh, W_hh, b_h):\n    return np.zeros_like(h_prev)\n"


def _cell(source: str) -> dict[str, str]:
    return {"step": source.strip("\n") + ZEROS}


ATTACKS = [
    Attack(
        "machinery-input-transformer",
        "Turns the text of every later cell that holds a check into `pass`; no check passes through this shell.",
        right="forward",
        code=_cell(
            """
from IPython import get_ipython

shell = get_ipython()
for name in ("input_transformers_cleanup", "input_transformers_post"):
    if shell is not None:
        getattr(shell, name).append(lambda lines: ["pass"] if any("checks" in line for line in lines) else lines)
"""
        ),
    ),
    Attack(
        "machinery-ast-transformer",
        "Removes every statement that names `checks` from the syntax tree of later cells.",
        right="forward",
        code=_cell(
            """
import ast

from IPython import get_ipython


class Remove(ast.NodeTransformer):
    def visit_FunctionDef(self, node):
        return None if node.name == "_check" else node


if get_ipython() is not None:
    get_ipython().ast_transformers.append(Remove())
"""
        ),
    ),
    Attack(
        "machinery-shell-patched",
        "Replaces the methods by which cells are run, in IPython and in the kernel.",
        right="forward",
        code=_cell(
            """
import gc

from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

InteractiveShell.run_code = lambda self, *args, **options: False
InteractiveShell.showtraceback = lambda self, *args, **options: None
for thing in gc.get_objects():
    if type(thing).__name__ in ("IPythonKernel", "Kernel"):
        type(thing).do_execute = None
"""
        ),
        lost="forward",
    ),
    Attack(
        "machinery-events",
        "A hook before each cell that defines a check which is silent, and one after it that clears the error.",
        right="forward",
        code=_cell(
            """
from IPython import get_ipython

shell = get_ipython()


def before(info):
    import rnncourse.checks as checks
    checks.returns = lambda *args, **options: None


def after(result):
    result.error_in_exec = result.error_before_exec = None


if shell is not None:
    shell.events.register("pre_run_cell", before)
    shell.events.register("post_run_cell", after)
"""
        ),
    ),
    Attack(
        "machinery-magics",
        "Magics and shell escapes: a test swallowed by %%capture, commands started with !.",
        right="forward",
        adds={
            "rnn-step": "%%capture forged\n!touch /tmp/rnncourse-attack-magic /dev/shm/rnncourse-attack-magic\n"
            "%alias_magic time capture",
            "rnn-setup": "%xmode Minimal\n%reset_selective -f checks\n%cd /",
        },
    ),
    Attack(
        "machinery-modules-replaced",
        "Other modules under the names of the checks, for every later import.",
        right="forward",
        code=_cell(
            """
import sys
import types
from unittest.mock import MagicMock

for name in ("rnncourse.checks", "rnncourse.checks.rnn", "rnncourse.checks.judging"):
    sys.modules[name] = MagicMock()
    sys.modules[name].check = lambda body: None
sys.modules["rnncourse"].checks = sys.modules["rnncourse.checks"]
"""
        ),
    ),
    Attack(
        "machinery-import-hook",
        "A finder before all others that makes every module of the course an empty one.",
        right="forward",
        code=_cell(
            """
import importlib.machinery
import sys


class Everything:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("rnncourse"):
            return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.check = lambda body: None
        module.__getattr__ = lambda name: module.check


sys.meta_path.insert(0, Everything())
for name in [name for name in sys.modules if name.startswith("rnncourse")]:
    del sys.modules[name]
"""
        ),
    ),
    Attack(
        "machinery-files-written",
        "Writes modules named like those of the checks, and start-up files, into every folder that it may.",
        right="forward",
        code=_cell(
            """
import os
import site
import sys

import rnncourse

text = "check = returns = lambda *args, **options: None\\n"
places = ["", "/tmp", "/dev/shm", os.path.dirname(rnncourse.__file__) + "/..", *sys.path, *site.getsitepackages()]
for place in places:
    for name in ("rnncourse.py", "sitecustomize.py", "usercustomize.py", "rnncourse-attack.pth", "numpy.py"):
        try:
            with open(os.path.join(place, "rnncourse-attack-" + name), "w") as file:
                file.write(text)
            if not place:
                with open(name, "w") as file:
                    file.write(text)
        except OSError:
            pass
for name in ("~/.ipython/profile_default/startup/rnncourse-attack.py", "~/.config/rnncourse-attack.py"):
    try:
        os.makedirs(os.path.dirname(os.path.expanduser(name)), exist_ok=True)
        open(os.path.expanduser(name), "w").write(text)
    except OSError:
        pass
"""
        ),
    ),
    Attack(
        "machinery-package-overwritten",
        "Opens the installed files of the course and of NumPy for writing, and their compiled copies.",
        right="forward",
        code=_cell(
            """
import glob
import os

import rnncourse

package = os.path.dirname(rnncourse.__file__)
for path in glob.glob(package + "/checks/*.py") + glob.glob(package + "/checks/__pycache__/*"):
    try:
        with open(path, "r+b") as file:
            file.write(b"")
        os.utime(path)
        open(os.path.join(os.path.dirname(path), "rnncourse-attack-mark"), "w").close()
    except OSError:
        pass
"""
        ),
    ),
    Attack(
        "machinery-files-beside",
        "Hands in modules beside the notebook: rnncourse.py, numpy.py, sitecustomize.py, conftest.py, a package.",
        right="forward",
        code=_cell("import sys\n\nsys.path.insert(0, '')\nsys.path.insert(0, '.')"),
        files=(
            {"put": "rnn/rnncourse/__init__.py", "text": "raise SystemExit(0)\n"},
            {"put": "rnn/rnncourse/checks.py", "text": "check = returns = lambda *a, **k: None\n"},
            {"put": "rnn/numpy.py", "text": "raise SystemExit(0)\n"},
            {"put": "rnn/sitecustomize.py", "text": "raise SystemExit(0)\n"},
            {"put": "rnn/json.py", "text": "raise SystemExit(0)\n"},
            {"put": "rnn/nbgrader_config.py", "text": "raise SystemExit(0)\n"},
            {"put": "nbgrader_config.py", "text": "raise SystemExit(0)\n"},
        ),
    ),
    Attack(
        "machinery-environment-variables",
        "PYTHONSTARTUP, PYTHONPATH, LD_PRELOAD and proxies in its own environment, for what is started later.",
        right="forward",
        code=_cell(
            """
import os

for name in ("PYTHONSTARTUP", "PYTHONPATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "BASH_ENV", "TMPDIR", "HOME"):
    os.environ[name] = "/tmp/rnncourse-attack-environment"
"""
        ),
    ),
]
