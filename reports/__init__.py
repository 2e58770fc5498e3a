"""Dashboards, printable reports, exports. Reads all, imported by nobody."""
