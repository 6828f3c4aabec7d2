"""Adapters: what is put beside a model, for each kind a file; `table.py` is the table of them."""
