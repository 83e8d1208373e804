"""A server that was started for a test, and a client that asks it."""

import http.client
import json
import signal
import subprocess
import tempfile
import threading
import urllib.parse
from pathlib import Path


class Served:
    """`with Served(program, "--root", folder) as server:` starts one on a free port."""

    def __init__(self, foxing, *options):
        self.command = [str(foxing), "serve", "--listen", "127.0.0.1:0", *map(str, options)]
        self.errors = tempfile.TemporaryFile()

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            self.errors.seek(0)
            raise SystemExit(self.errors.read().decode())
        parts = urllib.parse.urlsplit(self.address)
        self.host, self.port = parts.hostname, parts.port
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Asks it to stop; returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def connection(self, timeout=120):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def ask(self, method, path, fields=None, headers=None, connection=None):
        """Status, headers and bytes of an answer; `fields` are sent as JSON."""
        own = connection or self.connection()
        body = None if fields is None else json.dumps(fields)
        kind = {} if fields is None else {"Content-Type": "application/json"}
        own.request(method, path, body, {**kind, **(headers or {})})
        answer = own.getresponse()
        data = answer.read()
        if connection is None:
            own.close()
        return answer.status, answer.headers, data

    def form(self, path, fields, files, headers=None, connection=None):
        """The same with fields and files as a form."""
        mark = "form-" + str(threading.get_ident())
        body = b""
        for name, value in fields.items():
            body += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, file_name, data in files:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
            body += head.encode() + data + b"\r\n"
        body += f"--{mark}--\r\n".encode()
        own = connection or self.connection()
        own.request(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}", **(headers or {})})
        answer = own.getresponse()
        data = answer.read()
        if connection is None:
            own.close()
        return answer.status, answer.headers, data

    def memory(self):
        """MiB that the process holds."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0
