"""Says where in a hand-written JSON text the fault is, by line and column."""

import json

from rolethread_lite.model.record import Record


def describe_fault(text: str, record: Record) -> str:
    """Return the reason why a text is no entry, with line and column where it is not even JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as fault:
        return f"{fault.msg.removesuffix(' at')} at line {fault.lineno}, column {fault.colno}"
    except RecursionError:
        return "it is nested too deeply"
    return record.detail
