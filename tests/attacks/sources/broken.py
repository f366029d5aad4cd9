"""Files that are no notebook, or not the one they should be: empty, torn, nested, huge, linked, oddly named."""

import json

from build import Attack, own_cell

_NOTEBOOK = "rnn/rnn.ipynb"


def _with(**changes: object):
    def change(notebook: dict) -> None:
        notebook.update(changes)

    return change


def _replaced(old: bytes, new: bytes):
    def change(content: bytes) -> bytes:
        if old not in content:
            raise ValueError(f"there is no {old!r} to be replaced")
        return content.replace(old, new, 1)

    return change


def _surrogate(notebook: dict) -> None:
    notebook["cells"][2]["source"] = ["x = '\ud800'\n"]


def _deep_metadata(notebook: dict) -> None:
    value: object = 1
    for _ in range(150):
        value = [value]
    notebook["metadata"]["deep"] = value


def _old_format(content: bytes) -> bytes:
    cells = [cell | {"input": cell["source"]} for cell in json.loads(content)["cells"]]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}).encode()


def _kernel(notebook: dict) -> None:
    notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "Bash", "language": "bash"}
    notebook["metadata"]["language_info"] = {"name": "bash", "file_extension": "/../../evil.sh"}


def _raw_cells(notebook: dict) -> None:
    notebook["cells"] += [
        own_cell("raw", "%%bash\ntouch /tmp/rnncourse-attack", "raw"),
        own_cell("empty", ""),
    ]


def _wrong_cell(cell: object):
    def change(notebook: dict) -> None:
        notebook["cells"].append(cell)

    return change


def _malformed(name: str, about: str, **how: object) -> Attack:
    return Attack(name, about, right="all", status="malformed", **how)


ATTACKS = [
    _malformed("broken-empty", "An empty file.", content=lambda content: b""),
    _malformed(
        "broken-blank", "Nothing but spaces and line ends.", content=lambda content: b" \n\r\n\t" * 100
    ),
    _malformed(
        "broken-torn", "A download that broke off.", content=lambda content: content[: len(content) // 2]
    ),
    _malformed("broken-two-at-once", "Two notebooks in one file.", content=lambda content: content + content),
    _malformed(
        "broken-latin-1",
        "Not UTF-8: the text in Latin-1.",
        content=lambda content: content.replace("é".encode(), b"\xe9").replace(
            b"Exercises", b"Exercis\xe9s", 1
        ),
    ),
    _malformed(
        "broken-utf-16", "UTF-16 with its mark.", content=lambda content: content.decode().encode("utf-16")
    ),
    _malformed(
        "broken-zeros",
        "A file of zero bytes, as a disk that was full leaves it.",
        content=lambda c: bytes(len(c)),
    ),
    _malformed(
        "broken-archive",
        "An archive by the name of a notebook.",
        content=lambda c: b"PK\x03\x04" + bytes(400),
    ),
    Attack(
        "broken-byte-order-mark",
        "A mark of byte order before the text, as some editors write it; it is read all the same.",
        right="step forward",
        content=lambda content: b"\xef\xbb\xbf" + content,
    ),
    Attack(
        "broken-line-ends",
        "Windows' line ends and one long line: the same notebook.",
        right="step forward",
        content=lambda content: json.dumps(json.loads(content)).replace('", "', '",\r\n"').encode(),
    ),
    _malformed(
        "broken-nested",
        "A hundred thousand brackets, at which a reader's stack ends.",
        content=lambda content: b"[" * 100_000,
    ),
    _malformed(
        "broken-nested-metadata",
        "Metadata nested 150 deep; more than 100 is refused.",
        change=_deep_metadata,
    ),
    _malformed(
        "broken-doubled-key",
        "`cells` twice in one object: readers differ in which they take.",
        content=_replaced(b'{\n "cells"', b'{\n "cells": [],\n "cells"'),
    ),
    _malformed(
        "broken-doubled-source",
        "`source` twice in one cell: what a person sees and what runs would differ.",
        content=_replaced(b'"source": ', b'"source": "pass",\n   "source": '),
    ),
    _malformed("broken-not-an-object", "A list of notebooks.", content=lambda content: b"[" + content + b"]"),
    _malformed("broken-cells-an-object", "Cells by name, not in a list.", change=_with(cells={"0": {}})),
    _malformed("broken-format-3", "The format of ten years ago.", content=_old_format),
    _malformed("broken-format-99", "A format that is yet to come.", change=_with(nbformat=99)),
    _malformed("broken-format-text", "A format that is no number.", change=_with(nbformat="4")),
    _malformed("broken-cell-is-text", "A cell that is a line of text.", change=_wrong_cell("cell")),
    _malformed("broken-cell-is-null", "A cell that is nothing.", change=_wrong_cell(None)),
    _malformed(
        "broken-cell-type",
        "A kind of cell that there is not.",
        change=_wrong_cell(own_cell("x", "1", "python")),
    ),
    _malformed(
        "broken-source-number",
        "A cell whose text is a number.",
        change=_wrong_cell(own_cell("x", "1") | {"source": 5}),
    ),
    _malformed("broken-lone-surrogate", "Half a character: text that no file can hold.", change=_surrogate),
    Attack(
        "broken-not-a-number",
        "NaN and Infinity, which JSON does not have, where marks and settings are; nothing reads them.",
        right="step forward",
        change=lambda notebook: notebook["metadata"].update(a=float("nan"), b=[float("inf"), -float("inf")]),
    ),
    Attack(
        "broken-long-number",
        "A whole number of five thousand digits in the metadata, at which Python's reader refuses.",
        right="all",
        content=_replaced(b'"nbformat": 4', b'"x": ' + b"9" * 5000 + b',\n "nbformat": 4'),
        status="malformed",
    ),
    Attack(
        "broken-kernel-named",
        "Another kernel named, and a file ending that is a path; the master's kernel runs.",
        right="step forward",
        change=_kernel,
    ),
    Attack(
        "broken-raw-cells",
        "Raw cells with commands, empty cells and null characters among the rest.",
        right="step forward",
        change=_raw_cells,
        flags=(("cells-added", None),),
    ),
    Attack(
        "broken-null-characters",
        "A null character in the text of an answer, which compiles nowhere.",
        right="forward",
        code={"step": "def step(*arrays):\n    return '\0'"},
    ),
    _malformed(
        "broken-too-many-cells",
        "Two thousand added cells; a notebook of more than two thousand in all is not read.",
        change=lambda notebook: notebook["cells"].extend(own_cell(f"n{i}", "0") for i in range(2_000)),
    ),
    Attack(
        "broken-thousand-cells",
        "A thousand added cells, each a line; they run.",
        right="step forward",
        change=lambda notebook: notebook["cells"].extend(own_cell(f"n{i}", "0") for i in range(1000)),
        flags=(("cells-added", None),),
    ),
    Attack(
        "broken-unfinished-code",
        "Answers that are no Python: brackets left open, mixed indentation, ten thousand parentheses.",
        right="forward",
        code={
            "step": "def step(x_t, h_prev:\n\treturn (",
            "readout": "readout_every = " + "(" * 10_000,
            "stream": "def stream(chunks, h_0, forward):\n\tif 1:\n        return 2",
        },
    ),
    _malformed(
        "broken-huge",
        "Forty megabytes of spaces behind the notebook: too large, and not read.",
        files=({"put": _NOTEBOOK, "repeat": [" ", 40 * 2**20]},),
    ),
    _malformed(
        "broken-link",
        "A link to the solutions in the place of the notebook.",
        files=({"remove": _NOTEBOOK}, {"link": _NOTEBOOK, "to": "{course}/solutions/rnn/rnn.ipynb"}),
    ),
    _malformed(
        "broken-link-to-another",
        "A link to a neighbour's notebook.",
        files=({"remove": _NOTEBOOK}, {"link": _NOTEBOOK, "to": "../../a-honest-00/rnn/rnn.ipynb"}),
    ),
    _malformed(
        "broken-folder-linked",
        "The assignment's folder is a link to a neighbour's.",
        files=({"remove": _NOTEBOOK}, {"remove": "rnn"}, {"link": "rnn", "to": "../a-honest-00/rnn"}),
    ),
    _malformed(
        "broken-link-to-itself",
        "A link that leads to itself.",
        files=({"remove": _NOTEBOOK}, {"link": _NOTEBOOK, "to": "rnn.ipynb"}),
    ),
    _malformed(
        "broken-link-to-a-device",
        "A link to a device that never ends.",
        files=({"remove": _NOTEBOOK}, {"link": _NOTEBOOK, "to": "/dev/zero"}),
    ),
    _malformed(
        "broken-pipe",
        "A named pipe, at which a reader waits for ever.",
        files=({"remove": _NOTEBOOK}, {"pipe": _NOTEBOOK}),
    ),
    _malformed(
        "broken-folder",
        "A folder by the name of the notebook.",
        files=({"remove": _NOTEBOOK}, {"folder": _NOTEBOOK}),
    ),
    _malformed(
        "broken-unreadable",
        "A notebook that is a socket.",
        files=({"remove": _NOTEBOOK}, {"socket": _NOTEBOOK}),
    ),
    Attack(
        "broken-missing",
        "A folder, and no notebook in it.",
        status="missing",
        files=({"remove": _NOTEBOOK},),
    ),
    Attack(
        "broken-other-name",
        "The notebook under a browser's name for a second download.",
        right="all",
        status="missing",
        files=({"rename": _NOTEBOOK, "to": "rnn/rnn (1).ipynb"},),
    ),
    Attack(
        "broken-extra-files",
        "Settings, keys and notebooks beside the notebook, one named to lie elsewhere.",
        right="step forward",
        files=(
            {"put": "rnn/nbgrader_config.py", "text": "raise SystemExit(0)"},
            {"put": "rnn/.ipynb_checkpoints/rnn-checkpoint.ipynb", "text": "{}"},
            {"put": "rnn/..\\..\\gradebook.db", "text": "x"},
            {"put": "rnn/timestamp.txt", "text": "1970-01-01 00:00:00 UTC"},
            {"put": "rnn/rnn.ipynb\n.ipynb", "text": "{}"},
            {"link": "rnn/solutions", "to": "{course}/solutions"},
        ),
    ),
    Attack(
        "broken-student-formula",
        "A student's name that a spreadsheet would compute.",
        right="step",
        files=({"student": "=HYPERLINK(1)+cmd"},),
    ),
    Attack(
        "broken-student-markup",
        "A student's name that is a script, with quotes and an option's dashes.",
        right="step",
        files=({"student": "--force <script>alert(1)<|script> '\"; drop table student --"},),
    ),
    Attack(
        "broken-student-dots",
        "A student's name that looks like a way up, in another writing direction.",
        right="step",
        files=({"student": "a..\\..\\x\u202egnp"},),
        status="malformed",
    ),
    Attack(
        "broken-student-lines",
        "A student's name of several lines, with escapes for the terminal.",
        right="step",
        files=({"student": "eve\n\x1b[2Jadam: graded, 40 of 40"},),
        status="malformed",
    ),
    Attack(
        "broken-student-bytes",
        "A student's name that is no text in any encoding.",
        right="step",
        files=({"student": "caf\udce9"},),
        status="malformed",
    ),
    Attack(
        "broken-student-long",
        "A student's name of 200 characters.",
        right="step",
        files=({"student": "x" * 200},),
        status="malformed",
    ),
]
