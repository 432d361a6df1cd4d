"""Where the app is served in tests, and the key to it."""

PORT = 8701
TOKEN = "the-key-of-this-launch"  # noqa: S105 (a key of tests)
HOST = f"http://127.0.0.1:{PORT}"
