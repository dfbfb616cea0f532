"""Conversations as wholes, for programs and the server alike: named, gone back in, deleted."""

from typing import TYPE_CHECKING

from danqing.app.checks import MAX_TITLE, clean_text
from danqing.core.errors import NotFound

if TYPE_CHECKING:
    from danqing.app.build import Store


class Archive:
    """All conversations of a data folder. Methods raise NotFound for an unknown id, and StoreFailed."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def rename(self, conversation_id: str, title: str) -> None:
        """Gives a conversation a title; an empty one takes it away again. Raises BadInput."""
        self._store.conversations.rename(conversation_id, clean_text(title, MAX_TITLE) if title.strip() else None)

    def go_to(self, conversation_id: str, number: int) -> None:
        """Makes the ``number``-th scene the one that the next request changes. Raises EditInvalid."""
        self._store.conversations.go_to(conversation_id, number)

    def holds(self, picture_id: str) -> bool:
        """Whether a picture or an input of that id is here."""
        try:
            self._store.pictures.there(picture_id)
        except NotFound:
            return False
        return True

    def delete(self, conversation_id: str) -> None:
        """A conversation with its turns and pictures, for ever; what is being drawn for it stops."""
        self._store.conversations.delete(conversation_id)
        self._store.gallery.sweep()
