"""The press desk: web pages for press officers. What they show is read from the ledger."""
