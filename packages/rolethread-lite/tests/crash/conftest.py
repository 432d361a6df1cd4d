"""Lets the crash tests import the process that they kill: test folders are not packages."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))
