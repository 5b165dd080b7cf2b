"""Spark, where it is installed and has a Java to run on (`make spark`)."""

import importlib.util
import shutil
from typing import Any

import pytest

MISSING = "Spark is not installed: `make spark`" if importlib.util.find_spec("pyspark") is None else ""
needs_spark = pytest.mark.skipif(
    bool(MISSING) or shutil.which("java") is None, reason=MISSING or "Spark needs Java, 17 or later"
)
OPTIONS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
}


def spark() -> Any:
    """The session of this process: one thread, nothing that listens but on this machine."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # where it is installed

    return SparkSession.builder.master("local[1]").config(map=OPTIONS).getOrCreate()
