"""The strategic forum: seats of four sectors, meetings, decisions that come back."""
