"""Vocabulary: what people say for what a picture can show, by theme, in English and Chinese; users add their own."""
