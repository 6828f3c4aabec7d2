"""HTTP: one file per API. Bound to this computer, closed without the user's token."""
