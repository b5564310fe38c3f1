"""Takes webhooks: answers 500 to the first request, then 200, and notes each as a line of JSON."""

import http.server
import json
import os
import sys

FOLDER = sys.argv[1]


class Receiver(http.server.BaseHTTPRequestHandler):
    answer = 500

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        note = {"headers": headers, "body": body, "answered": Receiver.answer}
        with open(f"{FOLDER}/received", "a") as notes:
            notes.write(json.dumps(note) + "\n")
        self.send_response(Receiver.answer)
        self.send_header("content-length", "0")
        self.end_headers()
        Receiver.answer = 200

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
with open(f"{FOLDER}/.port", "w") as port:
    port.write(str(server.server_port))
os.rename(f"{FOLDER}/.port", f"{FOLDER}/port")
server.serve_forever()
