"""Changes of the desk's own tables, in order."""
