"""The OpenAPI document of the services, and schemathesis with it against the real ones."""

import os
import subprocess
import sys

# What makes operations would change the undercloud; its inputs are the plans', which are tested.
_LEFT_ALONE = "/(apply|enrolments|retry|cancel)$"


def test_no_request_makes_a_server_error(cloud, tmp_path):
    token = cloud.connect("admin").session.get_token()
    command = [
        os.path.join(os.path.dirname(sys.executable), "schemathesis"),
        "run",
        f"{cloud.url('helion')}/openapi.json",
        "--checks=not_a_server_error,status_code_conformance,content_type_conformance,"
        "response_schema_conformance",
        "--max-examples=8",
        "--phases=examples,fuzzing",
        "--generation-database=none",
        "--request-timeout=60",
        "--no-color",
        f"--header=X-Auth-Token: {token}",
        f"--exclude-path-regex={_LEFT_ALONE}",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
