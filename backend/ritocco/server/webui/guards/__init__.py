"""What a request of the web UI's API passes on its way in, and an error on its way out. ASGI."""
