"""The web UI's HTTP API, answered by our own queue, engines and results: `/sdapi/v1`."""
