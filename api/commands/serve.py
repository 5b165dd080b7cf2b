"""`baogao serve`.

The process that watches over the workers needs next to nothing, and imports no more: it begins and stays small.
"""

import gc
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.common import AbstractServer

from api.cli import echo
from api.commands.isolated import IsolatedCall
from api.http.logs import configuration
from api.settings import SETTINGS, SettingError, Settings
from datasets.library.home import Address, home_of, releases_folder
from datasets.releases.versions import SHAPE

KILLED_AFTER = 4  # seconds after which a worker that was told to end is made to
LOOKED_AFTER = 0.5  # seconds after which a worker looks again whether its parent is there
SPARING = {  # workers give memory back that they do not need, and share what they have between threads
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


def setting_options(function: Any) -> Any:
    """An option for every setting."""
    defaults = Settings()
    for setting in reversed(SETTINGS):
        default = getattr(defaults, setting.field)
        function = click.option(
            "--" + setting.field.replace("_", "-"),
            type=type(default),
            envvar=setting.variable,
            show_envvar=True,
            default=default,
            show_default=setting.default or True,
            help=setting.help,
        )(function)
    return function


@click.command("serve")
@setting_options
def command(**given: Any) -> None:
    """Serve the newest release over HTTP; builds one first when there is none."""
    settings = Settings(**given)
    if settings.log_level not in LogLevels.__members__:
        raise SettingError(f"log level: {settings.log_level!r} is not one of {', '.join(LogLevels.__members__)}")
    if settings.public_key:
        import_module("datasets.releases.integrity.signing").read_public_keys(
            Path(settings.public_key)
        )  # or raise, before all else
    refuse_taken_port(settings.host, settings.port)
    home = home_of(settings.home)
    if isinstance(home, Path) and not has_releases(home):
        echo("No release yet; building one.")
        import_module("api.commands.build").build_first(home, settings.read_seconds)
    echo(f"Serving {settings.home} on http://{settings.host}:{settings.port}/v1")
    for setting in SETTINGS:  # workers read their settings from the environment
        os.environ[setting.variable] = str(getattr(settings, setting.field))
    for name, value in SPARING.items():
        os.environ.setdefault(name, value)
    if settings.workers > 1:  # their numbers are added up
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="baogao-metrics-"))
    server = Granian(
        "api.commands.serve:worker",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        factory=True,
        http=HTTPModes.http1,  # HTTP/2 is a proxy's: here it would be without TLS, and bounds of its own
        websockets=False,
        log_level=LogLevels(settings.log_level),
        log_dictconfig=configuration(settings.log_level),
        respawn_failed_workers=True,
        workers_kill_timeout=KILLED_AFTER,
    )
    if isinstance(home, Address):
        serve_store(server, home, settings)
    else:
        server.serve()


def serve_store(server: AbstractServer[Any], home: Address, settings: Settings) -> None:
    """Serve the releases of an object store. Raises what is in the way of the first."""
    first = FirstRelease(home, settings, server)
    first.start()
    try:
        server.serve()
    finally:
        first.close()
    if first.error:
        raise first.error


def worker() -> Any:
    """The application of a worker, which ends when the process that watches over it has, however that was."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=end_with, args=(parent.pid,), name="end with parent", daemon=True).start()
    gc.disable()  # all that is made until it answers stays: to look at it again and again is a sixth of the start
    try:
        return import_module("api.app").application()
    finally:
        gc.freeze()
        gc.enable()


def end_with(parent: int) -> None:
    """Wait until this process has another parent than it had, as one has whose parent was killed; then end it."""
    while os.getppid() == parent:
        time.sleep(LOOKED_AFTER)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(KILLED_AFTER)
    os.kill(os.getpid(), signal.SIGKILL)


def has_releases(home: Path) -> bool:
    """Whether there is a folder with the name of a version."""
    folder = releases_folder(home)
    return folder.is_dir() and any(SHAPE.fullmatch(entry.name) for entry in folder.iterdir())


class FirstRelease(threading.Thread):
    """Has a release of an object store here while the workers of a server start, or builds the first one.

    Where the store cannot be asked, and none of its releases is here, or none can be built, it ends the server;
    `error` then says why.
    """

    def __init__(self, home: Address, settings: Settings, server: AbstractServer[Any]) -> None:
        super().__init__(name="first release", daemon=True)
        self.error: Exception | None = None
        self._home, self._settings, self._server, self._is_closed = home, settings, server, False
        self._call = IsolatedCall(
            "datasets.objects.replica", "bring_newest", home, settings.cache_of(), settings.public_key
        )

    def run(self) -> None:
        try:
            if not self._call.result():
                echo("No release yet; building one.")
                self._call = IsolatedCall("api.commands.build", "build_first", self._home, self._settings.read_seconds)
                if self._is_closed:
                    self._call.end()
                self._call.result()
        except Exception as error:  # noqa: BLE001  # raised when the server has ended
            if not self._is_closed:
                self.error = error
                self._server.signal_handler_interrupt()  # type: ignore[no-untyped-call]  # Granian has no types

    def close(self) -> None:
        """End what still runs of it."""
        self._is_closed = True
        self._call.end()


def refuse_taken_port(host: str, port: int) -> None:
    """Raise SettingError when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SettingError(f"cannot listen on {host}:{port}: {reason}; choose another with --host and --port") from None
