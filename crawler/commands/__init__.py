"""One file per command of the console script ``yoritish``."""
