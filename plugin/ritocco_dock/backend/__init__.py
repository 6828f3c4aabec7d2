"""The backend's life: finding it, starting, watching and stopping it."""
