"""What people are told: data in, text out, pure."""
