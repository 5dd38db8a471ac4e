"""The production server: gunicorn with threads, without a configuration file of its own."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from forum_app.application import create_app
from forum_app.commands.access_log import AccessLog
from forum_app.commands.patience import PatientWorker


class Keeper(Arbiter):  # type: ignore[misc]
    """gunicorn's own keeper of processes, which also looks after what is not gunicorn's, about once a second."""

    def manage_workers(self) -> None:
        super().manage_workers()
        self.app.now_and_then()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, told everything by arguments; the application is made in each process, after the fork."""

    def __init__(self, options: dict[str, Any], now_and_then: Callable[[], None]) -> None:
        self.options = options
        self.now_and_then = now_and_then
        super().__init__()

    def run(self) -> None:
        Keeper(self).run()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app()


def run_server(host: str, port: int, workers: int, access_log: str, now_and_then: Callable[[], None]) -> None:
    """Serves until told to stop; running requests are finished first. Prints its address when it can be asked.

    ``access_log`` is a file, ``-`` for standard output, or empty for none; ``now_and_then`` is called about once a second by the process that starts all others.
    """
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 - a name for people
    Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": 8,
            "when_ready": lambda _arbiter: print(f"http://{shown}:{port}", flush=True),
            "worker_class": PatientWorker,
            "timeout": 60,
            "graceful_timeout": 30,
            "keepalive": 5,
            # Which proxies may be believed, and in what, is FORUM_PROXIES' business alone.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "limit_request_line": 8190,
            "limit_request_fields": 100,
            "limit_request_field_size": 16380,
            "loglevel": "warning",
            "logger_class": AccessLog,
            "accesslog": access_log or None,
            "proc_name": "forum",
            "control_socket_disable": True,
        },
        now_and_then,
    ).run()
