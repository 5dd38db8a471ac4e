"""How passwords are kept outside of tests, which hash at the least cost."""

import subprocess
import sys

from argon2 import extract_parameters
from argon2.low_level import Type


def test_a_password_is_kept_as_argon2id_at_a_cost_that_slows_down_guessing() -> None:
    """AUTH-1, at least as RFC 9106 has it for little memory (4 lanes, 64 MiB, 3 passes)."""
    code = "from forum_app.services.credentials import password_hash; print(password_hash('four quiet herons wade'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    kept = extract_parameters(done.stdout.strip())
    assert kept.type is Type.ID
    assert (kept.memory_cost >= 64 * 1024, kept.time_cost >= 3, kept.hash_len >= 32, kept.salt_len >= 16) == (True,) * 4
