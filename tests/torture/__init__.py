"""Torture: faults injected into real processes over real HTTP, each counted (`python -m tests.torture`)."""
