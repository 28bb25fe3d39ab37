"""The addresses of Waiting, and of undoing."""

from django.urls import path

from verzuimbrug.console.waiting.dispute import show_report
from verzuimbrug.console.waiting.heal import heal_group, heal_together
from verzuimbrug.console.waiting.held import approve_together, show_held
from verzuimbrug.console.waiting.held_message import show_held_message
from verzuimbrug.console.waiting.parked_group import show_parked_group
from verzuimbrug.console.waiting.parking_list import show_parked
from verzuimbrug.console.waiting.proposals import (
    approve_chosen,
    approve_one,
    refuse_one,
    show_one,
    show_proposals,
)
from verzuimbrug.console.waiting.reconcile_employer import reconcile_employer
from verzuimbrug.console.waiting.reconciliations import (
    compare_employers,
    finish,
    give_state,
    show_reconciliation,
    show_reconciliations,
)
from verzuimbrug.console.waiting.undo_made import undo_message, undo_stream
from verzuimbrug.console.waiting.undos import show_undos, take_undo_back

_HELD, _STATE = "wachtend/ter-goedkeuring/", "wachtend/afstemming/"
_PROPOSALS = "wachtend/werkgevers/"

urlpatterns = [
    path("wachtend/", show_parked, name="waiting"),
    path("wachtend/samen/", heal_together, name="heal-together"),
    path("wachtend/groep/<str:address>/", show_parked_group, name="parked-group"),
    path("wachtend/groep/<str:address>/<str:healing>/", heal_group, name="heal-group"),
    path(_HELD, show_held, name="held"),
    path(f"{_HELD}samen/", approve_together, name="approve-together"),
    path(f"{_HELD}<str:receipt>/", show_held_message, name="held-message"),
    path(f"{_HELD}<str:receipt>/melding/<int:position>/", show_report, name="dispute"),
    path(_PROPOSALS, show_proposals, name="employer-proposals"),
    path(f"{_PROPOSALS}samen/", approve_chosen, name="approve-proposals"),
    path(f"{_PROPOSALS}<int:number>/", show_one, name="employer-proposal"),
    path(f"{_PROPOSALS}<int:number>/goedkeuren/", approve_one, name="approve-proposal"),
    path(f"{_PROPOSALS}<int:number>/afwijzen/", refuse_one, name="refuse-proposal"),
    path(_STATE, show_reconciliations, name="reconciliations"),
    path(f"{_STATE}<int:account>/", show_reconciliation, name="reconciliation"),
    path(f"{_STATE}<int:account>/bestanden/", give_state, name="give-state"),
    path(f"{_STATE}<int:account>/werkgevers/", compare_employers, name="compare-employers"),
    path(f"{_STATE}<int:account>/werkgever/", reconcile_employer, name="reconcile-employer"),
    path(f"{_STATE}<int:account>/afronden/", finish, name="finish-reconciliation"),
    path("wachtend/ongedaan/", show_undos, name="undos"),
    path("wachtend/ongedaan/<int:number>/terugnemen/", take_undo_back, name="take-undo-back"),
    path("berichten/<str:receipt>/ongedaan/", undo_message, name="undo-message"),
    path("koppelingen/<int:account>/<int:stream>/ongedaan/", undo_stream, name="undo-stream"),
]
