"""What every provider does."""

from abc import ABC, abstractmethod

PROMPT = "Summarise the following document in five sentences, in its own language:\n\n"


class Provider(ABC):
    @abstractmethod
    async def summarise(self, text: str) -> str:
        """A summary of the text, of five sentences."""
