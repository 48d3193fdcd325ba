"""What may happen: types and rules, pure."""
