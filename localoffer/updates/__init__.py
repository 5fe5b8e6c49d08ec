"""E-mail subscriptions and the newsletter: asked for, confirmed, and nothing else kept. See docs/reference/updates.md."""
