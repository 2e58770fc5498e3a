"""Who may what about cities side by side."""

MATRIX = {"library.compare_cityoutline": {"steward"}}
PAGES = {
    "cities_side_by_side": "library.compare_cityoutline",
    "compare_cities": "library.compare_cityoutline",
}
