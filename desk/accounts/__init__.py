"""The desk's accounts: people, their roles, and the log of what they changed."""
