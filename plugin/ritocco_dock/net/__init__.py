"""HTTP through QtNetwork, asynchronously."""
