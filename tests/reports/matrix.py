"""Who may what about reports."""

MATRIX = {"reports.add_report": {"director"}, "reports.view_report": {"director"}}
