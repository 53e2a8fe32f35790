"""Uzbek text: scripts and folding, language, dates, numbers."""
