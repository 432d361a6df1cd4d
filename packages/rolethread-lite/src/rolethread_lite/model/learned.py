"""What is learned from beside the texts of the turns: members of an entry, and members of a message."""

LEARNED_MEMBERS = frozenset(
    (
        "chosen",
        "rejected",
        "chosen_messages",
        "rejected_messages",
        "rejected_response",
        "label",
        "kto_tag",
        "tools",
        "functions",
        "images",
        "videos",
        "audios",
    )
)
"""Members of an entry that are learned from beside its turns."""
LEARNED_IN_TURNS = frozenset(("tool_calls", "function_call", "tool_call_id"))
"""Members of a message that are learned from beside its text."""
