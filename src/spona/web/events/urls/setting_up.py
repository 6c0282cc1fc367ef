"""Addresses for preparing a fair: sides, slots, parties, imports, wishes, proposals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
