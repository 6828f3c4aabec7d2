"""What breaks things on purpose, run by name only: `run.py test break`. Files are `break_X.py`.

For Linux: it forks, limits what processes may take, and reads `/proc`.
"""
