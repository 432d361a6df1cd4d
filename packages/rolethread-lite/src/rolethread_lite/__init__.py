"""RoleThread Lite: a local workshop for conversational and roleplay fine-tuning datasets."""
