"""Who may open the pages of the kit."""

PAGES = {
    "showcase": "signed in",
}
