"""Pictures that the bot makes. Drawing needs matplotlib, which the bot's own process never loads: see bot/drawing."""
