"""The pictures: what stands on them."""
