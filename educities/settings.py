"""Every setting, read from the environment; embedded defaults where nothing is given.

Embedded mode (no DATABASE_URL) is for trying and developing on one machine. Production refuses to start
with any of the embedded mode's insecure defaults: see `educities/settings_guard.py`.
"""

import os
import sys
from pathlib import Path
from ssl import CERT_REQUIRED

from django.utils.translation import gettext_lazy as _

from educities.logs import configure, read_level
from educities.settings_csp import CSP_DIRECTIVES
from educities.settings_database import database_settings, parse_seconds, read_limit
from educities.settings_env import env_flag, env_list, env_number, env_numbers
from educities.settings_forms import ACCOUNT_FORMS, MFA_FORMS  # noqa: F401 (read by allauth)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("EDUCITIES_VAR", BASE_DIR / "var"))

EMBEDDED = "DATABASE_URL" not in os.environ
if EMBEDDED:
    from educities.embedded.services import service_addresses

    ADDRESSES = service_addresses(VAR_DIR)
else:
    ADDRESSES = dict(os.environ)
TESTING = env_flag("EDUCITIES_TEST") or "pytest" in sys.modules
DEBUG = env_flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "embedded-only-not-a-secret" if EMBEDDED else "")
# Keys of before, while sessions, links and sealed second steps of theirs are still about.
SECRET_KEY_FALLBACKS = [key for key in env_list("SECRET_KEY_FALLBACKS") if key]
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "*" if EMBEDDED else "")
BASE_URL = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
CSRF_FAILURE_VIEW = "educities.health.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [] if EMBEDDED else [BASE_URL]

OWN_APPS = [
    "educities.kit",
    "educities.tenancy",
    "educities.activity",
    "educities.accounts",
    "educities.api",
    "cities",
    "stakeholders",
    "consents",
    "meetings",
    "programs",
    "forum",
    "labs",
    "journeys",
    "challenges",
    "collaborations",
    "exchange",
    "matching",
    "network_map",
    "accelerator",
    "growth",
    "library",
    "reports",
    "operations",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_htmx",
    "template_partials",
    "rules",
    "lucide",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.idp.oidc",
    *OWN_APPS,
]
MIDDLEWARE = [
    "educities.health.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "educities.kit.content_policy.ContentPolicyMiddleware",
    "educities.health.RefusalMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cities.middleware.tidy_address.TidyAddressMiddleware",
    "cities.middleware.language.LanguageMiddleware",
    "cities.middleware.page_cache.PageCacheMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "educities.accounts.middleware.PersonMiddleware",
    "cities.middleware.CityMiddleware",
    "consents.middleware.AgeMiddleware",
    "educities.accounts.middleware.kept_forms.KeptFormMiddleware",
    "educities.accounts.middleware.FreshProofMiddleware",
    # The last one: the act of a form and its kept answer are one transaction, inside everything else.
    "educities.accounts.middleware.FormOnceMiddleware",
]

ROOT_URLCONF = "educities.urls"
WSGI_APPLICATION = "educities.wsgi.application"
ASGI_APPLICATION = "educities.asgi.application"

TEMPLATE_LOADERS = ["educities.kit.loaders.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cities.context_processors.city_context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "educities.kit.templatetags.look",
                "educities.kit.templatetags.mail_frame",
                "educities.kit.templatetags.quick_tags",
                "educities.kit.templatetags.words",
                "stakeholders.templatetags.sectors",
                "labs.templatetags.stages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# A page gives up after seconds. A test on a busy machine goes on: only a fault takes as long as that.
STATEMENT_TIMEOUT = read_limit("STATEMENT_TIMEOUT", "120s" if TESTING else "5s")
LOCK_TIMEOUT = read_limit("LOCK_TIMEOUT", "60s" if TESTING else "2s")
WEB_LIMITS = f"-c lock_timeout={LOCK_TIMEOUT} -c statement_timeout={STATEMENT_TIMEOUT}"
# A request whose statement runs longer than the server itself lets it hangs, and is given up.
DATABASE_HANGS_SECONDS = (parse_seconds(STATEMENT_TIMEOUT) or float("inf")) + 5
DATABASES = {
    "default": database_settings(ADDRESSES["DATABASE_URL"], options=WEB_LIMITS),
    # Processes that only serve are not given the owner's address.
    "owner": database_settings(
        ADDRESSES.get("DATABASE_OWNER_URL") or ADDRESSES["DATABASE_URL"],
        options=f"-c row_security=off -c lock_timeout={LOCK_TIMEOUT}",
    ),
    "network": database_settings(ADDRESSES["NETWORK_DATABASE_URL"], options=WEB_LIMITS),
}
DATABASE_ROUTERS = ["educities.tenancy.routers.OwnerMigrates"]
DATABASE_ROLES = {"rw": DATABASES["default"]["USER"], "network": DATABASES["network"]["USER"]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = ADDRESSES["REDIS_URL"]
CACHES = {
    "default": {
        "BACKEND": "educities.kit.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": os.environ.get("CACHE_PREFIX", "edc"),
    }
}
SESSION_ENGINE = "educities.accounts.backends"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
# A session that has passed a second step has the power of staff: it lasts a working day from the step on.
STAFF_SESSION_AGE = 60 * 60 * 12

# Celery spells a socket differently, and calls the database number a virtual host.
# rediss:// is encrypted, and the server's certificate is checked.
CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": CERT_REQUIRED} if REDIS_URL.startswith("rediss://") else None
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else ["educities.accounts.hashers.BoundedArgon2"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "educities.kit.passwords.OwnWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "onward"
ACCOUNT_ADAPTER = "educities.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A password is no must: who leaves it empty at sign-in gets a code. Our sign-up form asks for none at all.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# As long as a slow mail and a slow reader need; the link in the same mail ends with the code.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Shown to the person alone, on their own pages of sign-in.
ACCOUNT_USER_DISPLAY = lambda user: user.email  # noqa: E731
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
if TESTING:
    ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "educities.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
MFA_TOTP_ISSUER = "EduCities"
# A code typed just before its half minute ends is taken (RFC 6238, section 5.2: one step at most).
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "educities.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
# A test's provider stands on this machine. Elsewhere only public addresses are asked, over TLS (`kit/outbound.py`).
OUTBOUND_LOOPBACK, OUTBOUND_PORTS = TESTING or DEBUG, env_numbers("OUTBOUND_PORTS", "443")
IDP_OIDC_ADAPTER = "allauth.idp.oidc.adapter.DefaultOIDCAdapter"
IDP_OIDC_PRIVATE_KEY = os.environ.get("IDP_OIDC_PRIVATE_KEY", "")

EMAIL_BACKEND = "educities.activity.backends.OutboxBackend"
DELIVERY_EMAIL_BACKEND = os.environ.get(
    "DELIVERY_EMAIL_BACKEND",
    "educities.activity.backends.MailboxBackend" if EMBEDDED else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = env_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "EduCities <no-reply@educities.example>")

LANGUAGE_CODE = os.environ.get("LANGUAGE_CODE", "en")
LANGUAGES = [("en", _("English")), ("he", _("Hebrew")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "educities.kit.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "collected"))
STATICFILES_DIRS = [BASE_DIR / "static", VAR_DIR / "static"]
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": os.environ.get("MEDIA_STORAGE", "django.core.files.storage.FileSystemStorage")},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Pictures and fonts are packed already; source maps nobody waits for.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "map"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
MEDIA_URL = "media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_BODY = 6 * 1024 * 1024  # a file of the largest size with the form around it
# A photo or a table is read this far, so that one too large is refused beside what was typed, and not with it.
LARGER_BODIES = {r"/c/[\w-]+/(?:challenges/\d+/idea|ideas/\d+/photo|organisations/import)/": 16 * 1024 * 1024}

CONTENT_SECURITY_POLICY = {"DIRECTIVES": CSP_DIRECTIVES}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "educities.kit.message_storage.MessageStorage"
SECURE_SSL_REDIRECT = HTTPS and env_flag("SECURE_SSL_REDIRECT", True)
# People are led to https; a program is refused, see `RefusalMiddleware`.
SECURE_REDIRECT_EXEMPT = [r"^api(/|$)", r"^identity/"]
SECURE_HSTS_SECONDS = env_number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
# Only who owns the domain knows whether every name below it speaks https.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env_flag("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS and env_flag("HSTS_PRELOAD")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # which ask for both of everybody
# Behind one proxy, which alone can reach this process: its word on the scheme and on the caller's address counts.
TRUST_PROXY = env_flag("TRUST_PROXY")
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "educities.kit.problems.exception_handler",
    "DEFAULT_RENDERER_CLASSES": ["educities.kit.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["educities.kit.parsers.OrjsonParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
}

LOGGING = configure(read_level("WARNING" if TESTING else "INFO"), as_json=not TESTING)
