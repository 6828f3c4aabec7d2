"""What stands on this computer, what does not, and how to mend it."""
