"""Crisis first: words of danger, typed anywhere, put help above everything else on the page.

What other rooms use, and nothing more:

`danger_in(text) -> Danger | None`
    Plain Python, well under a millisecond. `Danger.kinds` are codes ("suicide", "abuse", …), the most urgent
    first. It keeps no word of the text, so it may be passed on and stored.

`localoffer.cms.crisis.showing.look_for_danger(request, *texts) -> Danger | None`
    For a page that answers a text (a search). Whatever is rendered for this request then has help first: the
    base page asks `crisis`, a variable of the context processor, and no view or template has to do more.

`localoffer.cms.forms.FreeTextForm`
    What every public form with a free-text field starts from (a system check refuses one that does not):

        form = ProblemForm(request.POST, request=request, about="a problem with Wriggle and Sign")
        if form.is_valid():
            …save, and redirect(form.then(url))     # help stays first on the page after
        return render(…)                            # and on this one, when something is to be put right

    `form.worries` is the standard sentence on what happens to safeguarding worries, for the page to show
    beside the fields; `form.danger` is what was found. `is_valid()` routes a worry by itself, at once, valid or
    not, and once a day for the same words.

`localoffer.cms.actions.route_worry(text, *, request, about, danger=None, contact="") -> bool`
    The deed itself, for text that comes some other way: to the council's safeguarding address by e-mail, tried
    again until it is sent, never in a log. It raises nothing.
"""

from .detector import Danger, danger_in

__all__ = ["Danger", "danger_in"]
