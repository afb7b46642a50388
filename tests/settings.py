"""The project's settings with what tests need: a quick hasher, plain static files."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.gettempdir()}/rembuk-test.sqlite3")

from portal.settings import *  # noqa: F403
from portal.settings import STATICFILES_DIRS, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATICFILES_DIRS = list(STATICFILES_DIRS)
MEDIA_ROOT = Path(tempfile.gettempdir()) / "rembuk-test-media"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
