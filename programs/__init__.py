"""The five-year program: years, milestones, forum, accelerator, indicators and their values."""
