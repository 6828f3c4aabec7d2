"""The line of jobs, the worker that runs them, and their results on disk."""
