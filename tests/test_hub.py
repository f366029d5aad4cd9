"""What a JupyterHub's class shares: permissions, settings, the hub's own file; the trial itself where a hub is."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from traitlets.config.loader import PyFileConfigLoader

ROOT = Path(__file__).resolve().parents[1]
HUB = ROOT / "tools" / "hub"


def loaded(name: str):
    """A module of tools/hub."""
    spec = importlib.util.spec_from_file_location(f"hub_{name}", HUB / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


places = loaded("places")


@pytest.fixture
def shared(tmp_path) -> tuple[Path, Path]:
    """An exchange as nbgrader leaves it after a release, and solutions in a home that nobody else looks into."""
    exchange = tmp_path / "exchange"
    places.make_exchange(exchange)
    for name, mode in {"outbound": 0o755, "inbound": 0o733, "feedback": 0o711}.items():
        (exchange / "rnn" / name).mkdir(parents=True)
        (exchange / "rnn" / name).chmod(mode)
    (exchange / "rnn" / "outbound" / "tiny").mkdir()
    (exchange / "rnn" / "outbound" / "tiny" / "tiny.ipynb").write_text("{}")
    solutions = tmp_path / "home" / "rnn-course" / "solutions"
    solutions.mkdir(parents=True)
    (tmp_path / "home").chmod(places.PRIVATE_MODE)
    return exchange, solutions


def test_exchange_is_everybodys_and_what_lies_in_it_its_owners(shared):
    assert shared[0].stat().st_mode & 0o7777 == 0o1777
    assert places.faults(shared[0], "rnn", shared[1]) == []


def test_every_fault_of_the_permissions_is_named(shared):
    exchange, solutions = shared
    exchange.chmod(0o777)
    for name in ("inbound", "feedback"):
        (exchange / "rnn" / name).chmod(0o755)
    (exchange / "rnn" / "outbound" / "tiny" / "tiny.ipynb").write_text("### BEGIN HIDDEN TESTS")
    said = "\n".join(places.faults(exchange, "rnn", solutions))
    for words in (
        "mode 0777, not 1777",
        "inbound can be listed",
        "feedback can be listed",
        "hidden tests in it",
    ):
        assert words in said


def test_solutions_are_out_of_reach_unless_every_folder_on_the_way_is_open(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    folder.chmod(0o755)
    above = {path: path.stat().st_mode for path in folder.parents}
    if all(mode & 0o001 for mode in above.values()):
        assert places._reachable(folder)
    folder.chmod(0o700)
    assert not places._reachable(folder)
    assert not places._reachable(tmp_path / "nowhere")


def settings(home: Path, where: Path, monkeypatch) -> dict:
    """What nbgrader reads of a person's settings in the folder ``where``."""
    monkeypatch.chdir(where)
    return PyFileConfigLoader("nbgrader_config.py", path=str(home / ".jupyter")).load_config()


def test_learner_gets_exchange_and_course_and_no_formgrader(tmp_path, monkeypatch):
    places.put_settings(tmp_path, "rnn", Path("/srv/x"))
    found = settings(tmp_path, tmp_path, monkeypatch)
    assert found.Exchange.root == "/srv/x"
    assert found.CourseDirectory.course_id == "rnn"
    assert {"feedback", "lab.ipynb"} < set(found.CourseDirectory.ignore)
    server = PyFileConfigLoader("jupyter_server_config.py", path=str(tmp_path / ".jupyter")).load_config()
    assert server.ServerApp.jpserver_extensions == {
        "nbgrader.server_extensions.formgrader": False,
        "nbgrader.server_extensions.course_list": False,
    }


def test_instructors_server_shows_the_grades_and_commands_stay_in_their_folder(tmp_path, monkeypatch):
    course, spring = tmp_path / "rnn-course", tmp_path / "spring"
    course.mkdir()
    (course / "nbgrader_config.py").touch()
    places.put_settings(tmp_path, "rnn", Path("/srv/x"), spring / "grades")
    assert spring.stat().st_mode & 0o777 == places.PRIVATE_MODE
    assert settings(tmp_path, tmp_path, monkeypatch).CourseDirectory.root == str(spring / "grades")
    for folder in (course, spring):
        assert "root" not in settings(tmp_path, folder, monkeypatch).CourseDirectory
    assert not (tmp_path / ".jupyter" / "jupyter_server_config.py").exists()


def test_hubs_settings_load_and_name_this_environments_programs(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_HUB_STATE", str(tmp_path))
    monkeypatch.setenv("RNN_HUB_PORT", "8600")
    found = PyFileConfigLoader("jupyterhub_config.py", path=str(HUB)).load_config()
    assert found.JupyterHub.bind_url == "http://127.0.0.1:8600"
    assert found.JupyterHub.authenticator_class == "pam"
    assert found.Authenticator.allow_all is False
    assert found.LocalAuthenticator.allowed_groups == {"rnn-class"}
    assert found.Spawner.cmd == [str(Path(sys.executable).parent / "jupyterhub-singleuser")]
    assert found.JupyterHub.db_url == f"sqlite:///{tmp_path}/jupyterhub.sqlite"


def test_hub_gives_everyone_the_shared_course_and_the_instructor_their_own(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_HUB_SHARED", "/srv/handed")
    found = PyFileConfigLoader("jupyterhub_config.py", path=str(HUB)).load_config().Spawner.environment
    spawner = SimpleNamespace(user=SimpleNamespace(name="ada"))
    monkeypatch.setattr("pwd.getpwnam", lambda name: SimpleNamespace(pw_dir=str(tmp_path / name)))
    assert (found["RNNCOURSE_HOME"](spawner), found["RNNCOURSE_WORK"]) == ("/srv/handed", "~")
    (tmp_path / "ada" / "rnn-course").mkdir(parents=True)
    (tmp_path / "ada" / "rnn-course" / "nbgrader_config.py").touch()
    assert found["RNNCOURSE_HOME"](spawner) == str(tmp_path / "ada" / "rnn-course")
    monkeypatch.delenv("RNN_HUB_SHARED")
    found = PyFileConfigLoader("jupyterhub_config.py", path=str(HUB)).load_config().Spawner.environment
    spawner.user.name = "hana"
    assert found["RNNCOURSE_HOME"](spawner) == str(places.SHARED)


def test_faults_of_the_shared_copy_and_of_homes_are_named(tmp_path):
    shared, home = tmp_path / "shared", tmp_path / "ada"
    (said,) = places.faults_of_shared(shared)
    assert "is no copy of the course" in said
    for name in ("exercises", "solutions"):
        (shared / name).mkdir(parents=True)
    (shared / "nbgrader_config.py").touch(mode=0o600)
    shared.chmod(0o777)
    said = "\n".join(places.faults_of_shared(shared))
    assert "holds the solutions" in said
    assert "can be written to by others" in said
    places.share(shared)
    assert shared.stat().st_mode & 0o777 == 0o755
    assert (shared / "nbgrader_config.py").stat().st_mode & 0o777 == 0o644
    home.mkdir()
    home.chmod(0o750)
    assert places.faults_of_homes([home]) == [f"{home} can be looked into: chmod 700 {home}"]
    home.chmod(0o700)
    assert places.faults_of_homes([home]) == []


def test_trial_makes_no_user_before_somebody_says_yes():
    said = subprocess.run([sys.executable, str(HUB / "trial")], capture_output=True, text=True)
    assert said.returncode == 3
    assert "it needs root" in said.stderr or "say --yes-create-users" in said.stderr


def test_hubs_pin_is_the_one_that_the_page_names():
    pins = (ROOT / "requirements-hub.txt").read_text("utf-8")
    page = (ROOT / "book" / "teaching" / "hub.md").read_text("utf-8")
    assert "jupyterhub==" in pins
    assert "configurable-http-proxy@5.3.0" in page
    assert "configurable-http-proxy 5.3.0" in pins
    assert "jupyterhub" not in (ROOT / "requirements.txt").read_text("utf-8")


@pytest.mark.slow
def test_trial_of_a_hub_with_users_of_the_system():
    if os.environ.get("RNNCOURSE_HUB_TRIAL") != "1":
        pytest.skip("makes users of this system: asked for by RNNCOURSE_HUB_TRIAL=1, as root, in a container")
    command = [sys.executable, str(HUB / "trial"), "--yes-create-users"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "ok  the permissions are as the page says" in said.stdout.splitlines()
