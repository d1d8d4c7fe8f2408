"""The product's addresses, and beside them the floor's and those of Django's own admin."""

from django.urls import path

from bench.floor import floor_page
from bench.stock import stock_site
from tracker import urls as product

urlpatterns = [
    path("bench/floor/", floor_page, name="floor"),
    path("bench/stock/", stock_site.urls),
    *product.urlpatterns,
]
handler404 = product.handler404
