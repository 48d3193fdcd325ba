"""What stands on the pictures that the bot makes: words and numbers, drawn by bot/drawing."""
