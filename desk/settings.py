"""Django's settings for the desk; what an office sets comes from the environment.

YORITISH_DB            the ledger: a SQLite file, or a PostgreSQL address
YORITISH_DESK_DB       the desk's accounts (a SQLite file); else beside the ledger's file
YORITISH_DESK_SECRET   the key that signs sessions; else one is made and kept in a file of its own
YORITISH_DESK_HOSTS    names the desk answers to, apart by commas; else this machine only
YORITISH_DESK_HTTPS    "1" behind a TLS proxy: cookies travel by HTTPS alone
YORITISH_DESK_PROXY    the address that proxy asks from, "*" for any; else this machine
YORITISH_DESK_STRICT   set by tests: a template that names what its page lacks is an error
"""

import os
import secrets
from pathlib import Path

from desk.strict import UnknownName
from storage.location import Location, location

LEDGER: Location = location(os.environ.get("YORITISH_DB", "yoritish.db"))
"""The ledger; read by the pages, written to by decisions and imports alone."""

_BESIDE = LEDGER if isinstance(LEDGER, Path) else Path("yoritish.db")
ACCOUNTS = Path(os.environ.get("YORITISH_DESK_DB") or _BESIDE.with_name(f"{_BESIDE.stem}-desk.db"))
"""People, sessions and the log of changes."""


def _secret() -> str:
    """The key of the environment, or the one kept beside the accounts, made when there is none."""
    given = os.environ.get("YORITISH_DESK_SECRET", "")
    if given:
        return given
    path = ACCOUNTS.with_suffix(".secret")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


HTTPS = os.environ.get("YORITISH_DESK_HTTPS", "") == "1"
PROXY = (os.environ.get("YORITISH_DESK_PROXY") or "127.0.0.1") if HTTPS else None
"""Whose word the desk takes for who asks, and that they ask by HTTPS."""

DEBUG = False
SECRET_KEY = _secret()
ALLOWED_HOSTS = [
    name.strip() for name in os.environ.get("YORITISH_DESK_HOSTS", "").split(",") if name.strip()
] or ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django_htmx", "desk.accounts", "desk",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "desk.policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "desk.gate.Gate",
    "desk.ledger.ReadLedger",
]
ROOT_URLCONF = "desk.urls"
WSGI_APPLICATION = "desk.server.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.words.on_each_page",
            ],
            "builtins": ["desk.templatetags.desk"],
            # the tests ask for it: at an office a gap in a page is better than no page
            "string_if_invalid": UnknownName() if os.environ.get("YORITISH_DESK_STRICT") else "",
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ACCOUNTS,
        "OPTIONS": {
            "timeout": 20, "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "sign-in"
CSRF_FAILURE_VIEW = "desk.errors.not_of_this_session"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("UserAttributeSimilarityValidator", {}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

SESSION_COOKIE_AGE = 12 * 60 * 60
"""Seconds: a working day; after it, or when the browser closes, one signs in again."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "yoritish_session", "yoritish_csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS] if HTTPS else []
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
"""Bytes of a form; files have their own bound (desk.uploads)."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["desk.uploads.BoundedUpload"]

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

USE_I18N = False
"""The desk's words are its own (words.toml): in five languages, two of them alphabets of one."""
USE_TZ = True
TIME_ZONE = "Asia/Tashkent"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = [
    # captures are shown in a frame of the desk's own page
    "security.W019",
    # on the office's own machine the desk is served to it alone, by plain HTTP
    *([] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]),
]
