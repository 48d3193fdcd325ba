"""Modules are compiled once for the whole suite, whatever the environment says of keeping bytecode."""

import os
import sys

# The suite starts the program a hundred times, and each worker rewrites the asserts of every test. Where nothing of
# it may be kept (PYTHONDONTWRITEBYTECODE), all of that is compiled again each time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
