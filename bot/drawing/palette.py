"""The colours of the pictures: ink on warm paper, one green, and one red that is only for what is late."""

PAPER = "#FBFAF6"
INK = "#1E2A32"
MUTED = "#66717A"
RULE = "#E2DED3"
TRACK = "#EFECE3"
ACCENT = "#1F6F63"
SOFT = "#A9BFC0"
ALARM = "#B8432F"
BEFORE = "#877B69"
DEPTHS = ("#C9D6D4", SOFT, "#7FA39F", "#4C857E", ACCENT)
"""From the young to the old: ever darker, so that they are told apart without colours."""
