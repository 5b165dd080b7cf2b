"""Settings: name, default and meaning of each in one place; each comes from the environment or from `baogao serve`."""

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from datasets.errors import BaogaoError
from datasets.library.bounds import READ_SECONDS
from datasets.library.home import BUILT_IN
from datasets.objects.cache import Cache, opened_cache


class Setting(Struct, frozen=True):
    """A setting: its field, its environment variable, what it is for."""

    field: str
    variable: str
    help: str
    default: str = ""  # in words, where the value says less


MEGABYTE = 1 << 20
MEMORY = re.compile(r"[1-9]\d{0,9}(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s?#\"'{}\\]+")
PATH = re.compile(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+){0,8}")
DISK_MB = 10_240
SETTINGS = (
    Setting("host",          "BAOGAO_HOST",          "Address to listen on."),
    Setting("port",          "BAOGAO_PORT",          "Port to listen on."),
    Setting("home",          "BAOGAO_HOME",          "Folder with sources/ and releases/, or address on an object store: s3://bucket/prefix, gs://, az://, file://.", "the built-in library"),
    Setting("cache",         "BAOGAO_CACHE",         "Folder that keeps what was read of an object store; also of all commands.", "`baogao` in the user's folder of caches"),
    Setting("cache_disk_mb", "BAOGAO_CACHE_DISK_MB", "Megabytes that folder may take; what was not used longest goes first."),
    Setting("read_seconds",  "BAOGAO_READ_SECONDS",  "Seconds of the processor that reading one report may take; also of ingest and build."),
    Setting("workers",       "BAOGAO_WORKERS",       "Worker processes."),
    Setting("threads",       "BAOGAO_THREADS",       "Threads DuckDB uses for one query."),
    Setting("memory_limit",  "BAOGAO_MEMORY_LIMIT",  "Memory DuckDB may use in each worker."),
    Setting("tables_mb",     "BAOGAO_TABLES_MB",     "Megabytes each worker may use for a database file of large tables; 0: none."),
    Setting("cache_mb",      "BAOGAO_CACHE_MB",      "Megabytes of answers each worker keeps; 0 keeps none."),
    Setting("query_seconds", "BAOGAO_QUERY_SECONDS", "Seconds a query may take before it is interrupted."),
    Setting("at_once",       "BAOGAO_AT_ONCE",       "Requests each worker computes at once; others wait."),
    Setting("downloads",     "BAOGAO_DOWNLOADS",     "Downloads each worker makes at once while it sends them; others wait."),
    Setting("queue",         "BAOGAO_QUEUE",         "Requests that may wait in each worker; more get 503 at once."),
    Setting("queue_seconds", "BAOGAO_QUEUE_SECONDS", "Seconds a request may wait before it gets 503."),
    Setting("rate_limit",    "BAOGAO_RATE_LIMIT",    "Requests a minute a client may make to each worker; 0: any number."),
    Setting("proxies",       "BAOGAO_PROXIES",       "Proxies in front that add to X-Forwarded-For; tells clients apart."),
    Setting("public_key",    "BAOGAO_PUBLIC_KEY",    "PEM file of Ed25519 keys; only what one of them signed is served."),
    Setting("public_url",    "BAOGAO_PUBLIC_URL",    "Address users see, for citations and links: https://data.example.org/baogao; a proxy strips its path."),
    Setting("log_level",     "BAOGAO_LOG_LEVEL",     "debug, info, warning or error."),
    Setting("log_requests",  "BAOGAO_LOG_REQUESTS",  "Whether each request not answered from memory is logged."),
)  # fmt: skip


LIMITS = {
    "read_seconds": (1, 86_400),
    "workers": (1, 256),
    "threads": (1, 256),
    "port": (0, 65_535),
    "cache_disk_mb": (1, 1_073_741_824),
    "tables_mb": (0, 1_048_576),
    "cache_mb": (0, 65_536),
    "query_seconds": (0.1, 3600.0),
    "at_once": (1, 1000),
    "downloads": (1, 1000),
    "queue": (0, 100_000),
    "queue_seconds": (0.1, 3600.0),
    "rate_limit": (0, 1_000_000),
    "proxies": (0, 10),
}


class SettingError(BaogaoError):
    """A setting has a value it cannot have."""


class Settings(Struct, frozen=True):
    """How the service runs."""

    host: str = "127.0.0.1"
    port: int = 8000
    home: str = str(BUILT_IN)
    cache: str = ""
    cache_disk_mb: int = DISK_MB
    read_seconds: int = READ_SECONDS
    workers: int = 1
    threads: int = 1
    memory_limit: str = "512MB"
    tables_mb: int = 512
    cache_mb: int = 32
    query_seconds: float = 5.0
    at_once: int = 8
    downloads: int = 4
    queue: int = 512
    queue_seconds: float = 5.0
    rate_limit: int = 0
    proxies: int = 0
    public_key: str = ""
    public_url: str = ""
    log_level: str = "info"
    log_requests: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot work. Raises SettingError, before anything is started."""
        if not MEMORY.fullmatch(self.memory_limit):
            raise SettingError(f"memory limit: {self.memory_limit!r} is no amount of memory, such as 512MB or 2GB")
        if self.public_url and not ADDRESS.fullmatch(self.public_url):
            raise SettingError(f"public url: {self.public_url!r} is no address, such as https://data.example.org")
        if not PATH.fullmatch(self.prefix):
            raise SettingError(f"public url: {self.prefix!r} is no plain path, such as /baogao")
        for name, (least, most) in LIMITS.items():
            if not least <= (value := getattr(self, name)) <= most:
                whole = "whole number" if isinstance(least, int) else "number"
                raise SettingError(f"{name}: expected a {whole} from {least} to {most}, got {value}")

    @property
    def prefix(self) -> str:
        """The path below which users see the service, without a slash at its end."""
        return urlsplit(self.public_url).path.rstrip("/")

    def cache_of(self) -> Cache:
        """The cache of what is read of object stores. Raises StoreError when it cannot be written to."""
        return opened_cache(self.cache, self.cache_disk_mb)

    @property
    def address(self) -> str:
        """Where users find the service: the address they see, or the one it listens on, on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104  # which listen on all
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of the environment. Raises SettingError for a value that cannot be meant."""
        given = {s.field: environment[s.variable] for s in SETTINGS if environment.get(s.variable)}
        try:
            return msgspec.convert(given, cls, strict=False)
        except msgspec.ValidationError as error:
            raise SettingError(f"environment: {error}; see baogao serve --help") from None


DEFAULTS = Settings()
