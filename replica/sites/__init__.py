"""The sites the replica plays: one module per outlet or engine."""
