"""What the backend has and can fetch: models, networks, samplers."""
