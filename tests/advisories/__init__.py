"""Whether a version that requirements.lock pins is known to be vulnerable: `python -m tests.advisories`."""
