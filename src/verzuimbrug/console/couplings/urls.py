"""The addresses of couplings."""

from django.urls import path

from verzuimbrug.console.couplings import (
    credentials,
    editing,
    guide,
    history,
    keys,
    links,
    listing,
    load,
    making,
    portal_list,
    readiness,
    revoking,
    sandbox,
    status,
    streams,
    trying,
)

_ONE = "koppelingen/<int:coupling>/"
_STREAM = f"{_ONE}importkoppelingen/"

urlpatterns = [
    path("koppelingen/", listing.couplings, name="couplings"),
    path("koppelingen/nieuw/", making.new_coupling, name="coupling-new"),
    path(_ONE, guide.coupling, name="coupling"),
    path(f"{_ONE}stappen/", guide.steps, name="coupling-steps"),
    path(f"{_ONE}klantaccount/", editing.account, name="coupling-account"),
    path(f"{_ONE}autorisaties/", editing.scope, name="coupling-scope"),
    path(f"{_ONE}adressen/", editing.addresses, name="coupling-addresses"),
    path(f"{_ONE}geschiedenis/", history.history, name="coupling-history"),
    path(f"{_ONE}geschiedenis/<int:number>/terug/", history.restore, name="coupling-restore"),
    path(f"{_ONE}inloggegevens/", credentials.credentials, name="coupling-credentials"),
    path(f"{_ONE}inloggegevens/uitgeven/", credentials.issue, name="coupling-issue"),
    path(f"{_ONE}inloggegevens/vernieuwen/", credentials.rotate, name="coupling-rotate"),
    path(f"{_ONE}inloggegevens/intrekken/", revoking.revoke_all, name="coupling-revoke"),
    path(
        f"{_ONE}inloggegevens/<int:credential>/intrekken/",
        revoking.revoke_one,
        name="coupling-credential-revoke",
    ),
    path(f"{_ONE}links/<int:link>/vernieuwen/", revoking.renew, name="coupling-link-renew"),
    path(f"{_ONE}links/<int:link>/intrekken/", revoking.withdraw, name="coupling-link-withdraw"),
    path(f"{_ONE}sftp-sleutels/", keys.keys, name="coupling-keys"),
    path(f"{_ONE}sftp-sleutels/toevoegen/", keys.add, name="coupling-key-add"),
    path(f"{_ONE}sftp-sleutels/maken/", keys.make, name="coupling-key-make"),
    path(f"{_ONE}sftp-sleutels/intrekken/", keys.revoke, name="coupling-key-revoke"),
    path(f"{_ONE}sftp-login/", keys.make_login, name="coupling-login"),
    path(_STREAM, streams.streams, name="coupling-streams"),
    path(f"{_ONE}importkoppeling-nieuw/", streams.new_stream, name="coupling-stream-new"),
    # A name may hold slashes: what belongs to a stream comes before the stream itself.
    path(f"{_STREAM}<path:stream>/proef/", trying.try_stream, name="coupling-try"),
    path(
        f"{_STREAM}<path:stream>/versies/", history.stream_versions, name="coupling-stream-versions"
    ),
    path(
        f"{_STREAM}<path:stream>/versies/<int:number>/terug/",
        history.restore_stream,
        name="coupling-stream-restore",
    ),
    path(f"{_STREAM}<path:stream>/", streams.stream, name="coupling-stream"),
    path(f"{_ONE}gereedheid/", readiness.readiness, name="coupling-readiness"),
    path(f"{_ONE}gereedheid/controles/", readiness.checks, name="coupling-checks"),
    path(f"{_ONE}gereedheid/afzien/", readiness.pass_over, name="coupling-waive"),
    path(
        f"{_ONE}gereedheid/<str:check>/meetellen/",
        readiness.count_again,
        name="coupling-count-again",
    ),
    path(f"{_ONE}werkgeverslijst/", portal_list.hand_in, name="coupling-portal-list"),
    path(f"{_ONE}werkgeverslijst/<int:file>/", portal_list.take, name="coupling-portal-list-take"),
    path(
        f"{_ONE}werkgeverslijst/wegnemen/",
        portal_list.remove,
        name="coupling-portal-list-remove",
    ),
    path(f"{_ONE}personen/", links.links, name="coupling-links"),
    path(f"{_ONE}personen/koppelen/", links.link_chosen, name="coupling-link"),
    path(f"{_ONE}personen/lijst/", links.read_list, name="coupling-keys-list"),
    path(f"{_ONE}initial-load/", load.load, name="coupling-load"),
    path(f"{_ONE}initial-load/voortgang/", load.progress, name="coupling-load-progress"),
    path(f"{_ONE}initial-load/vergelijking/", load.comparison, name="coupling-comparison"),
    path(f"{_ONE}initial-load/starten/", load.start, name="coupling-load-start"),
    path(f"{_ONE}initial-load/afbreken/", load.cancel, name="coupling-load-cancel"),
    path(f"{_ONE}proefomgeving/", sandbox.sandbox, name="coupling-sandbox"),
    path(f"{_ONE}proefomgeving/openen/", sandbox.open_one, name="coupling-sandbox-open"),
    path(f"{_ONE}proefomgeving/bijwerken/", sandbox.update, name="coupling-sandbox-update"),
    path(f"{_ONE}proefomgeving/sluiten/", sandbox.close, name="coupling-sandbox-close"),
    path(f"{_ONE}proefomgeving/pagina/", sandbox.make_page, name="coupling-sandbox-page"),
    path(
        f"{_ONE}proefomgeving/pagina/intrekken/",
        sandbox.withdraw_page,
        name="coupling-sandbox-page-withdraw",
    ),
    path(
        f"{_ONE}proefomgeving/overdragen/",
        sandbox.hand_over,
        name="coupling-sandbox-hand-over",
    ),
    path(f"{_ONE}status/", status.status, name="coupling-status"),
    path(f"{_ONE}status/live/", status.go_live, name="coupling-live"),
    path(f"{_ONE}status/gereed/", status.say_ready, name="coupling-ready"),
    path(f"{_ONE}status/pauzeren/", status.pause, name="coupling-pause"),
    path(f"{_ONE}status/beeindigen/", status.end, name="coupling-end"),
]
