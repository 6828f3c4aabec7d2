"""Training: pictures in, a small Stable Diffusion out. Nothing else of Ritocco needs it."""
