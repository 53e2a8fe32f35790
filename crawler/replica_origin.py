"""Where the newsroom replica listens, if it stands in for the real sites."""

import os

VARIABLE = "YORITISH_REPLICA"


def replica_origin() -> str:
    """The replica's origin ("http://127.0.0.1:8100"), or "" to ask the real sites.

    Raises:
        ValueError: the variable is set to something that is no http origin.
    """
    origin = os.environ.get(VARIABLE, "").rstrip("/")
    if origin and not origin.startswith(("http://", "https://")):
        raise ValueError(f"{VARIABLE}={origin!r}: write it as http://127.0.0.1:PORT")
    return origin
