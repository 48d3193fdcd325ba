"""Drawing, in a process of its own: what it loads never weighs on the bot, and what goes wrong there ends there."""
