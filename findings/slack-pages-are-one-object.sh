#!/usr/bin/env bash
# slack_sdk 3.48.0: the pages that a loop over a response walks through (`for page in client.users_list()`) are not
# several things: each is the response itself with other data put in. Kept pages, as in list(...) or sorted(...), are all
# the last one, and after a loop the response that was asked for holds its last page and no longer its first.
# So a permission list gathered that way knows only the members of the last page, without an error.
# Seen: three pages a, b, c: in the loop a, b, c; list(response) is c, c, c, one object; the response then says c.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check slack-sdk==3.48.0 2>/dev/null
NO_PROXY=127.0.0.1 "$folder/venv/bin/python" - <<'PY'
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

from slack_sdk import WebClient

pages = {"": ("a", "2"), "2": ("b", "3"), "3": ("c", "")}


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        member, following = pages[asked.get("cursor", [""])[0]]
        answer = {"ok": True, "members": [member], "response_metadata": {"next_cursor": following}}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Answering)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = WebClient(token="xoxb-none", base_url=f"http://127.0.0.1:{server.server_port}/api/")
in_loop = [page["members"] for page in client.users_list(limit=1)]
response = client.users_list(limit=1)
first = response["members"]
kept = list(response)
print("in the loop", in_loop, "- kept", [page["members"] for page in kept], "- response", first, "then", response["members"])
assert in_loop == [["a"], ["b"], ["c"]], in_loop
assert [page["members"] for page in kept] == [["c"], ["c"], ["c"]] and all(page is response for page in kept)
assert (first, response["members"]) == (["a"], ["c"])
server.shutdown()
PY
