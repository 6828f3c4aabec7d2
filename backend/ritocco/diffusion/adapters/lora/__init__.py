"""LoRA and its kin: what is in a file, which module each part means, and what it changes there."""
