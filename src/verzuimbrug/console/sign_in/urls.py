"""The addresses of signing in. allauth finds them by its own names."""

from django.urls import path

from verzuimbrug.console.sign_in import views

urlpatterns = [
    path("aanmelden/", views.sign_in, name="account_login"),
    path("aanmelden/tweede-stap/", views.second_step, name="mfa_authenticate"),
    path("aanmelden/bevestigen/", views.confirm_password, name="account_reauthenticate"),
    path("aanmelden/bevestigen/code/", views.confirm_code, name="mfa_reauthenticate"),
    path("aanmelden/bevestigen/sleutel/", views.confirm_key, name="mfa_reauthenticate_webauthn"),
    path("aanmelden/afgebroken/", views.cancelled, name="socialaccount_login_cancelled"),
    path("aanmelden/bij/<str:provider_id>/", views.at_provider, name="openid_connect_login"),
    path(
        "aanmelden/bij/<str:provider_id>/terug/",
        views.from_provider,
        name="openid_connect_callback",
    ),
    path("afmelden/", views.sign_out, name="account_logout"),
    path("account/wachtwoord/", views.change_password, name="account_change_password"),
    path("account/tweede-factor/", views.factors, name="mfa_index"),
    path("account/tweede-factor/app/", views.add_app, name="mfa_activate_totp"),
    path("account/tweede-factor/app/weg/", views.remove_app, name="mfa_deactivate_totp"),
    path("account/tweede-factor/sleutel/", views.add_key, name="mfa_add_webauthn"),
    path(
        "account/tweede-factor/sleutel/<int:pk>/weg/", views.remove_key, name="mfa_remove_webauthn"
    ),
    path("account/herstelcodes/", views.codes, name="mfa_view_recovery_codes"),
    path("account/herstelcodes/nieuw/", views.new_codes, name="mfa_generate_recovery_codes"),
]
