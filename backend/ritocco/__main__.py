"""`python -m ritocco`: the command line."""

import sys

from ritocco.cli.main import main

sys.exit(main())
