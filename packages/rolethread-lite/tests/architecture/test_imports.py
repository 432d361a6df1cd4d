"""What a fresh interpreter loads: start-up is what people wait for all day."""

import subprocess
import sys

import pytest

NETWORK = ("asyncio", "ftplib", "http.client", "smtplib", "socket", "ssl", "urllib.request")
POOLS = ("concurrent.futures.process", "multiprocessing.pool")

NOT_LOADED = {
    "rolethread_lite": (*NETWORK, *POOLS, "click", "tqdm", "rolethread_lite.cli"),
    "rolethread_lite.cli.main": (*NETWORK, *POOLS, "tqdm"),
    "rolethread_lite.errors": (*NETWORK, *POOLS, "apsw", "click", "msgspec", "orjson", "regex", "tqdm"),
    "rolethread_lite.model.entry": (*NETWORK, *POOLS, "apsw", "click", "regex", "sqlite3", "tqdm", "backports"),
}


@pytest.mark.parametrize("module", NOT_LOADED)
def test_an_import_brings_only_what_it_needs(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(answer.stdout.split())
    assert module in loaded
    assert loaded.intersection(NOT_LOADED[module]) == set()
