"""What the service counts and times, for Prometheus."""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.process_collector import ProcessCollector

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # where workers leave their numbers for each other; read when this is imported
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

REQUESTS = Counter("baogao_requests", "Requests computed.", ["route", "status"], registry=REGISTRY)
SECONDS = Histogram(
    "baogao_request_seconds", "Seconds until the answer begins.", ["route"], buckets=QUICK, registry=REGISTRY
)
QUERIES = Histogram("baogao_query_seconds", "Seconds of a query in DuckDB.", buckets=QUICK, registry=REGISTRY)
CACHED = Counter("baogao_cached_answers", "Requests answered from memory, not among those computed.", registry=REGISTRY)
CACHE = Gauge("baogao_cache_bytes", "Bytes of answers kept.", registry=REGISTRY, multiprocess_mode="livesum")
MATERIALIZED = Gauge(
    "baogao_table_bytes",
    "Bytes of database files that large tables are copied into.",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
WAITING = Gauge("baogao_requests_waiting", "Requests in the queue.", registry=REGISTRY, multiprocess_mode="livesum")
COMPUTING = Gauge(
    "baogao_requests_computing", "Requests being computed.", registry=REGISTRY, multiprocess_mode="livesum"
)
DOWNLOADS = Gauge(
    "baogao_downloads", "Downloads made while they are sent.", registry=REGISTRY, multiprocess_mode="livesum"
)
PICTURES = Gauge("baogao_pictures", "Pictures being rendered.", registry=REGISTRY, multiprocess_mode="livesum")
RELEASE = Gauge(
    "baogao_release", "1 for the release that is served.", ["version"], registry=REGISTRY, multiprocess_mode="livemax"
)
REFUSED = Gauge("baogao_releases_refused", "Releases not served.", registry=REGISTRY, multiprocess_mode="livemax")
STORE_FAILS = Gauge(
    "baogao_store_fails",
    "1 while the object store of the releases cannot be asked.",
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
if TOGETHER not in os.environ:
    ProcessCollector(registry=REGISTRY)  # of one process: memory, processor, open files
