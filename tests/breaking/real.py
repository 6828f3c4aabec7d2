"""`ritocco serve` with the options of the tests' other server: `--port 0 --data folder`."""

import argparse
from pathlib import Path

from ritocco.server.run import serve

options = argparse.ArgumentParser()
options.add_argument("--port", type=int)
options.add_argument("--data", type=Path)

if __name__ == "__main__":
    serve(**vars(options.parse_args()))
