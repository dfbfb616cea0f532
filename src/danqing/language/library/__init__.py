"""Libraries as data: styles, negatives, presets and wildcards, in English and Chinese; users add their own."""

from danqing.language.library.loading import at as at
from danqing.language.library.loading import in_use as in_use
from danqing.language.library.loading import using as using
from danqing.language.library.negatives import negative_for as negative_for
from danqing.language.library.styles import style_words as style_words
