"""Runs the ledger: the command line, the night, and how a visit asks politely."""
