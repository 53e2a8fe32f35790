"""The desk in Debian's Chromium."""
