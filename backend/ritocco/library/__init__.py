"""Which models are here, where they come from, and fetching them."""
