"""Who may what about the map."""

from tests.stakeholders.matrix import MEMBERS

MATRIX = {
    "network_map.list_mapchoice": MEMBERS,
    "network_map.add_mapchoice": MEMBERS,
}

PAGES = {
    "network_map": "network_map.list_mapchoice",
    "network_table": "network_map.list_mapchoice",
    "network_over_time": "network_map.list_mapchoice",
    "network_figures": "network_map.list_mapchoice",
    "network_file": "network_map.list_mapchoice",
    "map_choice": "network_map.add_mapchoice",
}
