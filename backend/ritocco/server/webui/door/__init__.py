"""The door of the web UI's API: where it is, opening it, keeping it as it is set."""
