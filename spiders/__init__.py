"""One file per outlet or kind of source: how to find its publications and read one."""
