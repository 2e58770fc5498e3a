"""What a guardian is asked for."""

# The purpose that every other one rests on.
ACCOUNT = "account"
ASKED_OF_GUARDIANS = (ACCOUNT, "lab", "publication", "photo")
