"""Records, schema, migrations and queries of the ledger."""
