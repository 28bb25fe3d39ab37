"""The bytes of a message to look at: masked until somebody asks, findings at their place."""

import pytest

from reading_world import house
from sending_world import (
    EMPLOYEES,
    absence,
    deliver,
    employees,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    take,
    work,
)
from undo_world import reader
from verzuimbrug.application.access import ReadAction, Reader
from verzuimbrug.application.messages.contents import Contents, Look, download, read_contents
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import AccessLog, MessageBody
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _texts(of: Contents) -> dict[str, str | None]:
    return {each.line.tag: each.text for each in of.lines}


def _read(somebody: Reader, receipt: str, **look: object) -> Contents:
    found = read_contents(somebody, receipt, Look(**look))  # type: ignore[arg-type]
    assert found is not None
    return found


def _looks(arbodienst: int) -> list[tuple[str, list[int]]]:
    with tenant(arbodienst):
        return list(AccessLog.objects.order_by("id").values_list("action", "employees"))


def test_what_it_says_of_persons_is_masked_until_somebody_asks() -> None:
    """VZ-14, WN-6: a citizen service number and free text are shown to nobody."""
    coupling = go_live()
    said = report("VG1", free_text=("Ligt in het ziekenhuis",))
    content = absence(employer("1001", person("w-1", said, bsn="123456782")))
    (done,) = take(coupling, content)

    masked = _read(reader(coupling), done.receipt)
    texts = _texts(masked)
    assert (texts["IdWrknmr"], texts["VrzmgvlId"]) == ("w-1", "VG1")
    assert [texts[tag] for tag in ("SignNm", "Gebdat", "SofiNr", "VrijeTekst")] == [None] * 4
    can_be_asked = {each.line.tag for each in masked.lines if each.can_be_asked}
    assert "SignNm" in can_be_asked
    assert not {"SofiNr", "VrijeTekst", "IdWrknmr"} & can_be_asked

    asked = _read(reader(coupling), done.receipt, asks=True)
    texts = _texts(asked)
    assert (texts["SignNm"], texts["Gebdat"]) == ("Smit w-1", "1980-02-05")
    assert (texts["SofiNr"], texts["VrijeTekst"]) == (None, None)
    assert not any(each.can_be_asked for each in asked.lines)
    first, second = _looks(coupling.arbodienst)
    assert first[0] == ReadAction.MESSAGE
    assert second[0] == ReadAction.MESSAGE_SHOWN
    assert first[1] == second[1]
    assert len(first[1]) == 1


def test_findings_stand_at_their_element_and_others_before_the_first() -> None:
    coupling = go_live()
    valid = sick(report()).decode()
    faulty = valid.replace("<Gebdat>1980-02-05</Gebdat>", "<Gebdat>morgen</Gebdat>")
    faulty = faulty.replace("<Voorl>J</Voorl>", "")
    receipt = deliver(coupling, faulty.encode())
    work()

    shown = _read(reader(coupling), receipt)
    at = {
        each.line.tag: [finding.code for finding in each.findings]
        for each in shown.lines
        if each.findings
    }
    assert at == {"Gebdat": ["CAT11"], "Wrknmr": ["CAT01"]}
    assert shown.general == ()


def test_findings_of_reports_stand_in_their_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verzuimbrug.application.messages.contents.MOST_LINES", 30)
    coupling = go_live()
    (done,) = take(
        coupling,
        absence(
            employer("1001", person("w-1", report("VG1"))),
            employer("9999", person("w-2", report("VG2"))),
        ),
    )

    parts, after = [], 0
    while True:
        part = _read(reader(coupling), done.receipt, after=after)
        parts.append(part)
        if part.next is None:
            break
        after = part.next
    assert [part.lines[0].line.number for part in parts] == [1 + 30 * n for n in range(len(parts))]
    told = [
        (finding.code, each.line.path)
        for part in parts
        for each in part.lines
        for finding in each.findings
    ]
    assert told == [("WG201", "/Verzuimmeldingen/Wrkgvr[2]")] * len(told)
    assert told
    persons = {employee for _, seen in _looks(coupling.arbodienst) for employee in seen}
    assert len(persons) == 1


def test_a_dry_run_has_its_findings_too() -> None:
    coupling = go_live(settings(mode="dry-run"))
    (done,) = take(coupling, sick(report(), number="9999"))

    shown = _read(reader(coupling), done.receipt)
    assert [each.code for each in shown.general] == ["IN401"]
    assert any(each.findings for each in shown.lines)


def test_who_looks_at_person_data_is_kept_with_the_persons() -> None:
    coupling = go_live()
    (done,) = take(coupling, employees(person("w-1"), person("w-2")), stream="WerknemersGegevens")
    _read(reader(coupling), done.receipt)

    ((_, seen),) = _looks(coupling.arbodienst)
    assert len(seen) == 2


def test_what_cannot_be_read_says_why() -> None:
    coupling = go_live()
    receipt = deliver(coupling, b"geen xml")
    work()

    shown = _read(reader(coupling), receipt)
    assert shown.lines == ()
    assert shown.unreadable is not None
    assert shown.unreadable.code == "XML06"
    assert download(reader(coupling), receipt) is not None


def test_erased_bytes_are_not_there() -> None:
    coupling = go_live()
    receipt = deliver(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        MessageBody.objects.update(content=b"")

    assert _read(reader(coupling), receipt) == Contents(is_erased=True)
    assert download(reader(coupling), receipt) is None


def test_a_download_is_the_bytes_as_received_and_is_kept() -> None:
    coupling = go_live()
    content = sick(report())
    (done,) = take(coupling, content)

    got = download(reader(coupling), done.receipt)
    assert got is not None
    assert (got.content, got.file_name) == (content, f"{done.receipt}.xml")
    ((action, persons),) = _looks(coupling.arbodienst)
    assert (action, len(persons)) == (ReadAction.MESSAGE_DOWNLOADED, 1)


def test_only_somebody_with_the_whole_coupling_sees_a_message() -> None:
    coupling, other = go_live(), house("ANDER")
    (done,) = take(coupling, sick(report()))
    closed = Authority(accounts=frozenset())

    for somebody in (
        Reader(arbodienst=coupling.arbodienst, principal="wie", authority=closed),
        Reader(arbodienst=other.arbodienst, principal="wie"),
    ):
        assert read_contents(somebody, done.receipt, Look()) is None
        assert download(somebody, done.receipt) is None


def test_who_has_no_case_stays_masked_also_for_who_asks() -> None:
    """A person known from employee data only is shown without a name (datakluis)."""
    coupling = go_live()
    take(coupling, sick(report("VG1"), key="w-1"))
    (done,) = take(coupling, employees(person("w-1"), person("w-2")), stream=EMPLOYEES)

    asked = _read(reader(coupling), done.receipt, asks=True)

    names = [each.text for each in asked.lines if each.line.tag == "SignNm"]
    assert names == ["Smit w-1", None]
    assert not any(each.can_be_asked for each in asked.lines)


def test_what_a_dry_run_says_of_persons_opens_by_its_kind() -> None:
    """A report of absence is about a case to be; employee data alone are not (datakluis)."""
    coupling = go_live()
    (absent,) = take(coupling, sick(report("VG1"), test=True))
    (known,) = take(coupling, employees(person("w-2"), test=True), stream=EMPLOYEES)

    absence_said = _texts(_read(reader(coupling), absent.receipt, asks=True))
    employees_said = _texts(_read(reader(coupling), known.receipt, asks=True))

    assert absence_said["SignNm"] == "Smit w-1"
    assert employees_said["SignNm"] is None
