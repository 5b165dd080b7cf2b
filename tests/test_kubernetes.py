"""The example for Kubernetes is what its schemas say, and names what there is."""

import re
from typing import Any

import pytest

from api.http.metrics import REGISTRY
from api.settings import SETTINGS, Settings
from tests.conftest import ROOT

validate = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")

TEXT = (ROOT / "docs/kubernetes.yaml").read_text("utf-8")
PARTS: dict[str, Any] = {part["kind"]: part for part in yaml.safe_load_all(TEXT)}


@pytest.mark.parametrize("kind", PARTS)
def test_each_part_is_what_its_schema_says(kind: str) -> None:
    validate.validate(PARTS[kind], validate.latest_version(), strict=True)


def test_a_part_that_its_schema_does_not_know_would_be_refused() -> None:
    wrong = PARTS["PodDisruptionBudget"] | {"spec": {"atLeast": 2}}
    with pytest.raises(validate.ValidationError):
        validate.validate(wrong, validate.latest_version(), strict=True)


def test_the_pods_are_those_that_the_other_parts_are_about() -> None:
    labels = PARTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    for selector in (
        PARTS["Deployment"]["spec"]["selector"]["matchLabels"],
        PARTS["Service"]["spec"]["selector"],
        PARTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
    ):
        assert selector == labels
    assert PARTS["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == PARTS["Deployment"]["metadata"]["name"]
    assert PARTS["PodDisruptionBudget"]["spec"]["minAvailable"] < PARTS["Deployment"]["spec"]["replicas"]


def test_settings_probes_and_the_metric_are_there() -> None:
    (container,) = PARTS["Deployment"]["spec"]["template"]["spec"]["containers"]
    given = {one["name"]: one["value"] for one in container["env"]}
    known = {setting.variable for setting in SETTINGS}
    assert [name for name in given if name not in known and not name.startswith("AWS_")] == []
    Settings.from_environment(given)
    paths = {container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "readiness", "liveness")}
    assert paths == {"/health/ready", "/health/live"}
    (metric,) = PARTS["HorizontalPodAutoscaler"]["spec"]["metrics"]
    assert metric["pods"]["metric"]["name"] in {family.name for family in REGISTRY.collect()}


def test_the_cache_has_the_room_it_may_take() -> None:
    spec = PARTS["Deployment"]["spec"]["template"]["spec"]
    limits = {volume["name"]: volume["emptyDir"]["sizeLimit"] for volume in spec["volumes"]}
    (cache_mb,) = (one["value"] for one in spec["containers"][0]["env"] if one["name"] == "BAOGAO_CACHE_DISK_MB")
    assert int(re.sub(r"Mi$", "", limits["cache"])) > int(cache_mb)
