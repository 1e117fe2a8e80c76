"""Lets tests import the helpers that live beside them, however pytest is started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

ROOT = str(Path(__file__).parent.parent)
sys.path.insert(0, ROOT)
# Messages are in the language of the locale: tests read English, wherever they run, in the commands that they start too.
os.environ["LC_ALL"] = "C.UTF-8"
# How long an example takes says how busy the machine is, and nothing about the program.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
