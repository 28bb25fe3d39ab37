"""`python harness.py TARGET RUNS SEED`: feeds a target of tests/fuzzing, guided by coverage.

What the target needs is made by this process and used by a child of it: the fuzzer ends its
process itself, whatever is still to be done there.
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import atheris

_ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "verzuimbrug.project.settings"

_GUIDED_BY = {
    "configurations": ("verzuimbrug.application.configuration", "yaml"),
    "doors": ("verzuimbrug.gateways",),
    "envelopes": ("verzuimbrug.sivi", "verzuimbrug.gateways.soap"),
    "messages": ("verzuimbrug.sivi", "verzuimbrug.domain.findings"),
    "packets": ("verzuimbrug.gateways.sftp", "asyncssh.sftp", "asyncssh.packet"),
    "tables": ("verzuimbrug.application.employers", "verzuimbrug.application.spreadsheets"),
}
"""Whose branches tell whether an input is something new."""

_SECONDS_AN_INPUT = 20
_MEBIBYTES = 2048


def fuzz(name: str, runs: int, seed: int) -> int:
    """The exit code: 0 when so many inputs did nothing that no input may do."""
    guides = _GUIDED_BY[name]
    packages = {each.partition(".")[0] for each in guides}
    others = [each for each in _modules(packages) if not each.startswith(guides)]
    with atheris.instrument_imports(include=sorted(packages), exclude=others):
        import django

        django.setup()
        module = import_module(f"fuzzing.{name}")
    with tempfile.TemporaryDirectory() as folder, module.target() as target:
        begin, words = Path(folder) / "seeds", Path(folder) / "words"
        begin.mkdir()
        for number, content in enumerate(target.seeds):
            (begin / f"{number:04}").write_bytes(content)
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words))
        if (child := os.fork()) == 0:
            options = [
                f"-runs={runs}",
                f"-seed={seed}",
                f"-dict={words}",
                f"-timeout={_SECONDS_AN_INPUT}",
                f"-rss_limit_mb={_MEBIBYTES}",
                f"-artifact_prefix={Path.cwd()}/{name}-",
                "-print_final_stats=1",
                "-verbosity=0",
            ]
            take = _told_of(name, target.take)
            atheris.Setup([sys.argv[0], *options, str(begin)], take)
            atheris.Fuzz()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _told_of(name: str, take: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The target; the first input that breaks it is kept in a file, and ends the child at once.

    Going on to the ends of blocks would take away what belongs to the parent.
    """

    def take_or_end(data: bytes) -> None:
        try:
            take(data)
        except BaseException:  # noqa: BLE001 -- whatever it is
            traceback.print_exc()
            Path(f"{name}-broken").write_bytes(data)
            sys.stderr.flush()
            os._exit(1)

    return take_or_end


def _modules(packages: Iterable[str]) -> Iterator[str]:
    """All that is in these packages; the fuzzer itself tells packages apart, not modules."""
    for package in packages:
        found = find_spec(package)
        for place in (found and found.submodule_search_locations) or ():
            for path in Path(place).rglob("*.py"):
                parts = path.relative_to(Path(place).parent).with_suffix("").parts
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    sys.exit(fuzz(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
