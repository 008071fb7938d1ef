"""The services that write summaries, all with one method."""

from app.providers.base import Provider
from app.providers.claude import Claude
from app.providers.mistral import Mistral
from app.providers.chatgpt import ChatGpt

PROVIDERS: dict[str, type[Provider]] = {"openai": ChatGpt, "anthropic": Claude, "mistral": Mistral}


def provider(name: str) -> Provider:
    return PROVIDERS[name]()
