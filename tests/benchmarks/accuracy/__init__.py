"""The accuracy report: how well the reading understands text that nobody here wrote."""
