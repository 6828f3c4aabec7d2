"""Pixels: pictures, windows, masks, padding, harmony, compositing. No torch here."""
