"""The words of RoleThread as values: entries, messages, records, findings, changes."""
