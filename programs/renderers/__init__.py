"""The five years as files: a confirmed review as data, milestones for a calendar, the ribbon as a picture."""
