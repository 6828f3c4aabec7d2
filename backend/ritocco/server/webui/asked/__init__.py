"""What clients of the web UI ask for, as values of ours: their fields, names, options, pictures."""
