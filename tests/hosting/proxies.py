"""The documented proxies, run as documented: with their names, ports and certificate put in."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DOCUMENTED = Path(__file__).parents[2] / "docs" / "hosting"
NAME = "colophon.example.org"
START_SECONDS = 20.0

NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for `NAME` that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    encoding = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private.write_bytes(key.private_bytes(*encoding))
    return pem, private


def nginx_command(folder: Path, port: int, server: int, pem: Path, key: Path) -> list[str]:
    """nginx with the documented site."""
    site = (DOCUMENTED / "nginx.conf").read_text(encoding="utf-8")
    site = re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.MULTILINE)
    for documented, ours in (
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        (r"server 127\.0\.0\.1:8765;", f"server 127.0.0.1:{server};"),
        (r"/etc/letsencrypt/\S+/fullchain\.pem", str(pem)),
        (r"/etc/letsencrypt/\S+/privkey\.pem", str(key)),
        (r"/var/log/nginx/colophon\.log", str(folder / "error.log")),
    ):
        site, times = re.subn(documented, ours, site)
        assert times == 1, documented
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder), encoding="utf-8")
    return ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def caddy_command(folder: Path, port: int, server: int, pem: Path, key: Path) -> list[str]:
    """Caddy with the documented file; only the certificate is ours and not fetched."""
    site = (DOCUMENTED / "Caddyfile").read_text(encoding="utf-8")
    for documented, ours in (
        (r"^colophon\.example\.org \{", f"https://{NAME}:{port} {{\n\tbind 127.0.0.1\n\ttls {pem} {key}"),
        (r"COLOPHON_SERVERS:127\.0\.0\.1:8765\}", f"COLOPHON_SERVERS:127.0.0.1:{server}}}"),
    ):
        site, times = re.subn(documented, ours, site, flags=re.MULTILINE)
        assert times == 1, documented
    options = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(options + site, encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


COMMANDS = {"nginx": nginx_command, "caddy": caddy_command}


@contextmanager
def proxy(kind: str, folder: Path, port: int, server: int) -> Iterator[Path]:
    """Run the proxy in front of the server at port ``server``; gives the certificate to trust."""
    program = shutil.which(kind) or shutil.which(kind, path="/usr/sbin")
    if program is None:
        pytest.skip(f"{kind} is not installed: its documented configuration is not tried")
    pem, key = certificate(folder)
    command = COMMANDS[kind](folder, port, server, pem, key)
    env = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    process = subprocess.Popen(
        [program, *command[1:]], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        _wait_for(port, process)
        yield pem
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    pytest.fail(f"the proxy did not start: {process.communicate()[0][-2000:]}")
