"""Pure values of cities."""


def version_key(slug: str) -> str:
    """Where the version of a city's public pages is kept; deleted when an action changes what they show."""
    return f"pages:{slug}"
