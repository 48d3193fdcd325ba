"""Stories: the real bot, driven from outside through the sandbox over real HTTP."""
