"""Learning measured: categories and units from a history, against a plain linear model on the same split."""
