"""The SQLite workspace: schema, history, projections, search."""
