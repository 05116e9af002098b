"""URLs of search."""

from django.urls import path

from viche.search.api.views import Search

urlpatterns = [path("search", Search.as_view())]
