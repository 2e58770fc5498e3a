"""The shapes of the marks: of each sector (0: of none), and of a lab."""

from django.utils.html import format_html

SHAPES = {
    0: format_html('<circle class="{}" r="1"/>', "f0"),
    1: format_html('<circle class="{}" r="1"/>', "f1"),
    2: format_html('<path class="{}" d="M-.9-.9H.9V.9H-.9z"/>', "f2"),
    3: format_html('<path class="{}" d="M0-1.1L1.15.9H-1.15z"/>', "f3"),
    4: format_html('<path class="{}" d="M0-1.2L1.2 0 0 1.2-1.2 0z"/>', "f4"),
}
LAB = format_html('<path class="{}" d="M-1-1H1V1H-1z"/>', "lab")
