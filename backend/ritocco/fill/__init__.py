"""Content-aware fill: repainting without any model."""
