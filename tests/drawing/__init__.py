"""Drawing: the pages, and the process that draws them."""
