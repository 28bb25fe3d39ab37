"""The Dutch of the console: adds what lacks to the catalogues, and compiles them.

    python tools/translations.py           bring catalogues up to date; tell what has no Dutch yet
    python tools/translations.py --check   change nothing; fail when something is old or lacks

Texts of `console/<subject>` and its templates are in `console/locale/<subject>`, all others in
`console/locale/frame`; what is in `frame` need not be in another. One text has one translation.
"""

import ast
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CONSOLE = Path(__file__).parent.parent / "src" / "verzuimbrug" / "console"
TEMPLATES = CONSOLE / "templates"
FRAME = "frame"
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_MANY = {"ngettext", "ngettext_lazy"}
_NAMED = re.compile(r"%\((\w+)\)|\{(\w*)\}")
_IN_ARGUMENT = re.compile(r"""_\((["'])(.+?)\1\)""")

Text = str | tuple[str, str]
"""What is translated: one text, or singular and plural."""


def subject_of(path: Path) -> str:
    """The subject of a module or template; `frame` for what no subject has."""
    inner = path.relative_to(CONSOLE).parts
    if inner[0] == "templates":
        inner = inner[2:] if inner[1] == "console" else ("frame", "")
    is_subject = len(inner) > 1 and inner[0] not in {"components", "templatetags"}
    return inner[0] if is_subject else FRAME


def texts_of_module(source: str) -> Iterator[Text]:
    """The texts that a module marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        said = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if name in _ONE and said:
            yield str(said[0])
        elif name in _MANY and len(said) > 1:
            yield str(said[0]), str(said[1])


def texts_of_template(source: str) -> Iterator[Text]:
    """The texts that a template marks for translation."""
    from django.template import Template  # noqa: PLC0415 -- needs a started Django
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode  # noqa: PLC0415

    nodes = Template(source).nodelist
    for plain in nodes.get_nodes_by_type(TranslateNode):
        assert isinstance(plain, TranslateNode)  # noqa: S101 -- what was asked for
        yield str(plain.filter_expression.var.literal)
    for block in nodes.get_nodes_by_type(BlockTranslateNode):
        assert isinstance(block, BlockTranslateNode)  # noqa: S101 -- what was asked for
        one, _ = block.render_token_list(block.singular)
        one = _trimmed(one) if block.trimmed else one
        if not block.plural:
            yield one
            continue
        many, _ = block.render_token_list(block.plural)
        yield one, _trimmed(many) if block.trimmed else many
    for found in _IN_ARGUMENT.finditer(source):
        yield found[2]


def _trimmed(text: str) -> str:
    from django.utils.translation import trim_whitespace  # noqa: PLC0415

    return trim_whitespace(text)


def collect() -> Mapping[str, set[Text]]:
    """All texts, by subject."""
    found: dict[str, set[Text]] = {FRAME: set()}
    for path in sorted(CONSOLE.rglob("*.py")):
        texts = texts_of_module(path.read_text(encoding="utf-8"))
        found.setdefault(subject_of(path), set()).update(texts)
    for path in sorted(TEMPLATES.rglob("*.html")):
        texts = texts_of_template(path.read_text(encoding="utf-8"))
        found.setdefault(subject_of(path), set()).update(texts)
    return found


def folder_of(subject: str) -> Path:
    """Where the catalogue of a subject is."""
    return CONSOLE / "locale" / subject / "nl" / "LC_MESSAGES"


def read(subject: str) -> Catalog:
    """The catalogue of a subject as it is; an empty one when there is none."""
    path = folder_of(subject) / "django.po"
    if not path.exists():
        return Catalog(locale="nl")
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def renewed(old: Catalog, texts: Iterable[Text]) -> Catalog:
    """A catalogue of exactly these texts, with the Dutch that is known."""
    new = Catalog(
        locale="nl",
        project="Verzuimbrug",
        header_comment="# The Dutch of the console (tools/translations.py).",
        creation_date=_MADE,
        revision_date=_MADE,
        fuzzy=False,
    )
    for text in sorted(texts, key=lambda each: each if isinstance(each, str) else each[0]):
        key = text if isinstance(text, str) else text[0]
        known = old.get(key)
        is_same_shape = known is not None and isinstance(known.id, str) == isinstance(text, str)
        said = known.string if known is not None and is_same_shape else None
        new.add(text, said if said is not None else "" if isinstance(text, str) else ("", ""))
    return new


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as text, and compiled."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalog, sort_output=True, width=100)
    write_mo(compiled, catalog)
    return text.getvalue(), compiled.getvalue()


def faults(subject: str, catalog: Catalog, known: dict[str, object]) -> Iterator[str]:
    """What is not right with the Dutch of a subject."""
    for message in catalog:
        ids, said = _texts(message.id), _texts(message.string)
        if not ids:
            continue
        if not said or not all(said):
            yield f"{subject}: no Dutch for {message.id!r}"
        elif _placeholders(ids) != _placeholders(said):
            yield f"{subject}: other placeholders in the Dutch of {message.id!r}"
        elif known.setdefault(ids[0], said) != said:
            yield f"{subject}: {message.id!r} has another translation elsewhere"


def _texts(said: str | Iterable[str] | None) -> tuple[str, ...]:
    """Singular and plural, or the one text; nothing for the head of a catalogue."""
    if isinstance(said, str):
        return (said,) if said else ()
    return tuple(said or ())


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {one or other for text in texts for one, other in _NAMED.findall(text)}


def main() -> int:
    """Renew or check; the number of faults."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzuimbrug.project.settings")
    django.setup()
    is_check = "--check" in sys.argv
    texts = collect()
    found: list[str] = []
    known: dict[str, object] = {}
    for subject in sorted(texts, key=lambda name: (name != FRAME, name)):
        own = texts[subject] - texts[FRAME] if subject != FRAME else texts[FRAME]
        if not own:
            continue
        catalog = renewed(read(subject), own)
        found += faults(subject, catalog, known)
        for name, content in zip(("django.po", "django.mo"), written(catalog), strict=True):
            found += _bring_up(folder_of(subject) / name, content, is_check=is_check)
    for line in found:
        print(line)
    return 1 if found else 0


def _bring_up(path: Path, content: bytes, *, is_check: bool) -> list[str]:
    if path.exists() and path.read_bytes() == content:
        return []
    if is_check:
        return [f"{path.relative_to(CONSOLE)} is old: run python tools/translations.py"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return []


if __name__ == "__main__":
    sys.exit(main())
