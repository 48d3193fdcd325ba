"""Fengshao: couriers' posts become tickets with a responsible community and a deadline."""
