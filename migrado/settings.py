"""Settings, from the environment. `make run` writes .env for a first start; the real environment wins over it."""

from ipaddress import ip_network
from pathlib import Path

from csp.constants import NONE, SELF
from django.conf import locale
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from migrado import languages

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def required(name, remedy, read=env.str, in_debug=None):
    """The variable `name`; `in_debug` stands in for it only where DEBUG is on.

    Raises ImproperlyConfigured, with the remedy, where it is missing.
    """
    value = read(name) if env.str(name, "") else None
    if not value and DEBUG:
        value = in_debug
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {remedy} Or start with DEBUG=1 on your own machine.")
    return value


def secret_key():
    """SECRET_KEY, or the content of the file that SECRET_KEY_FILE names."""
    path = env.path("SECRET_KEY_FILE", None)
    if path:
        return path.read_text().strip()
    return required("SECRET_KEY", "Set it to a long random text, or SECRET_KEY_FILE to a file that holds one.")


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = secret_key()
ALLOWED_HOSTS = required(
    "ALLOWED_HOSTS",
    "Set it to the portal's host names, with commas between.",
    env.list,
    ["localhost", "127.0.0.1"],
)
SITE_URL = required(
    "SITE_URL",
    "Set it to the portal's address, such as https://portal.example.",
    in_debug="http://127.0.0.1:8000",
).rstrip("/")

DATABASES = {
    "default": required(
        "DATABASE_URL",
        "Set it, such as postgres://user:password@host/name.",
        env.dj_db_url,
        {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"},
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL and IMMEDIATE let several workers write in turn instead of failing with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://")}

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, as its documentation asks
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "migrado",
    "migrado.search",
    "migrado.editorial",
    "migrado.links",
    "migrado.pages",
    "catalog",
    "documents",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "migrado.middleware.GZipPages",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "migrado.middleware.public_headers",
    "migrado.middleware.language_from_path",
    "migrado.beside.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "migrado.urls"
WSGI_APPLICATION = "migrado.wsgi.application"

# i18n is ours, in the place of Django's: see migrado/templatetags/both.py.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

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
                "migrado.context_processors.reader",
            ],
            "builtins": ["migrado.templatetags.words"],
            "libraries": {"i18n": "migrado.templatetags.both"},
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Languages: the registry says which; Django and modeltranslation are told here.
LANGUAGE_CODE = languages.SOURCE
LANGUAGES = [(language.code, language.own_name) for language in languages.LANGUAGES]
LANGUAGES_BIDI = [language.code for language in languages.LANGUAGES if language.direction == "rtl"]
locale.LANG_INFO.update(
    {
        language.code: {
            "code": language.code,
            "name": language.german_name,
            "name_local": language.own_name,
            "bidi": language.direction == "rtl",
        }
        for language in languages.LANGUAGES
        if language.code not in locale.LANG_INFO
    }
)
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = languages.SOURCE
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": (languages.SOURCE,),
    **{language.code: language.chain[1:] for language in languages.LANGUAGES if language.chain[1:]},
}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# Absolute, so that a script prefix (the kiosk's) never gets into them.
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "build" / "static"
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "media")
# Who sends files to visitors: this process ("python"), or nginx in front of it.
SENDFILE = env.str("SENDFILE", "python")
_BUCKET = env.str("MEDIA_S3_BUCKET", "")
STORAGES = {
    # Files lie in MEDIA_ROOT, or in a bucket that speaks S3 (then install requirements/s3.txt too).
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _BUCKET,
            "endpoint_url": env.str("MEDIA_S3_ENDPOINT", None),
            "region_name": env.str("MEDIA_S3_REGION", None),
            "access_key": env.str("MEDIA_S3_ACCESS_KEY", None),
            "secret_key": env.str("MEDIA_S3_SECRET_KEY", None),
            "file_overwrite": False,
        },
    }
    if _BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Uploads: from staff only, to disk, each as large as documents/uploads/base.py says.
FILE_UPLOAD_HANDLERS = ["documents.uploads.handler.StaffUploadHandler"]
# A video with a hundred lines of captions is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# A virus scanner for them; without one they are served unscanned.
CLAMD_SOCKET = env.str(
    "CLAMD_SOCKET",
    "",
    validate=validate.Regexp(
        r"(unix:/\S+|tcp://(\[[\da-fA-F:]+\]|[^\s:/]+):\d{1,5})?\Z",
        error="Set it like unix:/run/clamav/clamd.ctl or tcp://host:3310, or leave it empty.",
    ),
)

# Security. No inline script or style anywhere, so no nonce: pages can be cached whole.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None

# What takes longer than a request: `manage.py db_worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Machine translation for the staff's desk; without a key it is off. The address is only for tests.
DEEPL_AUTH_KEY = env.str("DEEPL_AUTH_KEY", "")
DEEPL_SERVER_URL = ""

# Outside links are looked at with so many seconds between two requests to a host. Only public addresses are asked, and
# those in these networks, such as 10.1.0.0/16 where the city's own pages are reached from inside.
LINK_CHECK_PAUSE = env.float("LINK_CHECK_PAUSE", 2.0)
LINK_CHECK_NETWORKS = env.list("LINK_CHECK_NETWORKS", [], subcast=ip_network)

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "consolemail://")
vars().update(EMAIL_CONFIG)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Query strings may hold personal answers: no log line keeps them.
    "filters": {"path_only": {"()": "migrado.logs.PathOnly"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["path_only"]}},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "pikepdf": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
}
