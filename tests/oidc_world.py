"""A small OpenID Connect provider: it lets one person in, and holds its clients to the protocol."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "verzuimbrug", "een geheim van de aanbieder"


@dataclass(kw_only=True)
class Provider:
    """Who it lets in, what it says of them, and what was asked of it."""

    url: str = ""
    email: str = "anna@example.nl"
    is_verified: bool = True
    lets_in: bool = True
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    """By code: what the client asked when it sent the browser."""

    @property
    def claims(self) -> dict[str, Any]:
        """What it says of the person."""
        return {"sub": "anna", "email": self.email, "email_verified": self.is_verified}


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider, on a port of its own."""
    ours = Provider()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.ours = ours
    ours.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield ours
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def configured(ours: Provider) -> dict[str, Any]:
    """What the settings of an instance become for it."""
    app = {
        "provider_id": "oidc",
        "name": "Arbo",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": ours.url},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


class _Server(ThreadingHTTPServer):
    """Knows which provider it is."""

    ours: Provider


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(place.query).items()}
        if place.path == "/.well-known/openid-configuration":
            self._say(_configuration(self.server.ours))
        elif place.path == "/authorize":
            self._back(self.server.ours, asked)
        elif place.path == "/userinfo" and self.headers["Authorization"] == "Bearer toegang":
            self._say(self.server.ours.claims)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.ours.asked.pop(given.get("code", ""), None)
        if self.path != "/token" or asked is None or not _is_right(given, asked):
            self.send_error(400)
            return
        self._say(_tokens(self.server.ours))

    def log_message(self, *args: object) -> None:
        """Nothing."""

    def _back(self, ours: Provider, asked: dict[str, str]) -> None:
        if ours.lets_in:
            code = f"code-{time.monotonic_ns()}"
            ours.asked[code] = asked
            said = {"code": code, "state": asked["state"]}
        else:
            said = {"error": "access_denied", "state": asked["state"]}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(said)}")
        self.end_headers()

    def _say(self, what: dict[str, Any]) -> None:
        content = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _configuration(ours: Provider) -> dict[str, Any]:
    return {
        "issuer": ours.url,
        "authorization_endpoint": f"{ours.url}/authorize",
        "token_endpoint": f"{ours.url}/token",
        "userinfo_endpoint": f"{ours.url}/userinfo",
        "jwks_uri": f"{ours.url}/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }


def _is_right(given: dict[str, str], asked: dict[str, str]) -> bool:
    """The client, its secret, and the proof that it is who sent the browser (PKCE)."""
    hashed = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
    return (
        given.get("client_id") == CLIENT
        and given.get("client_secret") == SECRET
        and given.get("redirect_uri") == asked["redirect_uri"]
        and asked.get("code_challenge") == challenge
    )


def _tokens(ours: Provider) -> dict[str, Any]:
    now = int(time.time())
    claims = {**ours.claims, "iss": ours.url, "aud": CLIENT, "iat": now, "exp": now + 60}
    key = hashlib.sha256(SECRET.encode()).hexdigest()
    signed = jwt.encode(claims, key, algorithm="HS256")
    return {"access_token": "toegang", "token_type": "Bearer", "expires_in": 60, "id_token": signed}
