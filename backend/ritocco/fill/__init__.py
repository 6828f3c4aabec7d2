"""Filling from the surroundings alone, without any model."""
