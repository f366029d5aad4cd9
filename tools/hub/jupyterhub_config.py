"""A JupyterHub for a class: people of this machine, their own servers, one exchange. See book/teaching/hub.md.

What differs from place to place comes from the environment, so that the trial and a real hub read the same file:
RNN_HUB_STATE (a folder of root's for database and secrets), RNN_HUB_PORT, RNN_HUB_PROXY (the program
configurable-http-proxy), RNN_HUB_ADDRESS (where the hub listens; anything but this machine wants TLS before it),
RNN_HUB_SHARED (the learners' copy of the course).
"""

import os
import pwd
import sys
from pathlib import Path

c = get_config()
state = Path(os.environ.get("RNN_HUB_STATE", "/srv/jupyterhub"))
port = int(os.environ.get("RNN_HUB_PORT", "8000"))
address = os.environ.get("RNN_HUB_ADDRESS", "127.0.0.1")
shared = Path(os.environ.get("RNN_HUB_SHARED", "/srv/rnn-course"))
bin_folder = Path(sys.executable).parent

c.JupyterHub.bind_url = f"http://{address}:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port + 1}"
c.JupyterHub.db_url = f"sqlite:///{state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 2}"
c.ConfigurableHTTPProxy.command = [os.environ.get("RNN_HUB_PROXY", "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")
c.JupyterHub.cleanup_servers = True

# Passwords are those of the machine's own users, and everyone's server runs as that user: what the machine keeps
# apart, homes and files, the hub keeps apart.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.open_sessions = False
c.LocalAuthenticator.create_system_users = False
c.Authenticator.allow_all = False
c.LocalAuthenticator.allowed_groups = {os.environ.get("RNN_HUB_GROUP", "rnn-class")}
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [str(bin_folder / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"
# A terminal that is no login shell: a login shell's profile would forget where the environment is.
c.Spawner.args = ["--ServerApp.terminado_settings={'shell_command': ['/bin/bash']}"]


def course_of(spawner):
    """The course that somebody's commands work on: ~/rnn-course, as the instructor has it, or else the shared copy."""
    own = Path(pwd.getpwnam(spawner.user.name).pw_dir) / "rnn-course"
    return str(own if (own / "nbgrader_config.py").is_file() else shared)


c.Spawner.environment = {
    "PATH": f"{bin_folder}{os.pathsep}/usr/local/bin{os.pathsep}/usr/bin{os.pathsep}/bin",
    "OMP_NUM_THREADS": "1",
    "RNNCOURSE_HOME": course_of,
    "RNNCOURSE_WORK": "~",  # nbgrader fetches into the home and submits from there
}
c.Spawner.env_keep = ["LANG", "LC_ALL"]
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
c.JupyterHub.template_vars = {"announcement": ""}
