"""Summaries by OpenAI."""

from openai import AsyncOpenAI

from app.providers.base import PROMPT, Provider


class ChatGpt(Provider):
    async def summarise(self, text: str) -> str:
        answer = await AsyncOpenAI().chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "user", "content": PROMPT + text}])
        return answer.choices[0].message.content or ""
