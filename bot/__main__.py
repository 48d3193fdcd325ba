"""`python -m bot` is `fengshao`."""

from bot.cli import main

if __name__ == "__main__":
    main()
