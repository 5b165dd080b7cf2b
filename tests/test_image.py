"""What the Dockerfile says of the running image. Building and running it whole is `make image-test`."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.store.library import REFRESH_SECONDS
from datasets.library.home import BUILT_IN
from tests.asking import free_port, serving

DOCKERFILE = (BUILT_IN.parent / "Dockerfile").read_text("utf-8")
CHECK = re.search(r"^HEALTHCHECK .*\\\n  CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)


def is_healthy(port: int) -> bool:
    """Whether the health check of the image finds a service well that listens on a port."""
    assert CHECK is not None
    python, *arguments = json.loads(CHECK[1])
    assert python == "python"
    proxies = dict.fromkeys(("http_proxy", "HTTP_PROXY", "all_proxy"), "http://127.0.0.1:9")  # which answer nothing
    environment = os.environ | proxies | {"BAOGAO_PORT": str(port)}
    ran = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, timeout=20, check=False)
    return ran.returncode == 0


@pytest.mark.slow
def test_the_health_check_of_the_image_asks_whether_a_release_is_served(tmp_path: Path) -> None:
    port = free_port()
    shutil.copytree(BUILT_IN / "releases/1.0.0", tmp_path / "releases/1.0.0")
    with serving(tmp_path, port):
        assert is_healthy(port)
        shutil.rmtree(tmp_path / "releases/1.0.0")
        time.sleep(REFRESH_SECONDS + 0.2)
        assert not is_healthy(port)
    assert not is_healthy(port)


def test_the_user_of_the_image_is_a_number_that_the_documentation_names() -> None:
    (user,) = re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)  # a number, so that runAsNonRoot can be checked
    assert f"--uid {user} " in DOCKERFILE
    assert f"user {user}," in (BUILT_IN.parent / "docs/operations.md").read_text("utf-8")
