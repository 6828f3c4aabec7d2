"""All that an artist can turn, as values, and the recipe they make."""
