"""The conventions of AUTOMATIC1111's web UI: its text in pictures, and our recipe beside it."""
