"""One module per verb: plan, preview, apply, undo."""
