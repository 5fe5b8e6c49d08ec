"""Django settings for every installation.

Everything that differs between installations is read from the environment, and every variable
is described in docs/reference/settings.md. With none set you get a safe, single-machine
installation on SQLite.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from localoffer.config import languages, mail, maps

PACKAGE_DIR = Path(__file__).resolve().parent.parent

# --- Where things are kept ---------------------------------------------------------------------

DATA_DIR = Path(os.environ.get("LOCALOFFER_DATA_DIR", PACKAGE_DIR.parent / "var")).resolve()
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"

# --- Safety ------------------------------------------------------------------------------------

DEBUG = os.environ.get("LOCALOFFER_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("LOCALOFFER_SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "Set LOCALOFFER_SECRET_KEY to a long random text that only this installation knows, for example the "
            'output of: python -c "import secrets; print(secrets.token_urlsafe(50))". '
            "(For trying things out, `./dev` sets it for you.)"
        )
    SECRET_KEY = "only-for-trying-things-out-on-your-own-machine-never-on-the-internet"

# Which hosts are served is data, not a setting: each council's hosts are Wagtail sites, and
# places.middleware answers 404 to any other before a view is reached.
ALLOWED_HOSTS = ["*"]

HTTPS = os.environ.get("LOCALOFFER_HTTPS", "" if DEBUG else "1") == "1"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
if os.environ.get("LOCALOFFER_BEHIND_PROXY", "") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's previews are shown in a frame of our own
# W019 would have DENY there; W001 looks for the middleware by name, and ours (places.middleware) is made from it.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W001"]
SECURE_REFERRER_POLICY = "same-origin"  # what a family searched for is in the address: tell no other site

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}

# Wagtail's editor writes inline styles and scripts, and shows pictures before they are uploaded. This holds for
# its own addresses only (cms.middleware): no page that a family sees is looser for it.
CONTENT_SECURITY_POLICY_OF_ADMIN = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "frame-src": [SELF],
        "media-src": [SELF],
    }
}

# --- What is installed -------------------------------------------------------------------------

INSTALLED_APPS = [
    "localoffer.compliance",
    "localoffer.pages",
    "localoffer.voice",
    "localoffer.updates",
    "localoffer.finder",
    "localoffer.directory",
    "localoffer.accounts.apps.AccountsConfig",
    "localoffer.cms",
    "localoffer.places",
    "localoffer.ui",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail_localize",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "localoffer.accounts.apps.AdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "django_tasks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "localoffer.places.middleware.SecureKnownHosts",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "localoffer.cms.middleware.ContentPolicyMiddleware",
    "localoffer.cms.middleware.permissions_policy",
    "localoffer.cms.middleware.no_nameless_coding",
    "localoffer.places.middleware.AuthorityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "localoffer.accounts.middleware.CouncilAdminMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "localoffer.pages.officers.readiness.RefusedPublishMiddleware",
    "localoffer.pages.officers.in_use.InUseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "localoffer.config.urls"
WSGI_APPLICATION = "localoffer.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "localoffer.cms.context.council",
            ],
        },
    }
]

# --- Data --------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'localoffer.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets families search while an import writes; IMMEDIATE makes a second writer wait its
    # turn instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
            "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
        ),
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["localoffer.accounts.backends.CouncilBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# Slow work is done at once, where it arises, unless a worker is there for it. `localoffer run` starts one
# and says so here; whoever serves with gunicorn alone loses no work to a queue that nobody reads.
TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks_db.DatabaseBackend"
            if os.environ.get("LOCALOFFER_WORKER", "") == "1"
            else "django_tasks.backends.immediate.ImmediateBackend"
        )
    }
}

# Whether officers may import a feed from inside the server's own network, by typing its address. Whoever may do that
# can ask any machine in there.
FEEDS_INSIDE_OWN_NETWORK = os.environ.get("LOCALOFFER_FEEDS_INSIDE", "") == "1"

# --- E-mail: without a server of yours nothing is sent, and what should have been says so ----------

_mail = mail.settings_from(
    os.environ.get("LOCALOFFER_EMAIL_URL", "console:" if DEBUG else ""), folder=DATA_DIR / "mail"
)
vars().update(_mail)
DEFAULT_FROM_EMAIL = os.environ.get("LOCALOFFER_EMAIL_FROM", "localoffer@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Maps: none, unless somebody says whose pictures they are made of --------------------------------

MAP_TILES = maps.tiles_from(
    os.environ.get("LOCALOFFER_MAP_TILES", ""), os.environ.get("LOCALOFFER_MAP_ATTRIBUTION", "")
)

# --- Language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
# Languages that pages may be translated into, beside English. LANGUAGES names what Django and Wagtail take at all
WAGTAIL_CONTENT_LANGUAGES = languages.offered(
    os.environ.get("LOCALOFFER_LANGUAGES", ""), beside=LANGUAGE_CODE
)
LANGUAGES = [*WAGTAIL_CONTENT_LANGUAGES, *languages.others(WAGTAIL_CONTENT_LANGUAGES)]
# Whole trees of languages are never kept in step: docs/decisions/0021-translations.md. A translation begins as a draft
WAGTAIL_I18N_ENABLED = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Wagtail -----------------------------------------------------------------------------------

# Whether closeness in meaning re-ranks what words find (the extra "semantic")
SEMANTIC_RANKING = os.environ.get("LOCALOFFER_SEMANTIC", "") == "1"

# Seconds for which searches are gathered before they are written down, without who asked
SEARCHES_WRITTEN_AFTER = 5

FORM_RENDERER = "localoffer.ui.form_renderer.FormRenderer"

WAGTAIL_SITE_NAME = "Local Offer"
WAGTAILADMIN_BASE_URL = os.environ.get("LOCALOFFER_ADMIN_URL", "http://localhost:8000")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = (
    ""  # an address typed is that address, and names no page of another council
)
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no third-party request, not even from the admin
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_USER_LOGIN_FORM = "localoffer.accounts.forms.SignInForm"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "localoffer.cms.widgets.RichTextArea"}}
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "localoffer.accounts.publishing.publish_approved"

# --- Logs: what a family typed is never in them --------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_queries": {"()": "localoffer.places.logs.WithoutQueryStrings"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["no_queries"], "formatter": "plain"}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would print the whole address or mail it with the form's contents.
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
