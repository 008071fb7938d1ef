"""Summaries by Anthropic."""

from anthropic import AsyncAnthropic

from app.providers.base import PROMPT, Provider


class Claude(Provider):
    async def summarise(self, text: str) -> str:
        answer = await AsyncAnthropic().messages.create(
            model="claude-3-5-haiku-latest", max_tokens=1024, messages=[{"role": "user", "content": PROMPT + text}])
        return answer.content[0].text
