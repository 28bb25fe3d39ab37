"""The forms of signing in: allauth's, with our words and our counting of failures."""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm as ConfirmByCode
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.users.signing_in import claim, count_failure, first_use, forgive
from verzuimbrug.console.sign_in.adapters import TOO_OFTEN
from verzuimbrug.console.sign_in.caller import address_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _say(field: forms.Field, label: "StrOrPromise", hint: "StrOrPromise" = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class PasswordForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], _("E-mail address"))
        _say(self.fields["password"], _("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ConfirmPasswordForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's
        super().__init__(*args, **kwargs)
        _say(self.fields["password"], _("Password"))


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], _("Present password"))
        _say(self.fields["password1"], _("New password"), _("At least 12 characters."))
        _say(self.fields["password2"], _("New password, once more"))

    def clean_oldpassword(self) -> str:
        """The present password; failures count."""
        given: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, given):
            raise get_adapter().validation_error("enter_current_password")
        return given


class _Counted:
    """A code is tried so many times, and used once."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code, if it is right."""
        claimed = claim(f"second-factor:{self.user.pk}", address_of(context.request))
        if claimed is None:
            raise ValidationError(TOO_OFTEN)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            count_failure(claimed)
            raise
        if not first_use(self.user.pk, code):
            count_failure(claimed)
            raise ValidationError(_("This code is not right, or was used before."))
        forgive(claimed)
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code of an authenticator app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's
        super().__init__(*args, **kwargs)
        _say(
            self.fields["code"],
            _("Code"),
            _("Of your authenticator app, or one of your recovery codes."),
        )


class ConfirmCodeForm(_Counted, ConfirmByCode):  # type: ignore[misc]  # allauth has no types
    """A code, to confirm who one is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Code"))


class AppForm(_Counted, ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Code"), _("The six digits that the app shows now."))


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A security key or passkey, with a name to know it by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- allauth's
        super().__init__(*args, **kwargs)
        _say(self.fields["name"], _("Name"), _("To know this key by, beside others."))
