"""The pictures: what stands on them, and how it is drawn."""
