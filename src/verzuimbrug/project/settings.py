"""Settings of an instance, from environment variables (docs/operating).

Importing them makes no file and opens no database.
"""

from pathlib import Path
from typing import Any

import verzuimbrug
from verzuimbrug.project import data_keys, environment, logging, secrets

DATA_FOLDER = environment.data_folder()

SECRET_KEY = secrets.secret_key(DATA_FOLDER)
DATA_KEYS: data_keys.DataKeys = data_keys.data_keys(DATA_FOLDER)
INDEX_KEY = secrets.index_key(DATA_FOLDER)
SFTP_HOST_KEY = secrets.sftp_host_key(DATA_FOLDER)

DEBUG = False
ALLOWED_HOSTS = environment.words("VERZUIMBRUG_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "verzuimbrug.project",
    "verzuimbrug.store",
    "verzuimbrug.console",
    "django.contrib.staticfiles",
    "heroicons",
    # What allauth stands on; our people have roles, no groups or permissions of Django's.
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
# All but the first are for people. They cost a delivery next to nothing: none of them reads the
# database or adds a header unless a view asks for the person who signed in.
MIDDLEWARE = [
    "verzuimbrug.project.requests.followed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "verzuimbrug.console.middleware.for_people",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "verzuimbrug.project.urls"
WSGI_APPLICATION = "verzuimbrug.project.wsgi.application"

_DATABASE: dict[str, Any] = {
    "ENGINE": "verzuimbrug.project.lazy_postgresql",
    "NAME": "verzuimbrug",
    # Connections stay open; a thread checks its own at the start of each request.
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
    # Statements that recur are planned once a connection; planning costs more than running them.
    "OPTIONS": {"prepare_threshold": 3},
}
# `default` is the application, under row-level security; `owner` is for migrations only.
DATABASES = {"default": {**_DATABASE}, "owner": {**_DATABASE, "CONN_MAX_AGE": 0}}
DATABASE_ROUTERS = ["verzuimbrug.project.routing.MigrationsAsOwner"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nl"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# The pages: templates, texts by subject, style sheet and scripts are in the package.
_CONSOLE = Path(verzuimbrug.__file__).parent / "console"
LOCALE_PATHS = sorted(str(subject) for subject in (_CONSOLE / "locale").iterdir())
FORM_RENDERER = "verzuimbrug.console.forms.Renderer"
LOGIN_URL = "/aanmelden/"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "verzuimbrug.console.troubles.refused"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "verzuimbrug.console.frame.frame",
            ],
        },
    },
]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
# The address of a file has the release in it.
WHITENOISE_MAX_AGE = 7 * 24 * 60 * 60
# A badge on every page says that this is no production environment; empty for production.
ENVIRONMENT_NAME = environment.text("VERZUIMBRUG_ENVIRONMENT", "")

# Behind a proxy that ends TLS: it must set this header itself, and strip it from what comes in.
# The last address in X-Forwarded-For is then that of the caller.
BEHIND_PROXY = environment.boolean("VERZUIMBRUG_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# People who sign in (docs/adr). Between the browser and a proxy everything goes over TLS.
AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_PROXY
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# allauth: an address and a password, of people who are there already; no mail is sent.
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
# Failures are counted in the database, for all processes together.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_ADAPTER = "verzuimbrug.console.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_ADAPTER = "verzuimbrug.console.sign_in.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Verzuimbrug"
# The code before and the one after count too: clocks differ.
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_REQUIRED = (
    environment.choice("VERZUIMBRUG_SECOND_FACTOR", ["required", "optional"]) == "required"
)

# Signing in at the provider of an organisation (OpenID Connect), for people who are there already.
SOCIALACCOUNT_ADAPTER = "verzuimbrug.console.sign_in.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = environment.text("VERZUIMBRUG_OIDC_ISSUER", "")
OIDC_LABEL = environment.text("VERZUIMBRUG_OIDC_LABEL", "OpenID Connect") if OIDC_ISSUER else ""
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": OIDC_LABEL,
                    "client_id": environment.text("VERZUIMBRUG_OIDC_CLIENT_ID", ""),
                    "secret": environment.text("VERZUIMBRUG_OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
            "OAUTH_PKCE_ENABLED": True,
        }
    }

# How long something waits for its employer (WG-2) or its person (WN-2) before it is ended.
EMPLOYER_TERM_DAYS = environment.number("VERZUIMBRUG_EMPLOYER_TERM_DAYS", 30)
PERSON_TERM_DAYS = environment.number("VERZUIMBRUG_PERSON_TERM_DAYS", 400)

# After how many days it is told that something still waits in the parking lot.
REMINDER_DAYS = environment.numbers("VERZUIMBRUG_REMINDER_DAYS", [3, 7, 14])

# Mail to the recipients of reports; without a server nothing is sent. Links in it need the address
# at which people open the console.
MAIL_SERVER = environment.mail_server("VERZUIMBRUG_SMTP_URL", "VERZUIMBRUG_MAIL_FROM")
PUBLIC_URL = environment.url("VERZUIMBRUG_PUBLIC_URL")
# From which hour on a day is told of.
DIGEST_HOUR = environment.hour("VERZUIMBRUG_DIGEST_HOUR", 7)

# How long the content of what is passed on to the case system is kept after it was fetched, or
# after it was passed on when nobody fetched it (DG-8).
PASSED_ON_DAYS = environment.number("VERZUIMBRUG_PASSED_ON_DAYS", 30)

# How long events are kept for readers of the feed and for replays, and the log of what was sent.
EVENT_DAYS = environment.number("VERZUIMBRUG_EVENT_DAYS", 30)

# Whether webhooks may go to addresses of the own network, and over http to the machine itself.
WEBHOOKS_TO_PRIVATE = environment.boolean("VERZUIMBRUG_WEBHOOKS_TO_PRIVATE", default=False)

# The doors count the bytes of a delivery themselves and answer in their own words (MSG-3).
DATA_UPLOAD_MAX_MEMORY_SIZE = None

# Who reads the metrics from another machine brings this (docs/operating).
METRICS_TOKEN = environment.text("VERZUIMBRUG_METRICS_TOKEN", "")

LOGGING_CONFIG = None
logging.configure(environment.text("VERZUIMBRUG_LOG_LEVEL", "INFO"))
