"""The WSGI door. It stays closed while the settings are insecure."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "educities.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 (the settings are ready only now)
from django.urls import reverse  # noqa: E402

from educities.body_limits import BodyLimits  # noqa: E402
from educities.health.too_large import draw_too_large  # noqa: E402
from educities.settings_guard import refuse_insecure  # noqa: E402

refuse_insecure()
reverse("home")  # every page's code is read now, not while the first person waits
application = BodyLimits(  # type: ignore[assignment]
    application, settings.MAX_BODY, settings.LARGER_BODIES, draw_too_large
)
