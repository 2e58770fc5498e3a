"""The code on a printed form: it says of which child it is, to those alone who lead the child's cohort."""

from django.utils.crypto import salted_hmac

# Without signs that are taken for one another, in handwriting too.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def form_code(city_id: int, profile_id: int) -> str:
    """The same for ever, and nothing can be told from it about the child."""
    digest = salted_hmac("consents.form_code", f"{city_id}:{profile_id}", algorithm="sha256").digest()
    return "".join(SIGNS[byte % len(SIGNS)] for byte in digest[:LENGTH])
