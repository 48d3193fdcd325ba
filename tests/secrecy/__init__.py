"""Whatever the tests let the program say is searched for tokens and for what people are called and write."""
