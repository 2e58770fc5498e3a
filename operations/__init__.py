"""What an operator does beside serving: back up, restore, ask whether an installation is well."""
