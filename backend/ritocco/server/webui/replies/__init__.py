"""What the web UI's API answers: its form, and what it says of pictures."""
