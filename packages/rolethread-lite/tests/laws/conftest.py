"""Lets the laws share `tests/strategies.py`: test folders are not packages, so nothing is imported by path."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
