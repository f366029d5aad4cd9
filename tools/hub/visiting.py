"""A person at their own server of a JupyterHub: logs in as a browser does, reads and writes files, uses a terminal."""

from __future__ import annotations

import json
import re
import time
import uuid

import requests
import websocket

_SECONDS = 300


class Person:
    """Somebody logged in at the hub at ``address``, whose server runs.

    Raises
    ------
    AssertionError : the hub refused the password, or the server did not start
    """

    def __init__(self, address: str, name: str, password: str) -> None:
        self.name, self._hub = name, address
        self._session = requests.Session()
        page = self._session.get(f"{address}/hub/login", timeout=60)
        form = {"username": name, "password": password, "_xsrf": self._xsrf("/hub/")}
        page = self._session.post(f"{address}/hub/login", data=form, timeout=60, allow_redirects=False)
        if page.status_code != 302:
            raise AssertionError(f"{name} could not log in: {page.status_code}")
        self._token = self._made_token()
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"token {self._token}"
        self._start()

    def get(self, path: str, at: str | None = None) -> requests.Response:
        """What the person's own server, or the one of ``at``, answers at ``path``, such as ``api/contents/x.ipynb``."""
        return self._session.get(f"{self._hub}/user/{at or self.name}/{path}", timeout=120)

    def post(self, path: str, **fields: str) -> requests.Response:
        """The answer to a form sent to the person's own server."""
        return self._session.post(self._own(path), data=fields, timeout=_SECONDS)

    def read(self, path: str) -> dict:
        """A notebook in the person's home, as JupyterLab reads it."""
        answer = self.get(f"api/contents/{path}")
        answer.raise_for_status()
        return answer.json()["content"]

    def save(self, path: str, notebook: dict) -> None:
        """Save a notebook, as JupyterLab does."""
        model = {"type": "notebook", "format": "json", "content": notebook}
        self._session.put(self._own(f"api/contents/{path}"), json=model, timeout=120).raise_for_status()

    def shell(self, command: str, seconds: int = _SECONDS) -> tuple[int, str]:
        """A command in a terminal of the person's server: its exit code and what it printed."""
        made = self._session.post(self._own("api/terminals"), timeout=60)
        made.raise_for_status()
        where = self._own(f"terminals/websocket/{made.json()['name']}").replace("http", "ws", 1)
        line = websocket.create_connection(
            where, header=[f"Authorization: token {self._token}"], timeout=seconds
        )
        mark = uuid.uuid4().hex
        try:
            # What is typed is echoed: the marks are written so that only what echo prints has them whole.
            one, two = mark[:16], mark[16:]
            typed = f"echo {one}''{two} begins; {{ {command}; }}; echo {one}''{two} $?\n"
            line.send(json.dumps(["stdin", typed]))
            return self._until(line, mark, time.monotonic() + seconds)
        finally:
            line.close()
            self._session.delete(self._own(f"api/terminals/{made.json()['name']}"), timeout=60)

    @staticmethod
    def _until(line: websocket.WebSocket, mark: str, ends: float) -> tuple[int, str]:
        text = ""
        while time.monotonic() < ends:
            kind, *rest = json.loads(line.recv())
            if kind == "stdout":
                text += rest[0]
            if found := re.search(rf"{mark} (\d+)", text):
                said = text[: found.start()].partition(f"{mark} begins")[2].replace("\r", "").strip()
                return int(found[1]), re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said)
        raise AssertionError(f"no end of: {text[-500:]}")

    def _own(self, path: str) -> str:
        return f"{self._hub}/user/{self.name}/{path}"

    def _xsrf(self, path: str) -> str:
        return next(
            cookie.value for cookie in self._session.cookies if cookie.name == "_xsrf" and cookie.path == path
        )

    def _made_token(self) -> str:
        self._session.get(f"{self._hub}/hub/home", timeout=60)
        headers = {"X-XSRFToken": self._xsrf("/hub/"), "Referer": f"{self._hub}/hub/home"}
        where = f"{self._hub}/hub/api/users/{self.name}/tokens"
        answer = self._session.post(where, headers=headers, json={"note": "trial"}, timeout=60)
        answer.raise_for_status()
        return answer.json()["token"]

    def _start(self) -> None:
        self._session.post(f"{self._hub}/hub/api/users/{self.name}/server", timeout=_SECONDS)
        ends = time.monotonic() + _SECONDS
        while time.monotonic() < ends:
            user = self._session.get(f"{self._hub}/hub/api/users/{self.name}", timeout=60).json()
            if user.get("servers", {}).get("", {}).get("ready"):
                return
            time.sleep(0.5)
        raise AssertionError(f"the server of {self.name} did not start: {user}")
