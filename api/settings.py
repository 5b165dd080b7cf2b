"""Settings: name, default and meaning of each in one place; each comes from the environment or from `baogao serve`."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from datasets.errors import BaogaoError
from datasets.home import BUILT_IN


class Setting(Struct, frozen=True):
    """A setting: its field, its environment variable, what it is for."""

    field: str
    variable: str
    help: str


MEMORY = re.compile(r"[1-9]\d{0,9}(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s?#\"'{}\\]+")
SETTINGS = (
    Setting("host",         "BAOGAO_HOST",         "Address to listen on."),
    Setting("port",         "BAOGAO_PORT",         "Port to listen on."),
    Setting("home",         "BAOGAO_HOME",         "Folder with sources/ and releases/."),
    Setting("workers",      "BAOGAO_WORKERS",      "Worker processes."),
    Setting("threads",      "BAOGAO_THREADS",      "Threads DuckDB uses for one query."),
    Setting("memory_limit", "BAOGAO_MEMORY_LIMIT", "Memory DuckDB may use in each worker."),
    Setting("cache_mb",     "BAOGAO_CACHE_MB",     "Megabytes of answers each worker keeps; 0 keeps none."),
    Setting("public_key",   "BAOGAO_PUBLIC_KEY",   "PEM file of Ed25519 keys; only releases signed by one are served."),
    Setting("public_url",   "BAOGAO_PUBLIC_URL",   "Address users see, for citations: https://data.example.org."),
    Setting("log_level",    "BAOGAO_LOG_LEVEL",    "debug, info, warning or error."),
)  # fmt: skip


class SettingError(BaogaoError):
    """A setting has a value it cannot have."""


class Settings(Struct, frozen=True):
    """How the service runs."""

    host: str = "127.0.0.1"
    port: int = 8000
    home: Path = BUILT_IN
    workers: int = 1
    threads: int = 1
    memory_limit: str = "512MB"
    cache_mb: int = 64
    public_key: str = ""
    public_url: str = ""
    log_level: str = "info"

    def __post_init__(self) -> None:
        """Refuse what cannot work. Raises SettingError, before anything is started."""
        if not MEMORY.fullmatch(self.memory_limit):
            raise SettingError(f"memory limit: {self.memory_limit!r} is no amount of memory, such as 512MB or 2GB")
        if self.public_url and not ADDRESS.fullmatch(self.public_url):
            raise SettingError(f"public url: {self.public_url!r} is no address, such as https://data.example.org")
        for name, least, most in (
            ("workers", 1, 256),
            ("threads", 1, 256),
            ("port", 0, 65_535),
            ("cache_mb", 0, 65_536),
        ):
            if not least <= (value := getattr(self, name)) <= most:
                raise SettingError(f"{name}: expected a whole number from {least} to {most}, got {value}")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of the environment. Raises SettingError for a value that cannot be meant."""
        given = {s.field: environment[s.variable] for s in SETTINGS if environment.get(s.variable)}
        try:
            return msgspec.convert(given, cls, strict=False, dec_hook=lambda kind, value: kind(value))
        except msgspec.ValidationError as error:
            raise SettingError(f"environment: {error}; see baogao serve --help") from None
