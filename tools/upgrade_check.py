"""Runs the tests of the last release on the tables of this one: both are there during an update.

The last release is the last tag `v*` before this commit, or the one that is named. Its code is
put in a folder apart, with the migrations of now instead of its own, and its own tests are run
there. Without a tag there is nothing to compare with, and that is a failure, not a success.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORE = Path("src") / "verzuimbrug" / "store"
NEW = (STORE / "migrations", STORE / "isolation.py")
"""The migrations, and what they call."""
TESTS = ("tests/integration/application", "tests/integration/worker", "tests/integration/gateways")


def main() -> int:
    """The exit code of the tests, or 1 with a sentence."""
    asked = _arguments()
    tag = asked.tag or _last_tag()
    if not tag:
        print("there is no release yet (no tag v*): nothing to compare with", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="upgrade-") as folder:
        old = Path(folder) / "release"
        _git("worktree", "add", "--quiet", "--detach", str(old), tag)
        try:
            _give_new_tables(old)
            print(f"the tests of {tag} on the tables of now")
            return _run_tests(old, asked.tests or TESTS)
        finally:
            _git("worktree", "remove", "--force", str(old))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tag", help="the release; by default the last tag v*")
    parser.add_argument("tests", nargs="*", help="which of its tests; by default those of doors")
    return parser.parse_args()


def _last_tag() -> str:
    found = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0", "--match", "v*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip()


def _git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)


def _give_new_tables(old: Path) -> None:
    for part in NEW:
        source, target = ROOT / part, old / part
        if source.is_dir():
            shutil.rmtree(target)
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)


def _run_tests(old: Path, tests: list[str] | tuple[str, ...]) -> int:
    environment = {**os.environ, "PYTHONPATH": str(old / "src")}
    command = [sys.executable, "-m", "pytest", "-q", *tests]
    return subprocess.run(command, cwd=old, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
