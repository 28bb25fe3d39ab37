"""Whether employers know the same kinds of absence, and in what they differ (GR-4)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeEmployers:
    """Employers, by code, that have exactly these classifications; None: they have no scheme."""

    employers: tuple[str, ...]
    classifications: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferingClassification:
    """A classification that some of the employers have and some have not."""

    code: str
    having: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationDifferences:
    """In what employers differ: a row for each classification that not all of them have.

    `alike` puts together the employers that do not differ, the largest set first.
    """

    rows: tuple[DifferingClassification, ...] = ()
    without_scheme: tuple[str, ...] = ()
    alike: tuple[AlikeEmployers, ...] = ()

    @property
    def are_equal(self) -> bool:
        """Whether all employers have the same classifications."""
        return len(self.alike) <= 1


def classification_differences(
    employers: Mapping[str, frozenset[str] | None],
) -> ClassificationDifferences:
    """Compares the classifications of employers, by employer code; None: without a scheme.

    Having no scheme differs from having any, also from one without classifications.
    """
    by_set: dict[frozenset[str] | None, list[str]] = defaultdict(list)
    having: dict[str, list[str]] = defaultdict(list)
    for employer in sorted(employers):
        by_set[employers[employer]].append(employer)
        for code in employers[employer] or ():
            having[code].append(employer)
    alike = (AlikeEmployers(employers=tuple(by_set[each]), classifications=each) for each in by_set)
    return ClassificationDifferences(
        rows=tuple(
            _row(code, having[code], employers)
            for code in sorted(having)
            if len(having[code]) < len(employers)
        ),
        without_scheme=tuple(by_set.get(None, ())),
        alike=tuple(sorted(alike, key=lambda each: (-len(each.employers), each.employers))),
    )


def _row(
    code: str, having: list[str], employers: Mapping[str, frozenset[str] | None]
) -> DifferingClassification:
    lacking = sorted(employers.keys() - set(having))
    return DifferingClassification(code=code, having=tuple(having), lacking=tuple(lacking))
