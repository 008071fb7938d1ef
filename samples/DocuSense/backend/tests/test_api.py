from fastapi.testclient import TestClient

from app.main import app


def test_the_api_answers():
    with TestClient(app) as client:
        assert client.get("/health").json()["status"] == "healthy"
