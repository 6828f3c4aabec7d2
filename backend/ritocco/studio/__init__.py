"""Running a recipe on a document: plan, passes, layer."""
