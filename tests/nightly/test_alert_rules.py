"""The alerts fire when they should, as Prometheus itself computes them."""

import shutil
import subprocess
from pathlib import Path

import pytest

ALERTS = Path(__file__).resolve().parents[2] / "deploy" / "alerts"
pytestmark = pytest.mark.nightly


@pytest.mark.parametrize(
    "words", [("check", "rules", "verzuimbrug.yml"), ("test", "rules", "verzuimbrug.test.yml")]
)
def test_promtool_takes_the_rules(words: tuple[str, ...]) -> None:
    tool = shutil.which("promtool")
    assert tool, "promtool is lacking; `make promtool` installs it on Debian"

    done = subprocess.run(
        [tool, *words], cwd=ALERTS, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 0, done.stdout + done.stderr
