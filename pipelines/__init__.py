"""One file per stage, in the order data passes: accept, text, mentions, topics, reprints, keep."""
