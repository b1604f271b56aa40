"""The one settings module; what differs between machines comes from the environment or ``.env``.

docs/settings.md lists the variables.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from config.environment import Environment

django_stubs_ext.monkeypatch()  # lets ModelForm[Article] be written at run time too

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = Environment(BASE_DIR)

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.required(
    "SECRET_KEY",
    "Run `make setup`, which writes one into .env, or set a random string of 50 characters.",
)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "simple_history",
    "events",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

# Database ----------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'dateline.sqlite3'}")}
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    # A web worker and a command may write at once: wait for the lock, take it when a transaction
    # begins, and let readers go on meanwhile.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; to open one takes as long as to draw a tile
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time -------------------------------------------------------------------------------
LANGUAGES = [("en", "English"), ("az", "Azerbaijani"), ("tr", "Turkish"), ("ru", "Russian")]
LANGUAGE_CODE = env.choice("LANGUAGE_CODE", "en", [code for code, _ in LANGUAGES])
LANGUAGE_COOKIE_AGE = 31_536_000  # a year; set once a reader chooses a language
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

# Static files ------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
# Only what the pages load of each npm package is served, not the packages whole.
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS: list[object] = [BASE_DIR / "static"]
STATICFILES_DIRS += [
    (f"vendor/{name}", NODE_MODULES / folder)
    for name, folder in (
        ("leaflet", "leaflet/dist"),
        ("world-atlas", "world-atlas"),
        ("topojson-client", "topojson-client/dist"),
    )
    if (NODE_MODULES / folder).is_dir()
]
TESTING = "pytest" in sys.modules
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "config.storage.ModuleStorage"
    },
}

WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # straight from where the files are, uncollected
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH

# Safety ------------------------------------------------------------------------------------------
HTTPS = env.flag("HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = int(env.number("HSTS_SECONDS", 31_536_000 if HTTPS else 0, 0, 10**9))
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a pasted article of 5 million characters, encoded
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

TILE_URL = env.tile_url("TILE_URL")
TILE_ATTRIBUTION = env.text("TILE_ATTRIBUTION")
_tile_parts = urlsplit(TILE_URL)
TILE_ORIGINS = (
    [f"{_tile_parts.scheme}://{_tile_parts.netloc.replace('{s}', '*')}"] if TILE_URL else []
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *TILE_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "events:map"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Dateline ----------------------------------------------------------------------------------------
SITE_NAME = env.text("SITE_NAME", "Dateline")
GAZETTEER_PATH = env.path("GAZETTEER_PATH", VAR_DIR / "gazetteer.sqlite3")
MAP_INDEX_DIR = env.path("MAP_INDEX_DIR", VAR_DIR / "map-index")
MAX_ARTICLE_CHARACTERS = int(env.number("MAX_ARTICLE_CHARACTERS", 200_000, 1_000, 5_000_000))
# Drafts at least this sure are published by themselves; unset: never.
AUTO_PUBLISH_CONFIDENCE = env.optional_number("AUTO_PUBLISH_CONFIDENCE", 0, 1)
# A report that agrees with an event of other articles in all that it says joins it by itself.
JOIN_AGREEING = env.flag("JOIN_AGREEING", default=True)

GEOCODERS = env.geocoders("GEOCODERS", "gazetteer")
# GEOCODER_NOMINATIM_DOMAIN=maps.example.org becomes {"nominatim": {"domain": ...}}.
GEOCODER_OPTIONS = {name: env.options(f"GEOCODER_{name.upper()}_") for name in GEOCODERS}
GEOCODER_TIMEOUT = env.number("GEOCODER_TIMEOUT", 5, 0.1, 60)
GEOCODER_MIN_DELAY = env.number("GEOCODER_MIN_DELAY", 1, 0, 60)
GEOCODER_CACHE_DAYS = int(env.number("GEOCODER_CACHE_DAYS", 90, 0, 10_000))
GEOCODER_USER_AGENT = env.text("GEOCODER_USER_AGENT", "dateline/0.1")

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", "INFO", LOG_LEVELS)},
}
