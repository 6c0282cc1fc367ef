"""What every installation of Spona has in common."""

import os
from pathlib import Path

from spona.config.database import database_settings, private_database_url

_CHECKOUT = Path(__file__).resolve().parents[4]
BASE_DIR = _CHECKOUT if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd()
VAR_DIR = Path(os.environ.get("SPONA_VAR") or BASE_DIR / "var")

DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "spona.config.urls"
WSGI_APPLICATION = "spona.config.wsgi.application"
AUTH_USER_MODEL = "kernel.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # for third-party tables; our own rows have UUIDs

INSTALLED_APPS = [
    "spona.config",
    "spona.web",
    "spona.reports",
    "spona.partnerships",
    "spona.events",
    "spona.matching",
    "spona.programmes",
    "spona.parties",
    "spona.kernel",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "spona.config.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "spona.config.security.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "spona.web.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "libraries": {"i18n": "spona.web.templatetags.quick_i18n"},
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "spona.web.shell.shell",
            ],
        },
    }
]

SILENCED_SYSTEM_CHECKS = ["templates.W003"]
"""Two libraries called "i18n": ours stands in for Django's on purpose (``web.templatetags.quick_i18n``)."""

FORM_RENDERER = "spona.web.widgets.PlainWidgets"

# -- data --------------------------------------------------------------------------------------------------------------

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL") or private_database_url(VAR_DIR))}
ATOMIC_REQUESTS = False  # the page decorator opens the transaction, so that an action can still refuse without one
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = (
    "django.contrib.sessions.backends.db"  # a lost role or a closed session counts in every process at once
)
SESSION_COOKIE_AGE = 14 * 24 * 3600
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o640

# -- languages and time ------------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "Europe/Belgrade"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("sr", "Српски"), ("sr-latn", "Srpski"), ("hr", "Hrvatski"), ("bg", "Български")]
LANGUAGE_COOKIE_NAME = "spona_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "spona.config.formats"

# -- static files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"

# -- people and passwords ----------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "spona.config.accounts.InvitedAccountAdapter"
SOCIALACCOUNT_ADAPTER = "spona.config.accounts.InvitedSocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "optional"  # an invitation proves the address; a changed one is confirmed again
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_ONLY = False

# -- security ----------------------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "spona.web.kernel.failures.form_too_old"
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SPONA_PROXIES = 0  # proxies of our own before the server; each adds one address to the end of X-Forwarded-For

# -- mail, jobs, logs --------------------------------------------------------------------------------------------------

SPONA_BASE_URL = os.environ.get("SPONA_BASE_URL", "http://127.0.0.1:8000")  # what links in mails begin with
DEFAULT_FROM_EMAIL = os.environ.get("SPONA_MAIL_FROM", "Spona <spona@localhost>")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "spona.config.logs.RequestIdFilter"}},
    "formatters": {"line": {"()": "spona.config.logs.JsonLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "spona": {"level": "INFO"},
    },
}
