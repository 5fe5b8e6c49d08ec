"""The look: base page, components, gallery and static files. No models."""
