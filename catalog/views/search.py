"""Finding by typing anything, and telling us what was not found."""

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from catalog.forms import SearchForm
from catalog.models import Office, Topic
from migrado.caching import personal
from migrado.editorial.states import worst
from migrado.filters import WordsField
from migrado.origin import same_origin
from migrado.search.models import MissedQuery


def search(request):
    """Everything about the words, services first; one kind alone, page by page, where `kind` is chosen."""
    code = request.language.code
    form = SearchForm(request.GET)
    results = form.results(code)
    pages = results.pages(form.chosen.get("kind"), request.GET.get("page")) if results else []
    context = {"form": form, "results": results, "pages": pages}
    if results and results.correction:
        context["corrected"] = form.query_with(results.correction)
    if not pages:
        context["topics"] = Topic.objects.published().top_level().for_reader(code)
        context["migrado"] = Office.objects.migrado(code)
    context["worth"] = worst(code, [found.object for _, page in pages for found in page])
    return personal(render(request, "catalog/search.html", context))


@csrf_exempt  # no cookie, so no token: `same_origin` keeps other sites out
@same_origin
def missed(request):
    """Note what somebody did not find, words and language alone, and thank them."""
    if request.method == "POST":
        MissedQuery.objects.tell(WordsField().clean(request.POST.get("q")), request.language.code)
        return redirect("missed")
    return render(request, "catalog/missed.html", {"migrado": Office.objects.migrado(request.language.code)})
