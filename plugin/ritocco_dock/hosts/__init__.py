"""What an editor must offer (`protocol.py`), and one file for each editor."""
