"""One module for each command of `fengshao`."""
