"""Tests of bot/reading."""
