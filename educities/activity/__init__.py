"""What happened and what has to leave the house: audit log, inbox, outbox, reminders, event log."""
