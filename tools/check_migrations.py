"""Fails when a migration takes from the release before what it still uses, or locks a large table.

While hosts are updated one by one, the release before works on the tables of the new one. So a
migration adds (expand); what nobody uses any more is taken away a release later (contract). The
migrations that made the tables before the first release are left alone (ADR 34).

An operation that is right all the same has a comment on its first line or the one above it:
`# contract: …` with the release that stopped using it, or `# locks: …` with why that is short.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "src" / "verzuimbrug" / "store" / "migrations"
BEFORE_THE_FIRST_RELEASE = "0004"

CONTRACT, LOCKS = "contract", "locks"
OPERATIONS = {
    "RemoveField": (CONTRACT, "the release before still reads the column"),
    "DeleteModel": (CONTRACT, "the release before still reads the table"),
    "RenameField": (CONTRACT, "the release before knows the old name; add one and fill it"),
    "RenameModel": (CONTRACT, "the release before knows the old name"),
    "AlterModelTable": (CONTRACT, "the release before knows the old name"),
    "AlterField": (LOCKS, "the table may be written anew under a lock"),
    "RemoveConstraint": (CONTRACT, "the release before may name it in ON CONFLICT"),
    "RemoveIndex": (LOCKS, "use RemoveIndexConcurrently, with atomic = False"),
    "AddIndex": (LOCKS, "use AddIndexConcurrently, with atomic = False"),
    "AddConstraint": (LOCKS, "add it NOT VALID, and validate it in a migration after that"),
}
STATEMENTS = {
    r"\bDROP\s+(TABLE|COLUMN)\b": (CONTRACT, "the release before still uses it"),
    r"\bRENAME\b": (CONTRACT, "the release before knows the old name"),
    r"\b(LOCK|TRUNCATE)\b": (LOCKS, "everybody waits for it"),
    r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)": (LOCKS, "create it CONCURRENTLY"),
    r"\bADD\s+CONSTRAINT\b(?!.*\bNOT\s+VALID\b)": (LOCKS, "add it NOT VALID"),
    r"\bSET\s+NOT\s+NULL\b": (LOCKS, "check it with a constraint that is validated first"),
    r"\bALTER\s+COLUMN\s+\S+\s+TYPE\b": (LOCKS, "the table is written anew"),
}


def main(folder: Path = FOLDER) -> int:
    """Look at every migration since the first release; 1 when one is not as it should be."""
    found = [
        f"{path.name}:{line}"
        for path in sorted(folder.glob("[0-9]*.py"))
        if path.name >= BEFORE_THE_FIRST_RELEASE
        for line in _troubles(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found) or "every migration leaves the release before what it uses")
    return 1 if found else 0


def _troubles(source: str) -> Iterator[str]:
    tree, lines = ast.parse(source), source.splitlines()
    new = {_text(call, "name").lower() for call in _calls(tree) if _name(call) == "CreateModel"}
    for call in _calls(tree):
        if _text(call, "model_name").lower() in new:
            continue
        for mark, why in _of_operation(call):
            if not _is_marked(lines, call.lineno, mark):
                yield f"{call.lineno}: {_name(call)}: {why} (or mark it `# {mark}: ...`)"
    for line, statement in _statements(tree):
        for pattern, (mark, why) in STATEMENTS.items():
            words = re.search(pattern, statement, re.IGNORECASE | re.DOTALL)
            if words and not _is_marked(lines, line, mark):
                yield f"{line}: {words[0].strip()}: {why} (or mark it `# {mark}: ...`)"


def _of_operation(call: ast.Call) -> Iterator[tuple[str, str]]:
    name = _name(call)
    if name in OPERATIONS:
        yield OPERATIONS[name]
    if name == "AddField" and not _may_be_left_out(call):
        yield CONTRACT, "the release before leaves it out: make it null or give it a db_default"


def _may_be_left_out(call: ast.Call) -> bool:
    fields = [word.value for word in call.keywords if word.arg == "field"]
    return any(
        isinstance(field, ast.Call)
        and (_name(field) == "ManyToManyField" or {"db_default"} & _words(field) or _is_null(field))
        for field in fields
    )


def _is_null(field: ast.Call) -> bool:
    values = [word.value for word in field.keywords if word.arg == "null"]
    return any(isinstance(value, ast.Constant) and value.value is True for value in values)


def _words(call: ast.Call) -> set[str]:
    return {word.arg for word in call.keywords if word.arg}


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _text(call: ast.Call, word: str) -> str:
    values = [each.value for each in call.keywords if each.arg == word]
    return next((str(one.value) for one in values if isinstance(one, ast.Constant)), "")


def _statements(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string but documentation; of an f-string the parts that are fixed."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in documentation or not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def _is_marked(lines: list[str], line: int, mark: str) -> bool:
    return any(f"# {mark}: " in text for text in lines[max(line - 2, 0) : line])


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
