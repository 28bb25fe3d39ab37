import subprocess
import sys
from pathlib import Path

_IMPORTED = """
import sys
from verzuimbrug.cli import make_app
make_app()
print([name for name in ("django", "psycopg", "granian") if name in sys.modules])
"""

_OPEN = "from verzuimbrug.cli.instance import open_instance; open_instance()"


def _run(source: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", source],
        env={"PYTHONPATH": ":".join(sys.path), "VERZUIMBRUG_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_command_starts_without_django_and_database(tmp_path: Path) -> None:
    assert _run(_IMPORTED, tmp_path).stdout == "[]\n"


def test_command_without_a_running_instance_says_what_to_do(tmp_path: Path) -> None:
    done = _run(_OPEN, tmp_path)

    assert done.returncode == 1
    assert f"no running instance in {tmp_path}; start `verzuimbrug up`" in done.stderr
