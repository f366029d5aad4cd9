"""What the trial's three people do, and what none of them must be able to do; each line is checked."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import places
from visiting import Person


def tell(
    address: str, passwords: dict[str, str], exchange: Path, course: str, assignment: str, root: Path
) -> None:
    """Do it all; an ``AssertionError`` says what did not happen."""
    teacher, ada, hana = (Person(address, name, password) for name, password in passwords.items())
    done(
        "three servers run, each as its own user",
        all(p.shell("whoami")[1] == p.name for p in (teacher, ada, hana)),
    )
    notebook = f"{assignment}/{assignment}.ipynb"

    run(teacher, f"cd ~/rnn-course && nbgrader release_assignment {assignment}", "Released as:")
    run(teacher, f'cd ~/{course} && rnncourse due {assignment} "2030-03-01 12:00 UTC"', "is due on")
    answer = ada.post("assignments/fetch", course_id=course, assignment_id=assignment).json()
    done(f"{ada.name} fetches it as the Assignments tab does", answer.get("success") is True, answer)
    run(hana, f"nbgrader fetch_assignment {assignment}", "Fetched as:")

    run(ada, f"rnncourse start {assignment}", f"{assignment}/lab.ipynb: new")
    released = ada.read(notebook)
    texts = json.dumps(released)
    done(
        "what was fetched has no solution and no hidden test",
        "BEGIN SOLUTION" not in texts and "BEGIN HIDDEN" not in texts,
    )
    ada.save(notebook, filled(released, right(root, assignment)))
    run(ada, f"nbgrader validate {notebook}", "Success! Your notebook passes all the tests.")
    answer = ada.post("assignments/submit", course_id=course, assignment_id=assignment).json()
    done(f"{ada.name} submits it as the Assignments tab does", answer.get("success") is True, answer)
    code, said = ada.shell(f"ls ~/.local/share/jupyter/nbgrader_cache/{course}/*/")
    done(
        "her lab is not handed in",
        code == 0 and f"{assignment}.ipynb" in said and "lab.ipynb" not in said,
        said,
    )
    hana.save(notebook, filled(hana.read(notebook), wrong(root, assignment)))
    run(hana, f"nbgrader submit {assignment}", "Submitted as:")

    run(hana, f"rnncourse check {assignment}", "fails")
    run(ada, f"rnncourse check {notebook}", "Nothing is left here")
    run(ada, "rnncourse progress", "complete")
    run(ada, f"rnncourse restore {assignment}", "is whole; nothing was changed")
    run(ada, "rnncourse lab || echo and said so", "You are in a hub's JupyterLab already")

    privacy(ada, hana, teacher, exchange, course)

    run(teacher, f"cd ~/{course} && nbgrader collect {assignment} --update", "Collecting")
    names = "".join(f"{person.name},{person.name}\\n" for person in (ada, hana))
    run(teacher, f"printf 'id,name\\n{names}' > ~/{course}/class.csv && echo written", "written")
    options = "--submitted submitted --roster class.csv --stamps"
    grading = f"cd ~/{course} && rnncourse grade {assignment} {options} 2>/dev/null"
    said = run(teacher, grading, "2 graded")
    lines = {line.split()[0]: line.split()[1] for line in said.splitlines() if line.startswith("rnn-trial-")}
    done(
        "right work has all points, wrong work has not",
        lines == {ada.name: "40/40", hana.name: "38/40"},
        lines,
    )
    run(teacher, f"cd ~/{course} && rnncourse feedback {assignment} --submitted submitted", "To hand out")
    shown = teacher.get(f"formgrader/api/submissions/{assignment}").json()
    states = {one["student"]: (one["autograded"], one["score"]) for one in shown}
    done(
        "formgrader on the hub shows both as graded",
        states == {ada.name: (True, 40), hana.name: (True, 38)},
        states,
    )
    run(teacher, f"cd ~/{course}/grades && nbgrader release_feedback {assignment}", "Feedback released")

    answer = ada.post("assignments/fetch_feedback", course_id=course, assignment_id=assignment).json()
    done(f"{ada.name} fetches feedback as the Assignments tab does", answer.get("success") is True, answer)
    page = run(ada, f"cat ~/{assignment}/feedback/*/{assignment}.html", "</html>")
    done(
        "and it is her page, with her points",
        "<strong>40</strong>" in page and ada.name in page and hana.name not in page,
    )
    run(hana, f"nbgrader fetch_feedback {assignment}", "Found feedback")
    page = run(hana, f"cat ~/{assignment}/feedback/*/{assignment}.html", "</html>")
    done(f"{hana.name}'s page says what is not right yet", "<strong>38</strong>" in page and "hint" in page)
    privacy(ada, hana, teacher, exchange, course)
    wrong_modes = places.faults(
        exchange, course, Path(f"~{teacher.name}").expanduser() / "rnn-course" / "solutions"
    )
    done("the permissions are as the page says", not wrong_modes, wrong_modes)


def privacy(ada: Person, hana: Person, teacher: Person, exchange: Path, course: str) -> None:
    """What a learner must not be able to do."""
    inbound = shlex.quote(str(exchange / course / "inbound"))
    for what, command in {
        "list what others submitted": f"ls {inbound}",
        "find a submission by guessing": f"cat {inbound}/{hana.name}*/*.ipynb",
        "list feedback": f"ls {exchange / course / 'feedback'}",
        "look into another learner's home": f"ls ~{hana.name}",
        "look into the instructor's course": f"ls ~{teacher.name}/rnn-course",
        "read the solutions": f"cat ~{teacher.name}/rnn-course/solutions/sequences/sequences.ipynb",
        "take the course out of the exchange": f"mv {exchange / course} {exchange}/mine",
        "change the course that all read": 'touch "$RNNCOURSE_HOME"/x "$RNNCOURSE_HOME"/exercises/x',
        "change what is released": f"touch {exchange / course}/outbound/x",
        "become somebody else": f"su {hana.name} -c id </dev/null",
    }.items():
        code, said = ada.shell(command)
        done(f"{ada.name} cannot {what}", code != 0, said)
    ada.shell(f"rm -rf {inbound}/{hana.name}* {inbound}/*")
    left = teacher.shell(f"ls -d {inbound}/{hana.name}*/*.ipynb {inbound}/{ada.name}*/*.ipynb")
    done(f"{ada.name} cannot remove a submission; the instructor sees both", left[0] == 0, left[1])
    other = ada.get("api/contents", at=hana.name)
    done(f"{ada.name} cannot use {hana.name}'s server", other.status_code in (403, 404), other.status_code)
    refused = ada.get("formgrader/api/assignments")
    done(f"{ada.name}'s server has no formgrader", refused.status_code == 404, refused.status_code)


def filled(notebook: dict, sources: dict[str, str]) -> dict:
    """The notebook with these answers in its solution cells."""
    for cell in notebook["cells"]:
        if (name := cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")) in sources:
            cell["source"] = sources[name]
    return notebook


def right(root: Path, assignment: str) -> dict[str, str]:
    """The worked solutions, by cell."""
    from rnncourse.grading import assignment as assignments
    from rnncourse.grading.sample import solution_source

    master = assignments.load(root, assignment).masters[0]
    return {cell.id: solution_source(cell.source) for cell in master.solutions()}


def wrong(root: Path, assignment: str) -> dict[str, str]:
    """The same with one mistake: the reach without the present."""
    sources = right(root, assignment)
    name = f"{assignment}-counts"
    sources[name] = sources[name].replace("return 1 + (kernel - 1)", "return (kernel - 1)")
    return sources


def run(person: Person, command: str, expected: str) -> str:
    """A command that must go well and print ``expected``; what it printed."""
    code, said = person.shell(command)
    done(f"{person.name}: {command}", code == 0 and expected in said, said)
    return said


def done(what: str, well: bool, found: object = "") -> None:
    """A line for what was done; an ``AssertionError`` with what was found instead."""
    if not well:
        raise AssertionError(f"{what}\n{found}")
    print(f"ok  {what}", flush=True)
