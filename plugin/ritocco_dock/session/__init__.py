"""What one document is doing, without widgets."""
