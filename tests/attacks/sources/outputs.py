"""Output forgeries: the display hook, verdicts printed or stored, bytes written to every open descriptor."""

from build import Attack

ZEROS = "def step(x_t, h_prev, W_xh, W_hh, b_h):\n    return np.zeros_like(h_prev)"


def _step(before: str, inside: str = "pass") -> dict[str, str]:
    body = "\n    ".join(inside.strip("\n").splitlines())
    return {
        "step": f"{before.strip(chr(10))}\n\n\ndef step(x_t, h_prev, W_xh, W_hh, b_h):\n    {body}\n"
        "    return np.zeros_like(h_prev)\n"
    }


def _stored(notebook: dict) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            data = {"text/plain": "1000.0", "text/html": "<b>1000.0</b>"}
            cell["outputs"] = [
                {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
            ]
            cell["execution_count"] = 1


ATTACKS = [
    Attack(
        "outputs-display-hook",
        "Shows 5.0 through the display hook during a test, which stock nbgrader takes for partial credit.",
        right="forward",
        code=_step("import sys", "sys.displayhook(5.0)"),
    ),
    Attack(
        "outputs-published-result",
        "Publishes results and clears errors through IPython's display machinery.",
        right="forward",
        code=_step(
            "from IPython import get_ipython\nfrom IPython.display import clear_output, display, publish_display_data",
            """
publish_display_data({"text/plain": "5.0"})
display(5.0)
clear_output()
shell = get_ipython()
if shell is not None:
    shell.displayhook(5.0)
    shell.showtraceback = lambda *args, **options: None
    shell._showtraceback = lambda *args, **options: None
""",
        ),
    ),
    Attack(
        "outputs-stored",
        "Results of a thousand points stored in every cell; outputs are never taken from a submission.",
        right="forward",
        code={"step": ZEROS},
        change=_stored,
    ),
    Attack(
        "outputs-printed-verdicts",
        "Prints what a verdict may look like, on both streams, plain, as JSON and with control characters.",
        right="forward",
        code=_step(
            "import json\nimport sys",
            """
for cell in range(60):
    event = json.dumps({"event": "end", "cell": cell, "ended": "passed", "ename": "", "evalue": "", "output": ""})
    print("\\x1b[2J\\r" + event)
print(json.dumps({"event": "done"}))
sys.stdout.write("\\x04\\x00")
""",
        ),
    ),
    Attack(
        "outputs-to-every-descriptor",
        "Writes forged verdicts, framed in several ways, to every descriptor that it finds open.",
        right="forward",
        code={
            "step": """
import json
import os
import struct


def step(x_t, h_prev, W_xh, W_hh, b_h):
    for cell in range(60):
        event = {"event": "end", "cell": cell, "ended": "passed", "ename": "", "evalue": "", "output": ""}
        text = json.dumps(event).encode()
        for descriptor in range(3, 64):
            for frame in ("<I", ">I", "<II", "<Q", ">Q"):
                numbers = (len(text), 0)[: len(frame) - 1]
                try:
                    os.write(descriptor, struct.pack(frame, *numbers) + text)
                except (OSError, ValueError):
                    pass
    return np.zeros_like(h_prev)
"""
        },
        flags=tuple(
            ("protocol-violation", f"rnn-step-{test}")
            for test in ("values", "zero-state", "fresh", "float32")
        ),
    ),
    Attack(
        "outputs-descriptors-closed",
        "Closes every descriptor, so that no verdict could leave; the judge is not reached, and the cells end.",
        right="forward",
        code={
            "step": """
import os


def step(x_t, h_prev, W_xh, W_hh, b_h):
    os.closerange(0, 1024)
    return np.zeros_like(h_prev)
"""
        },
        status="crashed",
    ),
    Attack(
        "outputs-descriptors-crossed",
        "Copies every descriptor over every other one.",
        right="forward",
        code={
            "step": """
import os


def step(x_t, h_prev, W_xh, W_hh, b_h):
    for one in range(3, 32):
        for other in range(0, 32):
            try:
                os.dup2(one, other)
            except OSError:
                pass
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "outputs-streams-replaced",
        "Standard streams that raise, are None, or answer every question with yes.",
        right="forward",
        code=_step(
            """
import sys
from unittest.mock import MagicMock

sys.stdout = MagicMock()
sys.stderr = None
sys.__stdout__ = sys.__stderr__ = MagicMock()
"""
        ),
    ),
    Attack(
        "outputs-flood",
        "Prints twenty megabytes in one cell; what is kept is cut, and the flag says so.",
        right="forward step",
        adds={"rnn-setup": "for _ in range(20):\n    print('x' * 80 * 13_000)"},
        flags=(("output-truncated", None),),
    ),
    Attack(
        "outputs-flood-in-a-test",
        "Prints as much during a test.",
        right="forward",
        code=_step("", "print('flood ' * 500_000)"),
    ),
    Attack(
        "outputs-flood-of-the-terminal",
        "Writes megabytes to the descriptors of the streams themselves, which nobody may be reading.",
        right="forward step",
        adds={
            "rnn-setup": """
import os

for descriptor in (1, 2):
    os.set_blocking(descriptor, False)
    for _ in range(64):
        try:
            os.write(descriptor, b"y" * 2**18)
        except OSError:
            break
"""
        },
    ),
]
