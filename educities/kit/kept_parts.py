"""Parts of pages that take long to draw and seldom change, kept by everything that they are drawn from.

Nothing here grows old: other content is another key, so a change shows at once, and a part of one city is found again only
by content of that city. No part that names a person belongs here.
"""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

from django.utils.safestring import SafeString
from django.utils.translation import get_language


class KeptParts:
    """The parts drawn last, `most` of them, each process its own."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.parts: OrderedDict[bytes, SafeString] = OrderedDict()

    def find_or_draw(self, city: int, content: object, draw: Callable[[], SafeString]) -> SafeString:
        """The part that this content of this city looks like in the reader's language.

        `content`: plain values, and rows and lists of them, whose `repr` says all of them; no row of the database.
        """
        key = sha256(repr((city, get_language(), content)).encode()).digest()
        part = self.parts.get(key)
        if part is None:
            part = self.parts[key] = draw()
            while len(self.parts) > self.most:
                self.parts.popitem(last=False)
        return part
