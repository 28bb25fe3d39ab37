"""Fails when a function or a module is too long to be read at once, and lists which."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FUNCTION = 50
MODULE = 400
TEST_MODULE = 500


def main() -> int:
    """Look at every module; 1 when something is too long."""
    found = [line for path in _modules() for line in _too_long(path)]
    print("\n".join(found) or "no function or module is too long")
    return 1 if found else 0


def _modules() -> Iterator[Path]:
    for folder in ("src", "tests", "tools", "bench"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _too_long(path: Path) -> Iterator[str]:
    name = path.relative_to(ROOT)
    source = path.read_text(encoding="utf-8")
    most = TEST_MODULE if name.parts[0] == "tests" else MODULE
    lines = len(source.splitlines())
    if lines > most:
        yield f"{name}: {lines} lines; a module has {most} at most"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines; {FUNCTION} at most"


if __name__ == "__main__":
    sys.exit(main())
