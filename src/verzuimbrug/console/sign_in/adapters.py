"""Where allauth asks what holds here: who signs in, how often that may fail, what is kept of it."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from verzuimbrug.application.users.own_secrets import sealed_text, unsealed_text
from verzuimbrug.application.users.second_factor import is_last_factor
from verzuimbrug.application.users.signing_in import (
    claim,
    count_failure,
    forgive,
    keep_sign_in,
    known_by,
)
from verzuimbrug.console.pages import SEEN, answer
from verzuimbrug.console.sign_in.caller import address_of
from verzuimbrug.domain.permissions import Role

_JUST_NOW = 300
"""For so many seconds after signing in nobody is asked again who they are."""

TOO_OFTEN = _("This failed too often. Wait a quarter of an hour and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Address and password, of people who are there already; no mail is sent."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or was used before."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody comes in without an invitation."""
        del request
        return False

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Nothing: allauth has nothing to say here."""

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Nothing: our pages say what was done."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the caller, behind a proxy too."""
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Refuses an attempt after too many that failed."""
        claimed = claim(credentials.get("email", "").strip().lower(), address_of(request))
        if claimed is None:
            raise self.validation_error("too_many_login_attempts")
        self.claimed = claimed

    def authenticate(self, request: HttpRequest, **credentials: str) -> Any:  # noqa: ANN401 -- allauth's
        """The person with this address and password; nobody who was shut out."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        if user is not None:
            forgive(self.claimed)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Counts it, for all processes together."""
        del request, credentials
        count_failure(self.claimed)

    def reauthenticate(self, user: Any, password: str) -> bool:  # noqa: ANN401 -- allauth's
        """Whether somebody who signed in knows their password."""
        again = self.authenticate(context.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Not just after signing in."""
        del app, kwargs
        request = context.request
        records = get_authentication_records(request, request.user)
        since = timezone.now().timestamp() - _JUST_NOW
        return not any(record["at"] > since for record in records)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """What the day begins with."""
        if getattr(request.user, "role", "") == Role.OPERATOR:
            return reverse("arbodiensten")
        return settings.LOGIN_REDIRECT_URL

    def get_login_stages(self) -> list[str]:
        """The one step after the password."""
        return ["verzuimbrug.console.sign_in.stages.SecondFactorStage"]

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        """Keeps that somebody signed in, and how."""
        records = get_authentication_records(request, user)
        request.session[SEEN] = int(timezone.now().timestamp())
        keep_sign_in(user.pk, "+".join(dict.fromkeys(record["method"] for record in records)))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of second factors are encrypted; the last one stays where one is required."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "This is your only second factor. Set up another one before you take this one away."
        ),
        "incorrect_code": _("This code is not right, or was used before."),
    }

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return sealed_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it was given."""
        return unsealed_text(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:  # noqa: ANN401 -- allauth's
        """Whether somebody may be without it."""
        is_last = is_last_factor(authenticator.user_id, authenticator.pk)
        return not (settings.SECOND_FACTOR_REQUIRED and is_last)

    def generate_authenticator_name(self, user: object, type: object) -> str:  # noqa: A002 -- allauth's
        """What a key is called at first."""
        del user, type
        return gettext("Security key")

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:  # noqa: ANN401
        """How a key calls this person."""
        return {
            "id": str(user.pk).encode(),
            "display_name": user.name,
            "name": user.email,
        }


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signing in at the provider of the organisation: for people who are there already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Nobody comes in without an invitation."""
        del request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401
        """Goes on as the person with an address that the provider has verified, else ends."""
        verified = [each.email for each in sociallogin.email_addresses if each.verified]
        sociallogin.user = known_by(verified)
        if sociallogin.user is None:
            raise ImmediateHttpResponse(_refused(request, "nobody"))

    def on_authentication_error(self, request: HttpRequest, *args: object, **kw: object) -> None:
        """The page that says that it did not work; who stopped it is not told apart."""
        del args, kw
        raise ImmediateHttpResponse(_refused(request, "failed"))


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    context = {
        "why": why,
        "title": gettext("Signing in did not work"),
        "part": "console/sign_in/parts/refused.html",
    }
    return answer(request, "console/sign_in/own.html", context, status=403)
