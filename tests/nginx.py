"""A real nginx, where there is one."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from datasets.library.home import BUILT_IN

DOCUMENTED = re.findall(
    r"^```nginx\n(.*?)^```$", (BUILT_IN.parent / "docs/operations.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)
AROUND = """
user root;
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {servers}
}}
"""  # who is not root stays who they are; nobody, whom root's workers would be, may not write into folders of tests


def placed(example: str, here: dict[str, str]) -> str:
    """An example of the documents with what is so on this machine."""
    for stands, ours in here.items():
        assert stands in example
        example = example.replace(stands, ours)
    return example


@contextmanager
def nginx(folder: Path, servers: str, address: str) -> Iterator[None]:
    """An nginx that serves what a configuration says, once it answers at an address."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    place = folder / "nginx.conf"
    place.write_text(AROUND.format(folder=folder, servers=servers), "utf-8")
    started = subprocess.Popen([program, "-p", folder, "-c", place], stderr=subprocess.DEVNULL)
    try:
        wait_for(address)
        yield
    finally:
        started.terminate()
        started.wait(timeout=20)


def wait_for(address: str) -> None:
    """Wait until an address answers."""
    for _ in range(1000):  # on a busy machine, too
        try:
            if httpx.get(address, timeout=60).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    pytest.fail("nginx does not answer")
