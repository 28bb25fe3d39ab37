"""The documents are in step with the code: rules, findings, variables, commands, paths."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from django.apps import apps

from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS
from verzuimbrug.application.configuration.export_settings import EXPORT_DEFAULTS
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.receiving.refusals import RefusalCode
from verzuimbrug.application.stages import STAGES
from verzuimbrug.cli import make_app
from verzuimbrug.domain.findings import finding_codes

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "verzuimbrug"
DEPLOY = ROOT / "deploy"
_ABOUT = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "deploy/README.md")
PAGES = [*(ROOT / name for name in _ABOUT), *sorted(DOCS.rglob("*.md"))]
MODULES = [*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]

RULE = re.compile(r"\b(?:MSG|WG|WN|VZ|VE|GR|AN|DG|EX)-\d+\b")
NO_RULE = {"GR-9"}
"""A test names it because there is no such check."""
VARIABLE = re.compile(r"(?:VERZUIMBRUG|DATABASE)_[A-Z_]+")
PATH = re.compile(r"`((?:domain|sivi|store|application|gateways|worker|project|tests)/[\w/.]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _index() -> list[dict[str, str]]:
    rows = [line for line in _text(DOCS / "rules" / "index.md").splitlines() if line[:1] == "|"]
    head, _, *cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [dict(zip(head, row, strict=True)) for row in cells]


def _built() -> list[Any]:
    built = [row for row in _index() if row["stands"] in ("yes", "in part")]
    return [pytest.param(row, id=row["rule"].split("]")[0].strip("[")) for row in built]


def _commands() -> Iterator[tuple[str, list[str]]]:
    waiting = [("verzuimbrug", typer.main.get_command(make_app()))]
    while waiting:
        name, command = waiting.pop()
        below = getattr(command, "commands", {})
        waiting += [(f"{name} {word}", each) for word, each in below.items()]
        if not below:
            options = [max(p.opts, key=len) for p in command.params if p.opts[0][:1] == "-"]
            yield name, options


def _variables() -> set[str]:
    strings = (
        node.value
        for module in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(_text(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in strings if VARIABLE.fullmatch(text)}


def test_generated_pages_are_current() -> None:
    tool = ROOT / "tools" / "generate_docs.py"

    checked = subprocess.run([sys.executable, tool, "--check"], capture_output=True, check=False)

    assert checked.stdout.decode() == ""
    assert checked.returncode == 0


@pytest.mark.parametrize("row", _built())
def test_a_rule_that_stands_is_in_the_code_and_in_the_tests(row: dict[str, str]) -> None:
    assert row["code"]
    assert row["tests"]


def test_every_rule_says_whether_it_stands() -> None:
    assert {row["stands"] for row in _index()} <= {"yes", "in part", "later"}


def test_rules_in_code_and_tests_are_documented() -> None:
    named = {rule for module in MODULES for rule in RULE.findall(_text(module))}
    documented = {RULE.findall(row["rule"])[0] for row in _index()}

    assert named - NO_RULE - documented == set()


def test_a_rule_has_one_heading() -> None:
    headings = [row["rule"] for row in _index()]

    assert len(headings) == len(set(headings))


def test_every_finding_code_is_documented() -> None:
    page = _text(DOCS / "interfaces" / "finding-codes.md")

    assert [code for code in finding_codes() if f"\n### {code}\n" not in page] == []


def test_every_environment_variable_is_documented() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", _text(DOCS / "operating.md"), re.MULTILINE))

    assert _variables() == documented


@pytest.mark.parametrize(("command", "options"), sorted(_commands()))
def test_every_command_is_documented_with_its_options(command: str, options: list[str]) -> None:
    page = _text(DOCS / "interfaces" / "cli.md")
    sections = page.split("\n## ")
    (section,) = [each for each in sections if re.match(rf"`{command}[` ]", each)]

    assert [option for option in options if option not in section] == []


@pytest.mark.parametrize("unit", sorted(DEPLOY.rglob("*.service")), ids=lambda path: path.name)
def test_every_unit_starts_a_command_that_there_is(unit: Path) -> None:
    known = dict(_commands())
    (line,) = [each for each in _text(unit).splitlines() if each.startswith("ExecStart=")]
    words = re.findall(r"bin/(verzuimbrug(?: [a-z]+)+)", line)

    assert words
    assert [word for word in words if word not in known] == []
    assert [
        option for option in re.findall(r"--[a-z]+", line) if option not in known[words[0]]
    ] == []


def test_every_setting_of_a_host_is_documented() -> None:
    given = set(VARIABLE.findall(_text(DEPLOY / "application" / "verzuimbrug.env")))

    assert given <= set(VARIABLE.findall(_text(DOCS / "operating.md")))


def test_every_file_of_a_host_is_in_the_guide() -> None:
    files = {path.name for path in DEPLOY.glob("*/*") if path.is_file()}
    guide = _text(DEPLOY / "README.md")

    assert {name for name in files if name not in guide} == set()


def test_every_table_is_in_the_glossary() -> None:
    words = set(re.findall(r"\w+", _text(DOCS / "glossary.md")))

    assert {table.__name__ for table in apps.get_app_config("store").get_models()} <= words


def test_every_setting_of_a_stream_is_documented() -> None:
    page = _text(DOCS / "interfaces" / "configuration.md")

    assert [key for key in STREAM_DEFAULTS if f"\n| `{key}` |" not in page] == []


def test_every_setting_of_an_export_is_documented() -> None:
    page = _text(DOCS / "interfaces" / "configuration.md")

    assert [key for key in EXPORT_DEFAULTS if f"\n| `{key}` |" not in page] == []


def test_the_configuration_that_is_shown_has_no_faults() -> None:
    shown = re.findall(
        r"```yaml\n(.*?)```", _text(DOCS / "interfaces" / "configuration.md"), re.DOTALL
    )

    assert [read_configuration(text.encode())[1] for text in shown] == [()]


@pytest.mark.parametrize("page", ["soap", "rest"])
def test_every_fault_of_the_doors_is_documented(page: str) -> None:
    text = _text(DOCS / "interfaces" / f"{page}.md")

    assert [code for code in RefusalCode if f"`{code.value}`" not in text] == []


def test_the_stages_are_documented_in_their_order() -> None:
    _, _, section = _text(DOCS / "architecture.md").partition("\n## The life of one message\n")
    rows = re.findall(r"^\| `(\w+)` \|", section.partition("\n## ")[0], re.MULTILINE)

    assert tuple(rows) == STAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_paths_and_links_lead_somewhere(page: Path) -> None:
    text = _text(page)
    paths = [ROOT / path if path[:6] == "tests/" else SOURCE / path for path in PATH.findall(text)]
    links = [page.parent / link for link in LINK.findall(text)]

    assert [str(path) for path in (*paths, *links) if not path.exists()] == []


def test_pages_that_the_code_names_exist() -> None:
    named = {
        name.rstrip(".")
        for module in SOURCE.rglob("*.py")
        for name in re.findall(r"docs/[\w/.-]+", _text(module))
    }

    missing = {n for n in named if not ((ROOT / n).exists() or (ROOT / f"{n}.md").exists())}
    assert missing == set()
