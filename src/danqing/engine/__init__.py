"""Drawing: the pipeline from prompt to pixels, and a fake one that draws test cards."""
