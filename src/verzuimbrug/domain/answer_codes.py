"""The codes that answers carry (AN-1, AN-2).

Public sources do not give their meanings, so these defaults are a choice, until somebody confirms
them with the sender: of the Retourmelding 02 and 03 are the kinds that every edition has, and of
its faults 99 says the least. The message code of the Verwerkingsmelding is in no public table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from verzuimbrug.domain.answers import Processability


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCodes:
    """What stands in the answers to one stream.

    `received` and `rejected` are kinds of Retourmelding (`SrtRetmldngCd`); `fault` stands for every
    finding that `faults` has no code for (`SrtFoutCd`). `message_code` and `message_version` are
    those of the Verwerkingsmelding (`BrCd`, `VnrBrCd`) where its table has none. `controls` gives a
    control code (`CtrlCd`) for a finding; any other goes by its own five characters.
    """

    received: str = "02"
    rejected: str = "03"
    fault: str = "99"
    faults: Mapping[str, str] = field(default_factory=dict)
    message_code: str = "00000"
    message_version: str = "00001"
    processed: str = "01"
    with_remarks: str = "02"
    not_processed: str = "03"
    controls: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False

    def fault_of(self, finding: str) -> str:
        """The fault code of a finding."""
        return self.faults.get(finding, self.fault)

    def control_of(self, finding: str) -> str:
        """The control code of a finding."""
        return self.controls.get(finding, finding)

    def processability_of(self, processability: Processability) -> str:
        """The code of what became of a report."""
        return {
            Processability.PROCESSED: self.processed,
            Processability.WITH_REMARKS: self.with_remarks,
            Processability.NOT_PROCESSED: self.not_processed,
        }[processability]


DEFAULT_CODES = AnswerCodes()
