"""What the directory adds to Wagtail."""

from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """The audit lines that directory.actions writes, in words."""
    actions.register_action("localoffer.list", "List in a Local Offer", "Listed in a Local Offer")
    actions.register_action("localoffer.check", "Record a check", "Recorded a check")
    actions.register_action("localoffer.wait", "State the wait", "Stated the wait")
    actions.register_action("localoffer.status", "Open, pause or close", "Changed whether it is open")
    actions.register_action("localoffer.import", "Import", "Imported")
