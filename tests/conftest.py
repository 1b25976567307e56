"""Makes the helpers in this folder importable for all tests, and property tests the same on every run."""

import os
import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

# A test that fails by chance says nothing about a change; `make explore` looks for new examples.
settings.register_profile("steady", derandomize=True, database=None)
settings.register_profile("explore", database=None)
settings.load_profile(os.environ.get("FACILITATOR_HYPOTHESIS", "steady"))
