"""Invented news texts. Every sentence, name and figure here is synthetic."""
