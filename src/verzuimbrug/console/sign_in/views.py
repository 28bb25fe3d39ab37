"""Signing in, and the second factors and password of who signed in.

The views are allauth's: the pages, forms and words are ours. A page of somebody who signed in has
the frame of the console around it, once they have shown a second factor.
"""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, LogoutView, PasswordChangeView, ReauthenticateView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.views import (
    AuthenticateView,
    IndexView,
    ReauthenticateView as ConfirmByCodeView,
)
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from verzuimbrug.console.pages import ConsoleRequest, View, go, page
from verzuimbrug.console.sign_in.forms import (
    AppForm,
    CodeForm,
    ConfirmCodeForm,
    ConfirmPasswordForm,
    KeyForm,
    NewPasswordForm,
    PasswordForm,
)
from verzuimbrug.console.sign_in.second_factor import lacks_second_factor, show_second_factor

FACTORS = reverse_lazy("mfa_index")


def _looks(part: str, title: object, **more: object) -> dict[str, Any]:
    """What the one template of these pages is filled with."""
    context = {"part": f"console/sign_in/parts/{part}.html", "title": title, **more}
    return {"template_name": "console/sign_in/own.html", "extra_context": context}


def own(view: View) -> View:
    """A page about oneself, in the frame of the console; also before a second factor is there."""

    @page(without_second_factor=True)
    def shown(request: ConsoleRequest, /, **place: Any) -> HttpResponse:  # noqa: ANN401
        if lacks_second_factor(request):
            # Nothing else is open yet: no frame.
            del request.visitor
        response = view(request, **place)
        if isinstance(response, TemplateResponse):
            # Now, in the language of the visitor.
            response.render()
        return response  # type: ignore[return-value]

    return shown


class _AppView(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    def form_valid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        show_second_factor(self.request)
        return response


class _KeyView(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        # allauth forgets the form that was sent.
        return {**super().get_context_data(**kwargs), **kwargs}

    def form_valid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        show_second_factor(self.request)
        return response


class _KeyOffView(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        may = get_mfa_adapter().can_delete_authenticator(self.object)
        return {**super().get_context_data(**kwargs), "may_go": may}

    def form_valid(self, form: object) -> HttpResponse:
        may = get_mfa_adapter().can_delete_authenticator(self.object)
        response: HttpResponse = (
            super().form_valid(form) if may else self.render_to_response(self.get_context_data())
        )
        return response


class _PasswordView(PasswordChangeView):  # type: ignore[misc]  # allauth has no types
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.request.user.has_usable_password():
            return HttpResponseRedirect(reverse_lazy("own-account"))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


sign_in = LoginView.as_view(
    form_class=PasswordForm,
    **_looks("password", _("Sign in"), provider=settings.OIDC_LABEL),
)
sign_out = LogoutView.as_view(**_looks("sign_out", _("Sign out")))
second_step = AuthenticateView.as_view(
    form_class=CodeForm, **_looks("second_step", _("Second factor"))
)
confirm_password = own(
    ReauthenticateView.as_view(
        form_class=ConfirmPasswordForm, **_looks("confirm_password", _("Confirm that it is you"))
    )
)
confirm_code = own(
    ConfirmByCodeView.as_view(
        form_class=ConfirmCodeForm, **_looks("confirm_code", _("Confirm that it is you"))
    )
)
confirm_key = own(
    ReauthenticateWebAuthnView.as_view(**_looks("confirm_key", _("Confirm that it is you")))
)
factors = own(IndexView.as_view(**_looks("factors", _("Second factor"))))
add_app = own(
    _AppView.as_view(form_class=AppForm, **_looks("app", _("Set up an authenticator app")))
)
remove_app = own(
    DeactivateTOTPView.as_view(**_looks("app_off", _("Take away the authenticator app")))
)
add_key = own(_KeyView.as_view(form_class=KeyForm, **_looks("key", _("Set up a security key"))))
remove_key = own(
    _KeyOffView.as_view(success_url=FACTORS, **_looks("key_off", _("Take away the security key")))
)
codes = own(ViewRecoveryCodesView.as_view(**_looks("codes", _("Recovery codes"))))
new_codes = own(GenerateRecoveryCodesView.as_view(**_looks("codes_new", _("New recovery codes"))))
change_password = own(
    _PasswordView.as_view(
        form_class=NewPasswordForm,
        success_url=reverse_lazy("own-account"),
        **_looks("new_password", _("Change password")),
    )
)


@require_safe
def at_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider of the organisation, and back to where one wanted to be.

    A link, no form: of a form the Content-Security-Policy would not let the browser go elsewhere.
    """
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    response: HttpResponse = provider.redirect(
        request, process="login", next_url=get_next_redirect_url(request)
    )
    return response


def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    response: HttpResponse = callback(request, provider_id)
    return response


def cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody turned back at the provider."""
    del request
    return go("account_login")
