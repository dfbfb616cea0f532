"""Splitting: a Chinese word that nobody knows as the fewest known ones."""

from danqing.language.parsing.grammar import Grammar
from danqing.language.vocabulary.terms import Vocabulary


def split(word: str, known: Vocabulary, grammar: Grammar, least: int = 1) -> list[str]:
    """Into the fewest known words, those of the vocabulary not shorter than ``least``.

    What is between them stays together.
    """

    def knows(piece: str, at: int) -> bool:
        if piece in grammar.words:
            return True
        term = known.get(piece)
        return term is not None and (len(piece) >= least or (at == 0 and term.type == "colour"))

    best: list[tuple[float, list[tuple[str, bool]]]] = [(0.0, [])]
    for end in range(1, len(word) + 1):
        cost, pieces = best[end - 1]
        options = [(cost + 2.5, [*pieces, (word[end - 1], False)])]
        for start in range(max(0, end - 6), end):
            if knows(word[start:end], start):
                options.append((best[start][0] + 1.0, [*best[start][1], (word[start:end], True)]))
        best.append(min(options, key=lambda option: option[0]))
    joined: list[tuple[str, bool]] = []
    for piece, is_known in best[-1][1]:
        if joined and not is_known and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + piece, False)
        else:
            joined.append((piece, is_known))
    return [piece for piece, _ in joined]
