"""`verzuimbrug demo` as somebody meets it who tries the product.

It is played once, with `--stay`: the story, then the console open, and a sign-in for each role that
works. `make demo` plays it to its end.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

import psycopg
import pytest

from verzuimbrug.project import embedded
from verzuimbrug.project.databases import find_urls
from verzuimbrug.project.embedded.cluster import find_cluster

_LAST = "Stoppen met Ctrl-C."
_SIGN_IN = re.compile(r"^  (\S+@\S+)  (\S+)  \((.+)\)$", re.MULTILINE)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Stayed:
    """What was printed when the console stood open."""

    data: Path
    said: str

    @property
    def url(self) -> str:
        """Where it is."""
        found = re.search(r"open op (http://\S+?)/ ", self.said)
        assert found, self.said
        return found[1]

    def page_of(self, role: str) -> str:
        """The first page, as the person with this role sees it after signing in."""
        (found,) = (one for one in _SIGN_IN.findall(self.said) if one[2] == role)
        email, password, _ = found
        opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
        place = f"{self.url}/aanmelden/"
        token = _TOKEN.search(opener.open(place).read().decode())
        assert token
        fields = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
        body = urlencode(fields).encode()
        opener.open(Request(place, body, headers={"Referer": place}))
        page: str = opener.open(f"{self.url}/").read().decode()
        return page


@pytest.fixture(scope="module")
def stayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stayed]:
    data = tmp_path_factory.mktemp("stay") / "var"
    command = [sys.executable, "-m", "verzuimbrug.cli", "demo", "--stay", "--data", str(data)]
    # As talkative as can be: what is logged now and then must not tell more than the rest.
    talkative = {**os.environ, "VERZUIMBRUG_LOG_LEVEL": "DEBUG"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=talkative)
    said = _until_it_stays(process)
    try:
        yield Stayed(data, said)
    finally:
        process.terminate()
        process.communicate()
        embedded.remove_cluster(data)
    assert _processes_of(data) == []


def _until_it_stays(process: "subprocess.Popen[str]") -> str:
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if _LAST in line:
            break
    return "".join(lines)


def _processes_of(folder: Path) -> list[str]:
    """The processes that know of a data folder, by what they were started with."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            started = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if str(folder).encode() in started:
                found.append(process.name)
    return found


def test_the_dossiers_are_as_they_should_be(stayed: Stayed) -> None:
    assert "Alle 9 dossiers zijn zoals ze horen te zijn." in stayed.said


@pytest.mark.parametrize(
    "sentence",
    [
        "activeren kan nog niet",
        "een verkeerd token wordt geweigerd: AANMELDEN-MISLUKT",
        "de berichten zijn bewaard en wachten",
        "1 werkgevercode(s) van het portaal horen bij geen werkgever binnen de autorisaties",
        "alle controles zijn in orde",
        "al bekend: niet nog eens verwerkt",
        "werkgever aangemaakt: de meldingen zijn vanzelf verwerkt",
    ],
)
def test_the_story_is_told_for_both_portals(stayed: Stayed, sentence: str) -> None:
    assert stayed.said.count(sentence) == 2


def test_processes_are_at_work_until_it_is_left(stayed: Stayed) -> None:
    # That none is there afterwards is held where it ends.
    assert _processes_of(stayed.data)


def test_the_beheerder_finds_a_day_that_needs_them(stayed: Stayed) -> None:
    page = stayed.page_of("beheerder")

    assert "Wat u nodig heeft" in page
    assert "Werkgever TUR9001 bestaat niet." in page
    assert "wachten op uw goedkeuring" in page
    assert "De koppeling is gepauzeerd." in page
    assert "De koppeling is nog niet actief." in page
    assert "Het token dat het portaal gebruikt, verloopt over" in page


def test_who_is_limited_to_a_group_sees_that_coupling_only(stayed: Stayed) -> None:
    page = stayed.page_of("klantbeheerder van FELISON-VI alleen")

    assert "Felison verzekeringsinzicht" in page
    assert "Turien" not in page


@pytest.mark.parametrize("role", ["klantbeheerder", "auditor: leest en verandert niets"])
def test_others_of_the_arbodienst_see_the_day_too(stayed: Stayed, role: str) -> None:
    assert "Wat u nodig heeft" in stayed.page_of(role)


def test_the_operator_sees_no_day_of_an_arbodienst(stayed: Stayed) -> None:
    assert "Wat u nodig heeft" not in stayed.page_of("platformbeheerder")


def test_a_data_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mijn.txt").write_text("van mij")
    command = [sys.executable, "-m", "verzuimbrug.cli", "demo", "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert "is niet leeg" in done.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == ["mijn.txt"]


def test_nobody_is_named_in_what_is_written_beside_the_database(stayed: Stayed) -> None:
    """Logs of all processes and of the database, mails, and files of the instance."""
    stayed.page_of("beheerder")
    with psycopg.connect(find_urls(stayed.data).owner) as connection:
        rows = connection.execute(
            "SELECT fields->>'surname' FROM store_employee UNION SELECT key FROM store_linkkey"
        ).fetchall()
    persons = {word.encode() for (word,) in rows if word}
    written = {path: path.read_bytes() for path in _written(stayed)}

    assert len(persons) > 5
    assert written[stayed.data / "up.log"]
    assert any(path.name.startswith("postgresql-") for path in written)
    found = [(path, word) for path, text in written.items() for word in persons if word in text]
    assert found == []


def _written(stayed: Stayed) -> Iterator[Path]:
    """The files of the instance, but for those in which the database keeps its tables.

    And for the configuration, which names employers: some are called as some persons are.
    """
    cluster = find_cluster(stayed.data).data
    tables = {cluster / name for name in ("base", "pg_wal", "global", "pg_stat")}
    for folder in (stayed.data, cluster):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix != ".yaml" and not tables & {*path.parents}:
                yield path
