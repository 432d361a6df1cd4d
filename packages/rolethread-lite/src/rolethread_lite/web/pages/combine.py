"""Combine: datasets merged, rid of duplicates, compared and divided; entries joined."""

from rolethread_lite.web.page import Page
from rolethread_lite.web.pages import combine_compare, combine_join, combine_merge, combine_partition

PAGE = Page(
    name="combine",
    title="Combine",
    summary="Merge datasets, remove duplicates, compare versions, join entries, divide into parts.",
    routes=(
        *combine_merge.ROUTES,
        *combine_compare.ROUTES,
        *combine_join.ROUTES,
        *combine_partition.ROUTES,
    ),
    place=5,
)
