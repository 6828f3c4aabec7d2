"""Stable Diffusion on diffusers' parts, with a loop of our own."""
