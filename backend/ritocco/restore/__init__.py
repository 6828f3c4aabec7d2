"""Restoring: pictures made larger, faces repaired; by networks from spandrel or ncnn files."""
