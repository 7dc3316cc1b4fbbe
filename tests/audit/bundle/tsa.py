"""A timestamp service on 127.0.0.1, whose answers `openssl ts` makes."""

from __future__ import annotations

import datetime as dt
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIG = """[t]
serial={0}/serial
signer_cert={0}/signer.pem
signer_key={0}/signer.key
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
ess_cert_id_alg=sha256
"""


@dataclass
class Service:
    """Its address, the certificate of its root (PEM), and what it does in the place of answering well."""

    address: str
    root: Path
    answers: dict[str, bytes] = field(default_factory=dict)  # "instead": bytes that it gives


def certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    by: x509.Name,
    by_key: ec.EllipticCurvePrivateKey,
    stamps: bool,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=not stamps, path_length=None), critical=True)
    )
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(by_key, hashes.SHA256())


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def prepare(folder: Path) -> Path:
    """Keys, certificates and settings; gives the root certificate."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = certificate("A root", root_key, named("A root"), root_key, stamps=False)
    signer = certificate("A service", key, named("A root"), root_key, stamps=True)
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
    (folder / "signer.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder))
    return folder / "root.pem"


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    """It runs until the end."""
    told = Service("", prepare(folder))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            (folder / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            words = ("-reply", "-queryfile", "query", "-out", "reply", "-config", "tsa.cnf", "-section", "t")
            subprocess.run(("openssl", "ts", *words), cwd=folder, check=True, capture_output=True)
            answer = told.answers.get("instead", (folder / "reply").read_bytes())
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    told.address = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
