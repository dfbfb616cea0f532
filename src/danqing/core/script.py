"""Which characters are Chinese: Han, as Unicode calls their script."""

import re

HAN_RANGE = "\u3400-\u9fff"
"""The characters of daily use, for a class of a pattern; the 64 signs of the I Ching lie among them."""
WIDE_HAN_RANGE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""All of them, without those signs: rare ones and compatibility forms too."""
HAN = re.compile(f"[{HAN_RANGE}]")
WIDE_HAN = re.compile(f"[{WIDE_HAN_RANGE}]")
