"""The one-time mark of a form: the same form of the same page, sent again by the same person, has the same mark."""

import hashlib
from collections.abc import Iterator

from django.http import HttpRequest

# Issued with every page that holds a form, and masked anew on each, so it is of this page alone.
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the field's name)
# Characters of a masked token; a bare secret is the browser's, not the page's.
MASKED = 64


def form_mark(request: HttpRequest) -> str | None:
    """What stands for this form of this page with these contents; None for what is no form of a page of ours.

    It holds the page's token, which nobody guesses, so it can be the key to what is kept under it.
    """
    token = request.POST.get(TOKEN, "") if request.method == "POST" else ""
    if len(token) != MASKED:
        return None
    person = request.user.pk if request.user.is_authenticated else ""
    # A script asks for another kind of answer than the page.
    kind = [request.headers.get(name, "") for name in ("HX-Request", "X-Roll")]
    digest = hashlib.sha256()
    for part in (token, str(person), request.get_full_path(), *kind, *_sent_parts(request)):
        # The length before it: no two lists of parts are written alike.
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return f"{token}.{digest.hexdigest()}"


def _sent_parts(request: HttpRequest) -> Iterator[str]:
    for name, values in request.POST.lists():
        yield from (name, str(len(values)), *map(str, values))
    for name, files in request.FILES.lists():
        for file in files:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            yield from (name, str(file.name), digest.hexdigest())
