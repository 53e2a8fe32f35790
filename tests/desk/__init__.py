"""The desk's settings are read once, when it is first imported: from a folder of this process."""

import os
import tempfile

FOLDER = tempfile.TemporaryDirectory(prefix="yoritish-desk-")
os.environ |= {
    "YORITISH_DESK_STRICT": "1",
    "YORITISH_DB": f"{FOLDER.name}/yoritish.db",
    "YORITISH_DESK_HOSTS": "testserver,localhost,127.0.0.1",
    "DJANGO_SETTINGS_MODULE": "desk.settings",
}

from django.conf import settings  # noqa: E402 - only now it finds its settings

from desk.server import prepare  # noqa: E402

# what takes a tenth of a second on purpose is not what is tested
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
prepare()
