"""What happens: one plain function per thing the bot does, one transaction each."""
