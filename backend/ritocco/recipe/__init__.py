"""What is to be done, as values: the recipe, its parts, its checks, hints about it."""
