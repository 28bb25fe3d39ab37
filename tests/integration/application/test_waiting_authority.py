"""What waits at a closed account is as what does not exist: it is not listed, shown, decided on."""

from dataclasses import replace

import pytest

from doors_world import Coupling
from held_world import hold, reader, watched
from parking_world import GROUP, go_live_beside, house, park_double, park_gap, park_unknown_employer
from reconciliation_world import decider, given_files, start
from sending_world import go_live, report, sick, take
from undo_world import of, undone
from verzuimbrug.application.access import Reader
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.disputed import list_disputed
from verzuimbrug.application.held.judge import approve, reject
from verzuimbrug.application.held.restanding import restand
from verzuimbrug.application.held.show import list_held, show_changes
from verzuimbrug.application.held.values import Judgement
from verzuimbrug.application.pages import Window
from verzuimbrug.application.parking.candidates import list_candidates
from verzuimbrug.application.parking.decide import create_person, link_person
from verzuimbrug.application.parking.healing import heal
from verzuimbrug.application.parking.listing import (
    GroupWindow,
    ParkedFilter,
    list_parked,
    list_parked_reports,
    show_group,
)
from verzuimbrug.application.parking.treatment import Treatment
from verzuimbrug.application.parking.values import GroupKey
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.giving import give_files
from verzuimbrug.application.portal_deliveries.reconciliation import (
    finish_reconciliation,
    show,
    start_reconciliation,
)
from verzuimbrug.application.portal_deliveries.taking_over import apply
from verzuimbrug.application.undoing.listing import list_undos
from verzuimbrug.application.undoing.taking_back import preview_take_back, take_back
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfStream, Shown
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.parking import Healing
from verzuimbrug.domain.reports import Standing
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.store.models import Employer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

WINDOW = Window(limit=10)
_NAMED = ParkedFilter(account="Felison verzekeringsinzicht")


def _only(*accounts: int) -> Authority:
    return Authority(accounts=frozenset(accounts))


def _reader(coupling: Coupling, *accounts: int) -> Reader:
    return replace(reader(coupling), authority=_only(*accounts))


def _decider(coupling: Coupling, *accounts: int) -> Decider:
    return replace(decider(coupling), authority=_only(*accounts))


def test_groups_are_listed_of_open_accounts_only() -> None:
    coupling = _live()
    park_unknown_employer(coupling)
    other = go_live_beside(coupling)
    park_unknown_employer(other)

    def accounts(who: Reader, chosen: ParkedFilter = ParkedFilter()) -> int:  # noqa: B008
        return len(list_parked(who, chosen, GroupWindow()).items)

    assert accounts(reader(coupling)) == 2
    assert accounts(_reader(coupling, coupling.account)) == 1
    assert accounts(_reader(coupling, coupling.account), _NAMED) == 1
    assert accounts(_reader(coupling, other.account), _NAMED) == 0
    assert accounts(_reader(coupling)) == 0


def test_a_group_of_a_closed_account_is_not_there() -> None:
    coupling = _live()
    park_unknown_employer(coupling)
    key = GroupKey(account=coupling.account, cause="WG201", subject=("FLSN1002",))
    may, may_not = _reader(coupling, coupling.account), _reader(coupling)

    assert show_group(may, key) is not None
    assert list_parked_reports(may, key, WINDOW) is not None
    assert show_group(may_not, key) is None
    assert list_parked_reports(may_not, key, WINDOW) is None
    (finding,) = heal(_decider(coupling), key, Treatment(healing=Healing.RELEASE_GAP)).findings
    assert finding.code == "PK102"


@pytest.mark.parametrize("healing", [Healing.CREATE_EMPLOYER, Healing.ADD_TO_GROUP])
def test_who_is_limited_makes_no_employer_and_moves_none(healing: Healing) -> None:
    """By an employer in a group of theirs they would open its dossiers to themselves."""
    coupling = _live()
    park_unknown_employer(coupling)
    key = GroupKey(account=coupling.account, cause="WG201", subject=("FLSN1002",))
    treatment = Treatment(healing=healing, name="Nieuw", group=GROUP)

    healed = heal(_decider(coupling, coupling.account), key, treatment)

    assert [finding.code for finding in healed.findings] == ["PK107"]
    assert not healed.applied


def test_gaps_of_a_closed_account_are_not_released() -> None:
    coupling = _live()
    park_gap(coupling)
    treatment = Treatment(healing=Healing.RELEASE_GAP)
    every = GroupKey(account=coupling.account, cause="VZ301", subject=())

    (finding,) = heal(_decider(coupling), every, treatment).findings

    assert finding.code == "PK102"
    assert heal(_decider(coupling, coupling.account), every, treatment).reports == 2


def test_who_a_key_may_be_is_told_and_decided_of_open_accounts_only() -> None:
    coupling = _live()
    employee = park_double(coupling)
    group = GroupKey(account=coupling.account, cause="WN401", subject=("FLSN1001", "b"))
    with tenant(coupling.arbodienst):
        employer = Employer.objects.get(code="FLSN1001").id
    key = PersonKey(coupling.account, employer, "b")

    assert len(list_candidates(_reader(coupling, coupling.account), group)) == 1
    assert list_candidates(_reader(coupling), group) == ()
    assert not link_person(_decider(coupling), key, employee)
    assert not create_person(_decider(coupling), key)
    assert link_person(_decider(coupling, coupling.account), key, employee)


def test_held_messages_of_a_closed_account_are_not_there() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    may, may_not = _reader(coupling, coupling.account), _reader(coupling)
    judgement = Judgement(digest="", reason="gezien")

    assert [each.receipt for each in list_held(may, WINDOW).items] == [receipt]
    assert show_changes(may, receipt) is not None
    assert list_held(may_not, WINDOW).items == ()
    assert show_changes(may_not, receipt) is None
    assert approve(_decider(coupling), receipt, judgement) is None
    assert reject(_decider(coupling), receipt, "verkeerd") is None
    decided = reject(_decider(coupling, coupling.account), receipt, "verkeerd")
    assert decided is not None
    assert decided.goes_on


def test_reports_of_a_closed_account_are_not_decided_on() -> None:
    coupling = _live()
    (told,) = take(coupling, sick(report(), report("VG1", 1, at=1)))
    place = (told.receipt, 1)
    may, may_not = _reader(coupling, coupling.account), _reader(coupling)

    assert [each.position for each in list_disputed(may, WINDOW).items] == [1]
    assert list_disputed(may_not, WINDOW).items == ()
    shown = {
        who.authority: restand(who, place, Standing.CHOSEN, "", dry_run=True)
        for who in (_decider(coupling), _decider(coupling, coupling.account))
    }
    assert [each is None for each in shown.values()] == [True, False]


def test_messages_of_a_closed_account_are_not_undone() -> None:
    coupling = _live()
    (told,) = take(coupling, sick(report()))
    since = OfStream(account=coupling.account, stream="Verzuimmeldingen", since=told.received_at)
    may, may_not = _reader(coupling, coupling.account), _reader(coupling)

    for what in (of(told.receipt), since):
        assert preview_undo(may, what) is not None
        assert preview_undo(may_not, what) is None
        assert undo(_decider(coupling), what, "vergissing", Shown(digest="")) is None


def test_undos_of_a_closed_account_are_not_there() -> None:
    coupling = _live()
    (first, _) = take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    since = OfStream(account=coupling.account, stream="Verzuimmeldingen", since=first.received_at)
    made = [undone(coupling, what).undo for what in (of(first.receipt), since)]
    may, may_not = _reader(coupling, coupling.account), _reader(coupling)

    assert [each.id for each in list_undos(may, WINDOW).items] == made
    assert list_undos(may_not, WINDOW).items == ()
    for number in made:
        assert preview_take_back(may, number) is not None
        assert preview_take_back(may_not, number) is None
        assert take_back(_decider(coupling), number, "toch goed") is None


def test_the_state_of_a_closed_account_is_not_compared() -> None:
    coupling = _live()
    account = coupling.account
    files = given_files(sick(report()))
    assert start_reconciliation(_decider(coupling), account, files) is None
    start(coupling, sick(report()))

    assert show(_reader(coupling, account), account, lambda _: None).employers
    with pytest.raises(DeliveryError, match="no reconciliation"):
        show(_reader(coupling), account, lambda _: None)
    with pytest.raises(DeliveryError, match="no reconciliation"):
        give_files(_decider(coupling), account, files)
    with pytest.raises(DeliveryError, match="no reconciliation"):
        apply(_decider(coupling), account, [], "Nagevraagd")
    with pytest.raises(DeliveryError, match="no reconciliation"):
        finish_reconciliation(_decider(coupling), account)


def _live() -> Coupling:

    return go_live(house())
