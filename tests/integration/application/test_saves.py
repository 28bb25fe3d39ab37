"""A change is made as it was shown, and a save can be taken back."""

from typing import Any

import pytest

from configuring_world import apply, as_file, coupling, example
from importing_world import employer, take_in
from verzuimbrug.application.configuration.configure import Configured, configure
from verzuimbrug.application.configuration.export import export_configuration
from verzuimbrug.application.configuration.saves import Proposal, last_save, undo_save
from verzuimbrug.application.configuration.showing_first import (
    Change,
    Shown,
    apply_shown,
    show_change,
)
from verzuimbrug.application.employers.employers import rename_employer
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Arbodienst

pytestmark = pytest.mark.usefixtures("database")


def _renaming(own: int, new: str) -> Change:
    def change(dry_run: bool) -> Configured:  # noqa: FBT001
        return rename_employer(own, "FLSN1001", new, by="mies", dry_run=dry_run)

    return change


def _export(own: int) -> str:
    return export_configuration(Arbodienst.objects.get(id=own))


def _undo(own: int, save: int | None) -> Proposal:
    assert save is not None
    told = undo_save(own, save, by="mies", dry_run=True)
    made = undo_save(own, save, by="mies")
    assert told.configured.differences == made.configured.differences
    return made


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    assert all(found.text() and found.action("en") for found in findings)
    return [found.code for found in findings]


def _saved(own: int, configuration: dict[str, Any]) -> int:
    outcome = configure(as_file(configuration), "mies")
    assert outcome.applied
    save = last_save(own)
    assert save is not None
    return save


def test_a_change_is_made_as_it_was_shown() -> None:
    own = coupling().arbodienst
    change = _renaming(own, "W9")
    shown = show_change(change)
    assert employer(own, "FLSN1001").code == "FLSN1001"

    made = apply_shown(own, change, shown.digest)
    assert (made.applied, made.differences) == (True, shown.differences)
    assert employer(own, "FLSN1001").code == "W9"


def test_a_change_that_comes_to_something_else_by_now_is_shown_anew() -> None:
    own = coupling().arbodienst
    shown = show_change(_renaming(own, "W9"))
    other = apply_shown(own, _renaming(own, "W8"), shown.digest)

    assert (other.applied, other.save) == (False, None)
    assert other.digest != shown.digest
    assert employer(own, "FLSN1001").code == "FLSN1001"


def test_a_change_that_cannot_be_is_told() -> None:
    own = coupling().arbodienst
    shown = show_change(_renaming(own, ""))

    assert _codes(shown.findings) == ["EI115"]
    assert not apply_shown(own, _renaming(own, ""), shown.digest).applied


def test_a_change_that_changes_nothing_has_nothing_to_undo() -> None:
    own = coupling().arbodienst

    def change(dry_run: bool) -> Configured:  # noqa: FBT001
        return configure(as_file(example()), "mies", dry_run=dry_run)

    made = apply_shown(own, change, show_change(change).digest)
    assert (made.applied, made.differences, made.save) == (True, (), None)


def test_warnings_go_along() -> None:
    own = coupling().arbodienst
    warning = Finding("EI211", {"count": "1", "scheme": "s", "classifications": "c"})

    def change(dry_run: bool) -> Proposal:  # noqa: FBT001
        renamed = rename_employer(own, "FLSN1001", "W9", by="mies", dry_run=dry_run)
        return Proposal(configured=renamed, warnings=(warning,))

    shown = show_change(change)
    assert shown.warnings == (warning,)
    made: Shown = apply_shown(own, change, shown.digest)
    assert (made.warnings, made.save) == ((warning,), last_save(own))


def test_everything_of_a_save_is_taken_back() -> None:
    own = coupling().arbodienst
    configuration = example()
    configuration["conversion_tables"] = [{"code": "tabel", "values": {"A": "1"}}]
    apply(configuration)
    before = _export(own)
    configuration["arbodienst"]["name"] = "Andere naam"
    configuration["employer_groups"][0]["open"] = False
    configuration["classification_schemes"][0]["name"] = "Nieuw"
    configuration["conversion_tables"][0]["values"] = {"A": "2"}
    configuration["employers"][0] |= {"name": "Anders", "start": "2020-01-01", "groups": []}
    (account,) = configuration["accounts"]
    account["culture"] = "en"
    account["streams"][0]["mode"] = "approval"
    save = _saved(own, configuration)

    assert not _undo(own, save).warnings
    after = _export(own)
    assert [line for line in after.splitlines() if line not in before.splitlines()] == []


def test_a_stream_alone_is_taken_back() -> None:
    own = coupling().arbodienst
    before = _export(own)
    configuration = example()
    configuration["accounts"][0]["streams"][0]["mode"] = "approval"
    save = _saved(own, configuration)

    _undo(own, save)
    assert _export(own) == before


def test_an_employer_gets_its_code_back_and_keeps_the_other_reserved() -> None:
    own = coupling().arbodienst
    rename_employer(own, "FLSN1001", "W9", by="mies")

    _undo(own, last_save(own))
    found = employer(own, "W9")
    assert (found.code, found.former_codes) == ("FLSN1001", ("W9",))


def test_what_a_save_made_stays() -> None:
    own = coupling().arbodienst
    take_in(own, "code;naam;kvk\nFLSN1001;Anders;\nW1;Een;12345678\n")

    undone = _undo(own, last_save(own))
    assert _codes(undone.warnings) == ["CF038"]
    assert employer(own, "FLSN1001").name == "Bakkerij De Korenbloem B.V."
    assert employer(own, "W1").name == "Een"


def test_what_only_made_something_is_not_taken_back() -> None:
    own = coupling().arbodienst
    take_in(own, "code;naam\nW1;Een\n")

    assert last_save(own) is None


def test_what_was_changed_again_since_stays() -> None:
    own = coupling().arbodienst
    take_in(own, "code;naam\nW1;Een\n")
    take_in(own, "code;naam\nW1;Twee\nFLSN1001;Anders\n")
    save = last_save(own)
    assert save is not None
    take_in(own, "code;naam\nW1;Drie\n")

    undone = _undo(own, save)
    assert [(found.code, found.params["names"]) for found in undone.warnings] == [("CF039", "W1")]
    assert employer(own, "W1").name == "Drie"
    assert employer(own, "FLSN1001").name == "Bakkerij De Korenbloem B.V."

    again = undo_save(own, save, by="mies")
    assert _codes(again.configured.findings) == ["CF040"]


def test_of_many_that_were_changed_since_the_first_are_named() -> None:
    own = coupling().arbodienst
    rows = "".join(f"W{number:02};{{}}\n" for number in range(12))
    for name in ("Een", "Twee"):
        take_in(own, "code;naam\n" + rows.format(*[name] * 12))
    save = last_save(own)
    assert save is not None
    take_in(own, "code;naam\n" + rows.format(*["Drie"] * 12))

    (finding,) = undo_save(own, save, by="mies").warnings
    assert finding.params["count"] == "12"
    assert finding.params["names"].endswith("W08, W09, …")


def test_there_is_nothing_to_take_back_of_what_never_was() -> None:
    own = coupling().arbodienst

    assert _codes(undo_save(own, 10**9, by="mies").configured.findings) == ["CF040"]
    assert last_save(Arbodienst.objects.create(code="LEEG", name="Leeg").id) is None
