"""A real slapd on loopback, with some users and groups."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

from helion_embedded import parent

PROGRAM = pathlib.Path("/usr/sbin/slapd")
SUFFIX = "dc=example,dc=com"
USERS, GROUPS = f"ou=people,{SUFFIX}", f"ou=groups,{SUFFIX}"
ROOT, PASSWORD = f"cn=admin,{SUFFIX}", "a secret of slapd"
_SCHEMAS = ("core", "cosine", "nis", "inetorgperson", "msuser")
_PATIENCE = 20  # seconds


def missing():
    """One line that says why it cannot run on this machine, or None."""
    if PROGRAM.exists():
        return None
    return "no LDAP directory: Debian's package slapd is not installed"


class Slapd:
    """A server until :meth:`close`.

    :ivar port: of its unencrypted socket
    :param port: for it; a free one if 0
    :param tls: ``(certificate, key)``, paths of files in PEM, for ldaps and StartTLS
    :param extra: further lines of its configuration
    :param referral: an LDAP URL that a subtree of the users refers to
    """

    def __init__(self, folder, users=12, tls=(), extra="", referral="", port=0):
        self._folder = pathlib.Path(folder)
        (self._folder / "db").mkdir(parents=True)
        self.port, self.tls_port = port or _free_port(), _free_port()
        self._configure(tls, extra)
        self._load(users, referral)
        addresses = [f"ldap://127.0.0.1:{self.port}"]
        addresses += [f"ldaps://127.0.0.1:{self.tls_port}"] if tls else []
        command = [PROGRAM, "-h", " ".join(addresses), "-f", self._file, "-d", "0"]
        own = os.getpid()
        self._process = subprocess.Popen(
            command, stderr=subprocess.DEVNULL, preexec_fn=lambda: parent.die_with_parent(own)
        )
        self._wait()

    def runs(self):
        """Whether it has not ended."""
        return self._process.poll() is None

    def close(self):
        """End it."""
        self._process.terminate()
        self._process.wait(_PATIENCE)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _file(self):
        return self._folder / "slapd.conf"

    def _configure(self, tls, extra):
        lines = [f"include /etc/ldap/schema/{name}.schema" for name in _SCHEMAS]
        lines += ["modulepath /usr/lib/ldap", "moduleload back_mdb"]
        if tls:
            lines += [f"TLSCertificateFile {tls[0]}", f"TLSCertificateKeyFile {tls[1]}"]
        lines += ["database mdb", f'suffix "{SUFFIX}"', f'rootdn "{ROOT}"', f'rootpw "{PASSWORD}"']
        lines += [f"directory {self._folder / 'db'}", "maxsize 104857600", extra]
        self._file.write_text("\n".join([*lines, ""]))

    def _load(self, users, referral):
        entries = [
            f"dn: {SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\n"
            "o: Example\ndc: example",
            f"dn: {USERS}\nobjectClass: organizationalUnit\nou: people",
            f"dn: {GROUPS}\nobjectClass: organizationalUnit\nou: groups",
        ]
        entries += [
            f"dn: uid=user{n},{USERS}\nobjectClass: inetOrgPerson\nuid: user{n}\ncn: User {n}\n"
            f"sn: {n}\nmail: user{n}@example.com\nuserPassword: password {n}"
            for n in range(users)
        ]
        entries.append(
            f"dn: cn=operators,{GROUPS}\nobjectClass: groupOfNames\ncn: operators\n"
            f"member: uid=user0,{USERS}"
        )
        if referral:
            entries.append(
                f"dn: ou=elsewhere,{USERS}\nobjectClass: referral\nobjectClass: extensibleObject\n"
                f"ou: elsewhere\nref: {referral}"
            )
        file = self._folder / "content.ldif"
        file.write_text("\n\n".join([*entries, ""]))
        program = shutil.which("slapadd") or "/usr/sbin/slapadd"
        command = [program, "-q", "-f", self._file, "-l", file]
        subprocess.run(command, check=True, capture_output=True)

    def _wait(self):
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)


def _free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]
