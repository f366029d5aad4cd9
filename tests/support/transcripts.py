"""A page's ``console`` blocks carried out as a reader would, in one shell, and held to the output that they show.

A line that begins with ``$`` is a command, ``>`` goes on with it, and what follows is what it prints, both streams
together; ``...`` stands for anything, within a line or for whole lines. A command that shows no output may print
what it likes, and none may fail.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_END = "\x1e"  # what no command prints


@dataclass(frozen=True)
class Step:
    """A command of a page, on which line it stands, and what the page shows of its output."""

    line: int
    command: str
    shown: str


class Differs(AssertionError):
    """A page shows one thing and its command another."""


def steps(page: str) -> list[Step]:
    """The commands of a page in their order."""
    found = []
    for block in _BLOCK.finditer(page):
        line = page.count("\n", 0, block.start(1)) + 1
        for number, text in enumerate(block[1].splitlines(), line):
            if text.startswith("$ "):
                found.append([number, [text[2:]], []])
            elif text.startswith("> ") or text == ">":
                found[-1][1].append(text[2:])
            else:
                found[-1][2].append(text)
    return [Step(number, "\n".join(command), "\n".join(shown)) for number, command, shown in found]


def matches(shown: str, printed: str) -> bool:
    """Whether the output is what the page shows of it."""
    if not shown.strip():
        return True
    pattern = "".join(
        r"(?:[^\n]*\n)*?"
        if line.strip() == "..."
        else re.escape(line.rstrip()).replace(r"\.\.\.", r"[^\n]*") + r"\n"
        for line in shown.strip().splitlines()
    )
    lines = [line.rstrip() for line in printed.strip().splitlines()]
    return re.fullmatch(pattern, "\n".join([*lines, ""])) is not None


def carry_out(
    page: str,
    folder: Path,
    environment: Mapping[str, str],
    instead: Mapping[str, str | Callable[[Path], None]],
) -> dict[str, str]:
    """Carry the page's commands out in ``folder``; what each printed, by command.

    Parameters
    ----------
    instead : by the beginning of a command, what is done in its place: another command, or a function that gets the
        folder that the shell is in

    Raises
    ------
    Differs : a command failed or printed something else; the page's line is named
    """
    printed: dict[str, str] = {}
    shell = subprocess.Popen(
        ["bash", "--noprofile", "--norc"],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        bufsize=1,
    )
    with shell:
        for step in steps(page):
            chosen = next(
                (made for begin, made in instead.items() if step.command.startswith(begin)), step.command
            )
            if callable(chosen):
                chosen(Path(_say(shell, "pwd")[0].strip()))
                continue
            output, code = _say(shell, chosen)
            printed[step.command] = output
            if code or not matches(step.shown, output):
                shell.kill()
                raise Differs(
                    f"line {step.line}: $ {step.command}\nexit code {code}\n--- the page shows\n{step.shown}\n"
                    f"--- it printed\n{output}"
                )
        shell.stdin.close()
    return printed


def _say(shell: subprocess.Popen, command: str) -> tuple[str, int]:
    """What a command printed in the shell, and how it ended."""
    shell.stdin.write(f"{{ {command}\n}} </dev/null\nprintf '{_END}%d\\n' $?\n")
    shell.stdin.flush()
    lines: list[str] = []
    for line in shell.stdout:
        before, end, code = line.partition(_END)
        lines.append(before)
        if end:
            return "".join(lines), int(code)
    raise Differs(f"the shell ended at: {command}\n{''.join(lines)}")
