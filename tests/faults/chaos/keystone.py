"""A Keystone that gives and accepts one token, in a process of its own: ``python`` this file."""

import http.server
import json
import sys

TOKEN = "token"


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path.endswith("/auth/tokens"):
            self._answer(200, {"token": _token()})
        else:
            self._answer(
                200, {"version": {"id": "v3.14", "status": "stable", "links": [self._own]}}
            )

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(201, {"token": _token(self._own["href"])})

    @property
    def _own(self):
        return {"rel": "self", "href": f"http://{self.headers['Host']}/v3"}

    def _answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("X-Subject-Token", TOKEN)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments):
        pass


def _token(url=None):
    endpoint = {"id": "1", "interface": "internal", "region": "R", "region_id": "R", "url": url}
    identity = {"type": "identity", "id": "1", "name": "keystone", "endpoints": [endpoint]}
    return {
        "methods": ["password"],
        "expires_at": "2999-01-01T00:00:00.000000Z",
        "issued_at": "2026-01-01T00:00:00.000000Z",
        "user": {"id": "u1", "name": "u1", "domain": {"id": "d", "name": "d"}},
        "roles": [{"id": "1", "name": "admin"}],
        "catalog": [identity] if url else [],
        "system": {"all": True},
    }


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
