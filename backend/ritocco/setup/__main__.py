"""`python -m ritocco.setup`: the installer, from wherever Ritocco is."""

import sys

from ritocco.setup.main import main

sys.exit(main())
