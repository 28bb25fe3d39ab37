"""Whether somebody who signed in has shown a second factor, where one is required."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.http import HttpRequest

_ENOUGH = {"mfa", "socialaccount"}
"""A provider sees to a second factor itself."""


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether nothing is open yet but the pages where one is set up."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    records = get_authentication_records(request, request.user)
    return not any(record["method"] in _ENOUGH for record in records)


def show_second_factor(request: HttpRequest) -> None:
    """Somebody just set one up, with which it was shown too."""
    record_authentication(request, request.user, "mfa", set_up=True)
