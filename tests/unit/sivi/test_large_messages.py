"""A large message is read in a small part of the memory that its tree would take (MSG-3, MSG-6)."""

import subprocess
import sys
from pathlib import Path

import pytest

from verzuimbrug.domain.deliveries import DeliveredPerson, Delivery
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.judging import check_in_pieces
from verzuimbrug.sivi.mapping import map_delivery
from verzuimbrug.sivi.portions import open_message

NAMESPACE = "http://www.sivi.org/Verzuimmanagement/Verzuimmeldingen/2026"
GENERAL = """<BrAlg>
<BrCd>00100</BrCd>
<VnrBrCd>00013</VnrBrCd>
<AandatBr>2026-10-01</AandatBr>
<AantijdBr>08:00:00</AantijdBr>
<IdInzndr>Felison</IdInzndr>
<GebrSwPakket>VerzekeringsInzicht</GebrSwPakket>
<IdOntvngr>Gezond</IdOntvngr>
<Berrefnr>1</Berrefnr>
<TestJN>N</TestJN>
<OntvngstbevJN>N</OntvngstbevJN>
</BrAlg>"""
CONTACT_PERSON = """<Cntprsn>
<Achternaam>Beheer</Achternaam>
<Voorl>A</Voorl>
<GslchtCd>O</GslchtCd>
<RolCntprsnCd>01</RolCntprsnCd>
<Com>
<SrtComCd>06</SrtComCd>
<NrCom>0201234567</NrCom>
</Com>
</Cntprsn>"""
EMPLOYER = f"""<Wrkgvr>
<HndlsnmOrg>Bakkerij De Korenbloem B.V.</HndlsnmOrg>
<IdWrkgvrArbdnst>{{number}}</IdWrkgvrArbdnst>
<AansltnrGeguitwlngArbdnst>AG{{number}}</AansltnrGeguitwlngArbdnst>
{CONTACT_PERSON}
{{persons}}</Wrkgvr>"""
PERSON = f"""<Wrknmr>
<Gebdat>1980-01-31</Gebdat>
<SignNm>Bakker</SignNm>
<Voorl>J</Voorl>
<NmvrkrCd>01</NmvrkrCd>
<GslchtCd>V</GslchtCd>
<IdWrknmr>W{{number}}</IdWrknmr>
<Dnstvbnd>
<IdDnstvbnd>D{{number}}</IdDnstvbnd>
<Ingdat>2020-01-01</Ingdat>
<OrgeenhCd>BAK</OrgeenhCd>
<Vrzm>
<VrwrkCd>01</VrwrkCd>
<IngdatMutVrzm>2026-09-01</IngdatMutVrzm>
<VrzmgvlId>C{{number}}</VrzmgvlId>
<VrzmgvlVnrMld>1</VrzmgvlVnrMld>
<EndVrzmJN>N</EndVrzmJN>
<DatEerstVrzmdg>2026-09-01</DatEerstVrzmdg>
<PrcVrzm>{{percentage}}</PrcVrzm>
<OorzkVrzmCd>99</OorzkVrzmCd>
<VngntJN>N</VngntJN>
{CONTACT_PERSON}
</Vrzm>
{CONTACT_PERSON}
</Dnstvbnd>
</Wrknmr>
"""
MANY, VERY_MANY = 3_000, 12_000
MOST_GROWTH = 40 * 1024 * 1024
"""A tree of very many persons would take four times as much."""

PEAK = """
import re, sys
from pathlib import Path
from verzuimbrug.sivi.portions import open_message

def peak():
    return int(re.search("VmHWM:(.*)kB", Path("/proc/self/status").read_text())[1]) * 1024

content = Path(sys.argv[1]).read_bytes()
before = peak()
opened = open_message(content)
if opened.checked.valid:
    for given in (opened.employer_tags(), opened.portions(500)):
        for each in given:
            pass
print(peak() - before)
"""
"""Prints how many bytes a process grows by a message; rusage would go by who started it, too."""


def _message(persons: int, employers: int, percentage: str = "100.00") -> bytes:
    each = persons // employers
    content = "".join(_employer(number, each, percentage) for number in range(employers))
    message = f'<Verzuimmeldingen xmlns="{NAMESPACE}">\n{GENERAL}\n{content}</Verzuimmeldingen>'
    return message.encode()


def _employer(number: int, persons: int, percentage: str) -> str:
    numbers = range(number * persons, (number + 1) * persons)
    texts = (PERSON.format(number=person, percentage=percentage) for person in numbers)
    return EMPLOYER.format(number=number, persons="".join(texts)) + "\n"


def _whole(content: bytes) -> Delivery:
    checked = check(content)
    assert checked.table is not None
    assert checked.root is not None
    return map_delivery(checked.table, checked.root)


def _persons(delivery: Delivery) -> list[DeliveredPerson]:
    return [person for employer in delivery.employers for person in employer.persons]


def _growth(content: bytes, folder: Path) -> int:
    path = folder / "message.xml"
    path.write_bytes(content)
    command = [sys.executable, "-c", PEAK, str(path)]
    return int(subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("employers", [1, 60, MANY])
def test_a_large_message_is_the_same_in_pieces(employers: int) -> None:
    content = _message(MANY, employers)
    opened = open_message(content)
    whole = _whole(content)

    assert opened.checked.findings == ()
    assert [p for portion in opened.portions(500) for p in _persons(portion)] == _persons(whole)
    assert list(opened.employer_tags()) == [employer.tags for employer in whole.employers]


@pytest.mark.parametrize("employers", [1, 60])
def test_faults_of_a_large_message_are_the_same_in_pieces(employers: int) -> None:
    content = _message(MANY, employers, percentage="100")

    assert check_in_pieces(content).findings == check(content).findings


@pytest.mark.parametrize("percentage", ["100.00", "100"], ids=["valid", "faults"])
@pytest.mark.parametrize("employers", [1, 60, VERY_MANY])
def test_a_large_message_takes_little_memory(
    employers: int, percentage: str, tmp_path: Path
) -> None:
    content = _message(VERY_MANY, employers, percentage)

    assert _growth(content, tmp_path) < MOST_GROWTH
