"""What the apps above offer beside the minutes of a meeting."""

from educities.kit.hooks import Hook
from stakeholders.values.page_links import PageLink

MINUTES_FILES: Hook[PageLink] = Hook(
    "forum.minutes_files",
    "Files of a meeting’s minutes: links on their page, by the meeting’s number, for whoever may read the minutes.",
    key=lambda link: link.url_name,
)
