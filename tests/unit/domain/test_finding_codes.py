"""The tables of finding codes: complete, unique, and in step with the code."""

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import pytest

import verzuimbrug
from verzuimbrug.domain.findings import LANGUAGES, FindingCode, finding_codes

SOURCE = Path(verzuimbrug.__file__).parent
TABLES = sorted((SOURCE / "domain" / "finding_codes").iterdir())
MODULES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}
PARTS = [f"{part}_{language}" for part in ("text", "cause", "action") for language in LANGUAGES]
LOOKS_LIKE_A_CODE = re.compile(r"(?=.{5}$)[A-Z]{2,3}\d[0-9A-Z]{1,2}")
FORBIDDEN = re.compile(
    r"\b(error|record|import failed|ongeldige invoer|je|jij|jouw)\b", re.IGNORECASE
)


def _codes() -> list[FindingCode]:
    return list(finding_codes().values())


def _templates(code: FindingCode) -> list[str]:
    return [*code.text.values(), *code.cause.values(), *code.action.values()]


def _named(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def _placeholders(code: FindingCode) -> set[str]:
    return set().union(*map(_named, _templates(code)))


def _strings() -> set[str]:
    return {
        node.value
        for tree in MODULES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _findings_in(function: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """The findings whose code and parameters can be read off a function."""
    dicts = _dicts_in(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
            code, *params = node.args
            named = ast.unparse(params[0]) if params else "{}"
            given = _keys(params[0]) if params else set()
            if named in dicts or not params or isinstance(params[0], ast.Dict):
                yield from ((each, dicts.get(named, given)) for each in _constants(code))


def _dicts_in(function: ast.AST) -> dict[str, set[str]]:
    """The keys of every dict that a function writes out and gives a name."""
    dicts: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            for target in node.targets:
                dicts[ast.unparse(target)] |= _keys(node.value)
    return dicts


def _keys(literal: ast.AST) -> set[str]:
    keys = literal.keys if isinstance(literal, ast.Dict) else []
    return {each for key in keys if key for each in _constants(key)}


def _constants(node: ast.AST) -> Iterable[str]:
    constants = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
    return [value for value in constants if isinstance(value, str)]


def test_tables_are_toml_and_nothing_else_lies_beside_them() -> None:
    assert {table.suffix for table in TABLES} == {".toml"}


def test_a_code_stands_in_one_table_only() -> None:
    codes = Counter(
        code for table in TABLES for code in tomllib.loads(table.read_text(encoding="utf-8"))
    )

    assert [code for code, times in codes.items() if times > 1] == []


def test_a_code_has_five_characters() -> None:
    assert [code for code in finding_codes() if not re.fullmatch(r"[A-Z0-9]{5}", code)] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_row_says_severity_rule_and_every_sentence_in_both_languages(table: Path) -> None:
    for row in tomllib.loads(table.read_text(encoding="utf-8")).values():
        assert set(row) == {"severity", "rule", *PARTS}
        assert all(text.strip() == text and text for text in row.values())


def test_both_languages_tell_the_same() -> None:
    for code in _codes():
        for part in (code.text, code.cause, code.action):
            assert len({_named(text) for text in part.values()}) == 1, code.code


def test_placeholders_are_plain_names() -> None:
    for code in _codes():
        assert all(name.isidentifier() for name in _placeholders(code)), code.code


def test_placeholders_are_parameters_that_the_code_gives() -> None:
    for tree in MODULES.values():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for code, params in _findings_in(function):
                    assert _placeholders(finding_codes()[code]) <= params, code


def test_every_sentence_ends_and_avoids_the_words_that_help_nobody() -> None:
    for code in _codes():
        for text in _templates(code):
            assert text.endswith("."), code.code
        dutch = f"{code.text['nl']} {code.cause['nl']} {code.action['nl']}"
        assert not FORBIDDEN.search(dutch), code.code


def test_both_causes_of_an_invalid_employer_begin_alike() -> None:
    for code in ("WG200", "WG201", "WG202"):
        assert finding_codes()[code].text["nl"].startswith("De ingestelde werkgever is ongeldig")


def test_codes_in_the_program_stand_in_the_tables() -> None:
    used = {text for text in _strings() if LOOKS_LIKE_A_CODE.fullmatch(text)}

    assert sorted(used - set(finding_codes())) == []


def test_codes_in_the_tables_are_used_by_the_program() -> None:
    assert sorted(set(finding_codes()) - _strings()) == []
