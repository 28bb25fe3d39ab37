"""Reads the import configurations of streams, set-wise."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from verzuimbrug.application.configuration import import_configuration
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.store.models import AccountScope, ClientAccount, Stream


def read_configurations(streams: Collection[int]) -> Mapping[int, ImportConfiguration]:
    """The configuration per stream of the present tenant: three queries, however many streams."""
    found = list(Stream.objects.filter(id__in=streams))
    accounts = {
        account.id: account
        for account in ClientAccount.objects.filter(id__in={s.account_id for s in found})
    }
    scopes: dict[int, list[AccountScope]] = defaultdict(list)
    for scope in AccountScope.objects.filter(account_id__in=accounts):
        scopes[scope.account_id].append(scope)
    return {
        stream.id: import_configuration(
            accounts[stream.account_id], scopes[stream.account_id], stream
        )
        for stream in found
    }
