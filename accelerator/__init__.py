"""The municipal teacher accelerator: two years, four terms, with a classroom project and visits across schools."""
