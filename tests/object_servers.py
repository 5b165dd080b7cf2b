"""Servers that speak as S3, Google Cloud Storage and Azure do, each in a process of its own, that know no bucket yet.

moto, for S3, is installed with what tests need; the others are where variables of the environment say (`make stores`).
"""

import base64
import datetime as dt
import hashlib
import hmac
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from email.utils import format_datetime

import httpx
import pytest
from msgspec import Struct

from datasets.library.home import Address
from tests.asking import free_port
from tests.gcs_writes import with_writes

REGION = "us-east-1"
KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"  # of AWS's own documentation
ACCOUNT = "devstoreaccount1"  # of Azurite's own documentation, as is its key
ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
AZURITE, FAKE_GCS = "BAOGAO_AZURITE", "BAOGAO_FAKE_GCS"  # their programs


class ObjectServer(Struct, frozen=True):
    """A server: the scheme of its addresses, and where it answers."""

    scheme: str
    url: str

    def environment(self, endpoint: str | None = None) -> dict[str, str]:
        """The environment by which the client of any program finds it, or a proxy before it."""
        return ENVIRONMENTS[self.scheme](endpoint or self.url)

    def bucket(self, name: str) -> Address:
        """A new bucket, and an address in it."""
        place = BUCKETS[self.scheme](self.url, name)
        return Address(f"{self.scheme}://{place}/some/library")


@contextmanager
def object_server(scheme: str) -> Iterator[ObjectServer]:
    """A server that has started."""
    with ExitStack() as stack:
        yield ObjectServer(scheme, SERVERS[scheme](stack))


def s3(stack: ExitStack) -> str:
    """Moto."""
    pytest.importorskip("moto.server", reason="moto, an S3 server for tests, is not installed")
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    return started(stack, command, port, "/moto-api/")


def azure(stack: ExitStack) -> str:
    """Azurite."""
    port = free_port()
    command = [os.environ[AZURITE], "--blobHost", "127.0.0.1", "--blobPort", str(port), "--silent"]
    return started(stack, [*command, "--disableTelemetry", "--inMemoryPersistence", "--skipApiVersionCheck"], port)


def gcs(stack: ExitStack) -> str:
    """fake-gcs-server, and what it lacks before it."""
    port = free_port()
    command = [os.environ[FAKE_GCS], "-scheme", "http", "-backend", "memory", "-host", "127.0.0.1", "-port", str(port)]
    address = f"http://127.0.0.1:{port}"
    behind = started(stack, [*command, "-external-url", address, "-public-host", f"127.0.0.1:{port}"], port)
    return stack.enter_context(with_writes(behind))


def started(stack: ExitStack, command: list[str], port: int, path: str = "/") -> str:
    """The address of a server that answers; it ends with the stack."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(server.wait)
    stack.callback(server.kill)
    address = f"http://127.0.0.1:{port}"
    for _ in range(1200):
        with suppress(httpx.HTTPError):
            httpx.get(address + path, timeout=5)
            return address
        time.sleep(0.05)
    pytest.fail(f"{command[0]} does not answer")


def s3_environment(endpoint: str) -> dict[str, str]:
    """That of S3."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }


def azure_environment(endpoint: str) -> dict[str, str]:
    """That of Azure, whose account is in the address."""
    return {
        "AZURE_STORAGE_ENDPOINT": f"{endpoint}/{ACCOUNT}",
        "AZURE_STORAGE_ACCOUNT_KEY": ACCOUNT_KEY,
        "AZURE_ALLOW_HTTP": "true",
    }


def gcs_environment(endpoint: str) -> dict[str, str]:
    """That of Google Cloud Storage."""
    return {"GOOGLE_BASE_URL": endpoint, "GOOGLE_BEARER_TOKEN": SECRET, "GOOGLE_ALLOW_HTTP": "true"}


def s3_bucket(url: str, name: str) -> str:
    """A bucket of S3."""
    assert httpx.put(f"{url}/{name}", timeout=30).status_code == 200
    return name


def gcs_bucket(url: str, name: str) -> str:
    """A bucket of Google Cloud Storage."""
    assert httpx.post(f"{url}/storage/v1/b?project=p", json={"name": name}, timeout=30).status_code == 200
    return name


def azure_container(url: str, name: str) -> str:
    """A container of Azure, with its account; the request is signed with the account's key."""
    said = {"x-ms-date": format_datetime(dt.datetime.now(dt.UTC), usegmt=True), "x-ms-version": "2021-08-06"}
    lines = [*(f"{key}:{value}" for key, value in said.items()), f"/{ACCOUNT}/{ACCOUNT}/{name}", "restype:container"]
    signed = "PUT" + "\n" * 12 + "\n".join(lines)
    digest = hmac.digest(base64.b64decode(ACCOUNT_KEY), signed.encode(), hashlib.sha256)
    said["Authorization"] = f"SharedKey {ACCOUNT}:{base64.b64encode(digest).decode()}"
    created = httpx.put(f"{url}/{ACCOUNT}/{name}?restype=container", headers=said, timeout=30)
    assert created.status_code == 201, created.text
    return f"{ACCOUNT}/{name}"


SERVERS: Mapping[str, Callable[[ExitStack], str]] = {"s3": s3, "gs": gcs, "az": azure}
ENVIRONMENTS: Mapping[str, Callable[[str], dict[str, str]]] = {
    "s3": s3_environment, "gs": gcs_environment, "az": azure_environment,
}  # fmt: skip
BUCKETS: Mapping[str, Callable[[str, str], str]] = {"s3": s3_bucket, "gs": gcs_bucket, "az": azure_container}
NEEDS = {"gs": FAKE_GCS, "az": AZURITE}
SCHEMES = [
    pytest.param(
        scheme,
        marks=pytest.mark.skipif(
            NEEDS.get(scheme, "PATH") not in os.environ, reason=f"{scheme}://: `make stores` has a server of it"
        ),
    )
    for scheme in SERVERS
]
