"""What families' reports add to other rooms' pages, and to Wagtail."""

from django.urls import reverse
from wagtail import hooks


@hooks.register("construct_service_page")
def way_to_report(request, listing, context):
    """Every service's page has a way to say that something on it is wrong."""
    context["report"] = {
        "href": reverse("voice:report", args=[listing.slug]),
        "text": "Something wrong on this page? Tell us",
    }


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """The audit lines that voice.actions writes, in words."""
    actions.register_action("localoffer.problem_answer", "Answer a report", "Answered a report")
    actions.register_action("localoffer.problem_close", "Close a report", "Closed a report")
    actions.register_action("localoffer.problem_reopen", "Reopen a report", "Reopened a report")
    actions.register_action("localoffer.problem_tell_again", "Send letters again", "Sent letters again")
