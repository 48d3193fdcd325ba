"""Tests of bot/notices."""
