"""Every component on one page, for people who build pages; served in the embedded mode and while debugging only."""
