"""All settings, read from the environment. Missing and bad ones are reported together, before anything starts."""

from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _
from environs import Env

import unisono.base.sqlite  # noqa: F401  first of all: see there
from unisono.base.home import home
from unisono.languages.machine.ways import chosen_machine
from unisono.mail.ways import chosen_way

env = Env(eager=False)
HOME = home()

with env.prefixed("UNISONO_"):
    SECRET_KEY = env.str("SECRET_KEY")
    DEBUG = env.bool("DEBUG", False)
    DATABASE = env.str("DATABASE", f"sqlite:///{HOME.database}")
    PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN", "http://127.0.0.1:8000")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
    TIME_ZONE = env.str("TIME_ZONE", "UTC")
    DEMO = env.bool("DEMO", False)
    MAIL_URL = env.str("MAIL_URL", "file:")
    MAIL_FROM = env.str("MAIL_FROM", "")
    MAIL_KEYS = env.dict("MAIL_KEYS", {})
    MAIL_WEBHOOK_SECRET = env.str("MAIL_WEBHOOK_SECRET", "")
    MAIL_PER_MINUTE = env.int("MAIL_PER_MINUTE", 60)
    MAIL_DOMAIN_PER_MINUTE = env.int("MAIL_DOMAIN_PER_MINUTE", 20)
    MAIL_KEPT_DAYS = env.int("MAIL_KEPT_DAYS", 30)
    MACHINE_URL = env.str("MACHINE_URL", "")
    MACHINE_KEY = env.str("MACHINE_KEY", "")
    MACHINE_PER_MINUTE = env.int("MACHINE_PER_MINUTE", 60)

env.seal()

PUBLIC_ORIGIN = PUBLIC_ORIGIN.rstrip("/")
MAIL = chosen_way(
    url=MAIL_URL,
    keys=MAIL_KEYS,
    sender=MAIL_FROM,
    origin=PUBLIC_ORIGIN,
    webhook_secret=MAIL_WEBHOOK_SECRET,
    limits={"MAIL_PER_MINUTE": MAIL_PER_MINUTE, "MAIL_DOMAIN_PER_MINUTE": MAIL_DOMAIN_PER_MINUTE},
    kept_days=MAIL_KEPT_DAYS,
)
MACHINE = chosen_machine(url=MACHINE_URL, key=MACHINE_KEY, per_minute=MACHINE_PER_MINUTE)
del MAIL_URL, MAIL_KEYS, MACHINE_KEY  # they hold secrets, and a page about an error shows settings

INSTALLED_APPS = [
    # our rooms, lowest first
    "unisono.base",
    "unisono.ledger",
    "unisono.people",
    "unisono.mail",
    "unisono.languages",
    "unisono.campaigns",
    "unisono.media",
    "unisono.facts",
    "unisono.words",
    "unisono.coalition",
    "unisono.links",
    "unisono.kit",
    "unisono.press",
    "unisono.packs",
    "unisono.launch",
    "unisono.newsroom",
    # the newsroom's editor
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "unisono.newsroom.entrance.gate.gate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "unisono.newsroom.headers.content_security_policy",
]

ROOT_URLCONF = "unisono.urls"
WSGI_APPLICATION = "unisono.wsgi.application"
AUTH_USER_MODEL = "people.User"
# What a person may do follows from roles alone (`people.queries.can`).
AUTHENTICATION_BACKENDS = ["unisono.newsroom.permissions.RolesBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": dj_database_url.parse(DATABASE, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets the newsroom read while a freeze writes; IMMEDIATE makes writers wait instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

# The words of the interface: one catalogue a language, for newsroom and public site alike.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("bn", _("Bangla")),
    ("en", _("English")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("he", _("Hebrew")),
    ("hi", _("Hindi")),
    ("id", _("Indonesian")),
    ("pt", _("Portuguese")),
    ("sw", _("Swahili")),
    ("tr", _("Turkish")),
    ("ur", _("Urdu")),
    ("zh-hans", _("Chinese, simplified")),
]
LOCALE_PATHS = [Path(__file__).parent / "languages" / "locale"]
FORMAT_MODULE_PATH = ["unisono.languages.formats"]
USE_I18N = True
USE_TZ = True

# Everything of the newsroom lives under its own path, so that the door sends it on by prefix.
STATIC_URL = "/newsroom/static/"
STATIC_ROOT = HOME.root / "static"
MEDIA_ROOT = HOME.media
MEDIA_URL = "/newsroom/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = "/newsroom/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_ORIGIN.startswith("https:")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"

# Signing in (newsroom/entrance). One web process: its own memory counts the tries.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so that nobody pushes a count out with many addresses
    }
}
LOGIN_URL = "/newsroom/login/"
LOGIN_REDIRECT_URL = "/newsroom/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "unisono.newsroom.entrance.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up: see the adapter
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/15m/ip,8/15m/key"}
MFA_ADAPTER = "unisono.newsroom.entrance.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey is two factors: the device, and what unlocks it
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Unisono"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are half a minute out
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "swift"]}}

# Everything is sent by the room `mail`, through its outbox; what the editor itself would send goes nowhere.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
ANYMAIL = MAIL.anymail

WAGTAIL_SITE_NAME = "Unisono"
WAGTAILADMIN_BASE_URL = PUBLIC_ORIGIN
WAGTAILIMAGES_IMAGE_MODEL = "media.StoredImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.StoredDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# No request to a third party, not even from the newsroom.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Names, addresses and passwords have a page of their own, and who forgets a password asks for a link.
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
# Addresses are written in ASCII in every language, so that they survive every post and print.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_LOGIN_URL = "/newsroom/login/"
WAGTAILIMAGES_EXTENSIONS = ["jpeg", "jpg", "png", "webp"]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # It tells of every table of every font it looks into.
        "fontTools": {"level": "WARNING"},
        # They tell of every small task of the editor's index.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
