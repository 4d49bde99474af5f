#!/usr/bin/env bash
# slack_sdk 3.48.0: each retry handler of a WebClient takes a max_retry_count of its own, but all of them are compared with
# one count of attempts. A limit of rate (429) that was waited out uses up what the handler of server errors or of lost
# connections may do, so that one 500 behind it is final. The other way round the same two answers are survived, since
# the handler with the larger count comes second. What a bot outlives depends on the order of its misfortunes.
# Seen, with 2 repeats for 429 and 1 for 500: 500, 200 passes; 500, 429, 200 passes; 429, 500 raises after 2 requests.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check slack-sdk==3.48.0 2>/dev/null
NO_PROXY=127.0.0.1 "$folder/venv/bin/python" - <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator

script, asked = [], []


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status = script[len(asked)]
        asked.append(status)
        body = b'{"ok": true}' if status == 200 else b'{"ok": false, "error": "not_now"}'
        self.send_response(status)
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Answering)
threading.Thread(target=server.serve_forever, daemon=True).start()
at_once = FixedValueRetryIntervalCalculator(0)
handlers = [
    RateLimitErrorRetryHandler(max_retry_count=2),
    ServerErrorRetryHandler(max_retry_count=1, interval_calculator=at_once),
]
base = f"http://127.0.0.1:{server.server_port}/api/"


def outcome(*statuses):
    script[:] = statuses
    asked.clear()
    try:
        WebClient(token="xoxb-none", base_url=base, retry_handlers=handlers).auth_test()
    except SlackApiError:
        return "raised", len(asked)
    return "passed", len(asked)


orders = [(500, 200), (429, 200), (500, 429, 200), (429, 500, 200)]
seen = {order: outcome(*order) for order in orders}
print(seen)
assert [seen[order] for order in orders] == [("passed", 2), ("passed", 2), ("passed", 3), ("raised", 2)], seen
server.shutdown()
PY
