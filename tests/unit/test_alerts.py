"""Every alert names metrics that exist, and has its part in the runbook and in the rule tests."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from verzuimbrug.application.operation import measuring, standing
from verzuimbrug.gateways.metrics import exposition

ROOT = Path(__file__).resolve().parents[2]
ALERTS = ROOT / "deploy" / "alerts"
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
PARTS = ("**What it means.**", "**Look at.**", "**Do.**", "**Over when**")


def _yaml(name: str) -> Any:  # noqa: ANN401 -- whatever YAML holds
    return yaml.safe_load((ALERTS / name).read_text(encoding="utf-8"))


RULES = {rule["alert"]: rule for rule in _yaml("verzuimbrug.yml")["groups"][0]["rules"]}
every_alert = pytest.mark.parametrize("name", list(RULES))


def _metrics() -> set[str]:
    """The names of all samples there can be."""
    assert measuring.OTHER  # imported, so that its metrics are there
    ours = {sample for family in REGISTRY.collect() for sample in _samples(family.name)}
    return ours | {gauge.name for gauge in standing.GAUGES} | set(exposition.NAMES)


def _samples(family: str) -> set[str]:
    return {family, *(f"{family}_{part}" for part in ("bucket", "count", "sum", "total"))}


@every_alert
def test_an_alert_names_metrics_that_exist(name: str) -> None:
    named = set(re.findall(r"\bverzuimbrug_\w+", RULES[name]["expr"]))
    assert named
    assert named <= _metrics()


@every_alert
def test_an_alert_has_its_part_in_the_runbook(name: str) -> None:
    _, _, rest = RUNBOOK.partition(f"\n## {name}\n")
    part = rest.partition("\n## ")[0]
    assert [words for words in PARTS if words not in part] == []
    assert RULES[name]["annotations"]["runbook"] == f"docs/runbook.md#{name.lower()}"


@every_alert
def test_an_alert_is_tried_where_it_fires_and_where_it_does_not(name: str) -> None:
    tried = [
        bool(each["exp_alerts"])
        for test in _yaml("verzuimbrug.test.yml")["tests"]
        for each in test["alert_rule_test"]
        if each["alertname"] == name
    ]
    assert tried == [True, False]


def test_the_runbook_tells_of_no_alert_that_is_gone() -> None:
    assert re.findall(r"^## (\w+)$", RUNBOOK, re.MULTILINE) == list(RULES)
