"""The look at outside links as a task for the worker: `manage.py db_worker`."""

from django_tasks import task

from . import running


@task(priority=-10)
def check(everything=False):
    """Look at the links that are due; if another run is on its way, it does that too. Gives a summary in English."""
    try:
        return describe(running.run(everything=everything))
    except running.BusyError:
        return "Another check is on its way."


def describe(summary):
    """A run's `Summary` as a sentence."""
    if summary.is_offline:
        return "No host has answered; is this network down? The links stay due."
    states = ", ".join(f"{number} {state}" for state, number in sorted(summary.found.items())) or "none was due"
    return (
        f"Checked {summary.checked} links: {states}. "
        f"New: {summary.new}, no longer used: {summary.removed}, left for later: {summary.left}."
    )
