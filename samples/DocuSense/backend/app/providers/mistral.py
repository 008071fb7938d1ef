"""Summaries by Mistral."""

from mistralai import Mistral as Client

from app.providers.base import PROMPT, Provider


class Mistral(Provider):
    async def summarise(self, text: str) -> str:
        answer = await Client().chat.complete_async(
            model="mistral-small-latest", messages=[{"role": "user", "content": PROMPT + text}])
        return answer.choices[0].message.content
