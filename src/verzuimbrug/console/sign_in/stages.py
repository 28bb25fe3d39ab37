"""The step after the password: a second factor, for whoever has one."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]  # allauth has no types
    """Asks for it; who signed in at a provider has shown one there."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if "sociallogin" in (self.login.signal_kwargs or {}):
            return False
        return bool(super()._should_handle(request))
