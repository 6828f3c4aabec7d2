"""The routes of the web UI's API, by what they are about."""
