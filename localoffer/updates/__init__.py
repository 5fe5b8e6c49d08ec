"""E-mail subscriptions and the newsletter: asked for, confirmed, nothing else kept (docs/reference/updates.md)."""
