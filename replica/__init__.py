"""The newsroom replica: an HTTP server that plays the real sites, with a known truth."""
