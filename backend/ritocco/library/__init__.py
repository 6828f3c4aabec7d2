"""Which models are here, and where."""
